import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { getSession } from '@/app/session';
import { ConversationPane } from '@/components/conversation/conversation-pane';
import { nameOfOthers } from '@/components/conversation/others';
import { requireSession } from '../../require-session';
import { readTimeline } from './read-timeline';

interface Props {
  params: Promise<{ conversationId: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const session = await getSession();
  if (session === null) {
    return {};
  }
  const [{ conversation }, t] = await Promise.all([
    readTimeline((await params).conversationId),
    getTranslations('Conversation'),
  ]);
  return { title: nameOfOthers(conversation, session.userId) ?? t('somebody') };
}

export default async function ConversationPage({ params }: Props) {
  const { conversationId } = await params;
  await requireSession(`/messages/${conversationId}`);
  const first = await readTimeline(conversationId);
  return <ConversationPane key={first.conversation.id} first={first} />;
}
