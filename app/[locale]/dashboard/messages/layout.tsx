import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { getClients } from '@/app/session';
import { MessagesFrame } from '@/components/inbox/messages-frame';
import { Link } from '@/components/navigation/navigation';
import { OfflinePages } from '@/components/offline/offline-pages';
import { buttonStyle } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { hasGear } from '@/lib/gear/queries';
import { readDetailsChoice } from '../../read-details-choice';
import { readLabels } from '../../read-labels';

export default async function DashboardMessagesLayout({ children }: { children: ReactNode }) {
  const { session, client } = await getClients();
  // For visitors the page below answers: it knows where they wanted to go.
  if (session === null) {
    return children;
  }
  if (!(await hasGear(client, session.userId))) {
    return <NothingListed />;
  }
  return (
    <>
      <OfflinePages />
      <MessagesFrame isForLister labels={await readLabels()} details={await readDetailsChoice()}>
        {children}
      </MessagesFrame>
    </>
  );
}

async function NothingListed() {
  const t = await getTranslations('Dashboard');
  return (
    <main id="main" tabIndex={-1} className="flex flex-1">
      <EmptyState
        level="h1"
        title={t('noGearTitle')}
        action={
          <Link href="/messages" className={buttonStyle()}>
            {t('toMessages')}
          </Link>
        }
      >
        {t('noGear')}
      </EmptyState>
    </main>
  );
}
