import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { cache } from 'react';
import { getClients } from '@/app/session';
import { ModerationDesk } from '@/components/moderation/moderation-desk';
import { isModerator, listActions, listFigures, listReviews } from '@/lib/moderation/queries';

/** For moderators. For everybody else there is no such page. */
const enter = cache(async () => {
  const { session, client } = await getClients();
  if (session === null || !(await isModerator(client))) {
    notFound();
  }
  return client;
});

export async function generateMetadata(): Promise<Metadata> {
  await enter();
  const t = await getTranslations('Moderation');
  return { title: t('title'), robots: { index: false } };
}

export default async function ModerationPage() {
  const client = await enter();
  const [open, decided, actions, figures] = await Promise.all([
    listReviews(client, { status: 'open', limit: 100 }),
    listReviews(client, { status: 'decided', limit: 50 }),
    listActions(client, 100),
    listFigures(client, 14),
  ]);
  return <ModerationDesk first={{ open, decided, actions, figures }} />;
}
