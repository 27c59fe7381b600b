import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ConversationGone } from '@/components/conversation/conversation-gone';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('NotFound');
  return { title: t('conversationTitle') };
}

export default function ConversationNotFound() {
  return <ConversationGone />;
}
