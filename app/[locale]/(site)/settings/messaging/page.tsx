import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { getClients } from '@/app/session';
import { SavedRepliesSetting } from '@/components/saved-replies/saved-replies-setting';
import { BlockedPeople } from '@/components/settings/blocked-people';
import { MyReports } from '@/components/settings/my-reports';
import { ReadReceiptsSetting } from '@/components/settings/read-receipts-setting';
import { listBlocks } from '@/lib/people/blocks';
import { getPreferences } from '@/lib/people/preferences';
import { listReports } from '@/lib/people/reports';
import { getStanding } from '@/lib/people/standing';
import { listSavedReplies } from '@/lib/saved-replies/queries';
import { requireSession } from '../../../require-session';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('Settings');
  return { title: t('title') };
}

export default async function MessagingSettingsPage() {
  await requireSession('/settings/messaging');
  const { client } = await getClients();
  const [{ hidesReadReceipts }, replies, blocked, reports, standing, t, blocking, reporting] =
    await Promise.all([
      getPreferences(client),
      listSavedReplies(client),
      listBlocks(client),
      listReports(client),
      getStanding(client),
      getTranslations('Settings'),
      getTranslations('Blocking'),
      getTranslations('Report'),
    ]);
  return (
    <div className="mx-auto max-w-2xl pt-8 sm:pt-12">
      <h1 className="text-2xl font-bold tracking-tight">{t('title')}</h1>
      <section className="mt-8 rounded-2xl border bg-surface p-5 sm:p-6">
        <h2 className="mb-4 text-sm font-medium text-muted">{t('privacy')}</h2>
        <ReadReceiptsSetting hidesReadReceipts={hidesReadReceipts} />
      </section>
      <SavedRepliesSetting first={replies} />
      {standing.warnings.length > 0 && (
        <section className="mt-6 rounded-2xl border border-warning bg-warning-soft p-5 text-sm text-warning sm:p-6">
          <h2 className="mb-2 font-semibold">{blocking('warnings')}</h2>
          <ul className="grid gap-1">
            {standing.warnings.map(({ reason, at }) => (
              <li key={at} dir="auto">
                {reason}
              </li>
            ))}
          </ul>
        </section>
      )}
      <section className="mt-6 rounded-2xl border bg-surface p-5 sm:p-6">
        <h2 className="mb-4 text-sm font-medium text-muted">{blocking('blockedPeople')}</h2>
        <BlockedPeople people={blocked} />
      </section>
      {reports.length > 0 && (
        <section className="mt-6 rounded-2xl border bg-surface p-5 sm:p-6">
          <h2 className="mb-4 text-sm font-medium text-muted">{reporting('mine')}</h2>
          <MyReports reports={reports} />
        </section>
      )}
    </div>
  );
}
