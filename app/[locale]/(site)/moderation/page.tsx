import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { getClients } from '@/app/session';
import { ModerationDesk } from '@/components/moderation/moderation-desk';
import { isModerator, listActions, listFigures, listReviews } from '@/lib/moderation/queries';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('Moderation');
  return { title: t('title'), robots: { index: false } };
}

/** For moderators. For everybody else there is no such page. */
export default async function ModerationPage() {
  const { session, client } = await getClients();
  if (session === null || !(await isModerator(client))) {
    notFound();
  }
  const [open, decided, actions, figures] = await Promise.all([
    listReviews(client, { status: 'open', limit: 100 }),
    listReviews(client, { status: 'decided', limit: 50 }),
    listActions(client, 100),
    listFigures(client, 14),
  ]);
  return <ModerationDesk first={{ open, decided, actions, figures }} />;
}
