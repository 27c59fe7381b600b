import { MessagesSquare } from 'lucide-react';
import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { EmptyState } from '@/components/ui/empty-state';
import { requireSession } from '../../require-session';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('Inbox');
  return { title: t('listerTitle') };
}

export default async function DashboardMessagesPage() {
  await requireSession('/dashboard/messages');
  const t = await getTranslations('Inbox');
  return (
    <EmptyState
      picture={<MessagesSquare aria-hidden className="size-14 text-brand-text" strokeWidth={1.25} />}
      title={t('chooseTitle')}
    >
      {t('chooseByKeys')}
    </EmptyState>
  );
}
