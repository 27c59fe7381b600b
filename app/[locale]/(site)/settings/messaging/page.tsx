import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { getClients } from '@/app/session';
import { SavedRepliesSetting } from '@/components/saved-replies/saved-replies-setting';
import { ReadReceiptsSetting } from '@/components/settings/read-receipts-setting';
import { getPreferences } from '@/lib/people/preferences';
import { listSavedReplies } from '@/lib/saved-replies/queries';
import { requireSession } from '../../../require-session';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('Settings');
  return { title: t('title') };
}

export default async function MessagingSettingsPage() {
  await requireSession('/settings/messaging');
  const { client } = await getClients();
  const [{ hidesReadReceipts }, replies, t] = await Promise.all([
    getPreferences(client),
    listSavedReplies(client),
    getTranslations('Settings'),
  ]);
  return (
    <div className="mx-auto max-w-2xl pt-8 sm:pt-12">
      <h1 className="text-2xl font-bold tracking-tight">{t('title')}</h1>
      <section className="mt-8 rounded-2xl border bg-surface p-5 sm:p-6">
        <h2 className="mb-4 text-sm font-medium text-muted">{t('privacy')}</h2>
        <ReadReceiptsSetting hidesReadReceipts={hidesReadReceipts} />
      </section>
      <SavedRepliesSetting first={replies} />
    </div>
  );
}
