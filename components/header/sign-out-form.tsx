'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { useMessenger, useMessengerState } from '@/components/messenger/use-messenger';
import { forgetPages } from '@/components/offline/kept-pages';
import { Button } from '@/components/ui/button';

/** A device's storage that doesn't answer must not keep anybody signed in. */
const forgetsWithinMs = 2_000;

/**
 * Signs out, after this device has forgotten what it keeps. Asks first when messages wait to be sent. Without scripts there is
 * nothing to forget, and the form works all the same.
 */
export function SignOutForm({ signOut, children }: { signOut: () => Promise<void>; children: ReactNode }) {
  const t = useTranslations('Header');
  const messenger = useMessenger();
  const form = useRef<HTMLFormElement>(null);
  const isForgotten = useRef(false);
  const { waitingCount: waiting } = useMessengerState();
  const [hasAsked, setHasAsked] = useState(false);
  const [isLeaving, setIsLeaving] = useState(false);

  function onSubmit(event: FormEvent) {
    if (isForgotten.current) {
      return;
    }
    event.preventDefault();
    if (waiting > 0 && !hasAsked) {
      setHasAsked(true);
    } else if (!isLeaving) {
      void leave();
    }
  }

  async function leave() {
    setIsLeaving(true);
    await Promise.race([
      Promise.all([messenger.forgetDevice(), forgetPages()]).catch((error: unknown) => console.error(error)),
      new Promise((resolve) => setTimeout(resolve, forgetsWithinMs)),
    ]);
    isForgotten.current = true;
    form.current?.requestSubmit();
  }

  return (
    <form ref={form} action={signOut} onSubmit={onSubmit}>
      {hasAsked && waiting > 0 && (
        <div role="alert" className="mt-1 rounded-xl bg-warning-soft p-3 text-sm text-warning">
          <p className="font-semibold">{t('signOutTitle')}</p>
          <p className="mt-1">{t('signOutWaiting', { count: waiting })}</p>
        </div>
      )}
      <Button type="submit" variant="ghost" align="start" busy={isLeaving} className="w-full">
        {children}
      </Button>
    </form>
  );
}
