'use client';

import { usePathname } from 'next/navigation';
import { useEffect } from 'react';
import { useMe, useMessengerState } from '@/components/messenger/use-messenger';
import { forgetPagesOfOthers, forgetPagesOfWithheld, keepPage } from './kept-pages';

/** Lets the browser keep the conversations that were looked at, so that they can be opened again without a network. */
export function OfflinePages() {
  const { id } = useMe();
  const path = usePathname();

  useEffect(() => {
    // In development files change under the same names.
    if (process.env.NODE_ENV !== 'production' || !('serviceWorker' in navigator)) {
      return;
    }
    // Without it everything works as before, with a network.
    prepare(id, path).catch(() => undefined);
  }, [id, path]);

  const { inbox, archived } = useMessengerState();
  const withheld = [...(inbox ?? []), ...archived].flatMap((one) => (one.withheld ? [one.id] : [])).join(' ');
  const isKnown = inbox !== null;
  useEffect(() => {
    if (isKnown) {
      forgetPagesOfWithheld(withheld).catch(() => undefined);
    }
  }, [isKnown, withheld]);

  return null;
}

async function prepare(myId: string, path: string): Promise<void> {
  await forgetPagesOfOthers(myId);
  const scope = `${path.slice(0, path.indexOf('/messages'))}/messages`;
  await navigator.serviceWorker.register('/service-worker.js', { scope });
  await navigator.serviceWorker.ready;
  await keepPage(path);
}
