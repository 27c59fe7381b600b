import { SearchX } from 'lucide-react';
import type { Metadata } from 'next';
import { useTranslations } from 'next-intl';
import { getTranslations } from 'next-intl/server';
import { Link } from '@/components/navigation/navigation';
import { buttonStyle } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('NotFound');
  return { title: t('conversationTitle') };
}

export default function ConversationNotFound() {
  const t = useTranslations('NotFound');
  return (
    <EmptyState
      level="h1"
      picture={<SearchX aria-hidden className="size-12 text-muted" strokeWidth={1.5} />}
      title={t('conversationTitle')}
      action={
        <Link href="/messages" className={buttonStyle()}>
          {t('messages')}
        </Link>
      }
    >
      {t('conversationText')}
    </EmptyState>
  );
}
