'use client';

import { BadgeCheck } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import type { Conversation } from '@/lib/conversations/conversation';
import type { SafetyNumber, SealingActions } from '@/lib/messenger/sealing';

const QrCode = lazy(() => import('./qr-code').then(({ QrCode }) => ({ default: QrCode })));

/** Safety numbers to compare, in figures and as a QR code: the same on both devices, or somebody is between them. */
export function VerifyKeys({
  conversation,
  actions,
}: {
  conversation: Conversation;
  actions: SealingActions;
}) {
  const t = useTranslations('Sealing');
  const [numbers, setNumbers] = useState<SafetyNumber[] | null>(null);
  const [hasFailed, setHasFailed] = useState(false);
  const { id, participants } = conversation;

  useEffect(() => {
    actions.listSafetyNumbers(id).then(setNumbers, () => setHasFailed(true));
  }, [actions, id]);

  async function mark(userId: string, isVerified: boolean) {
    try {
      await actions.setVerified(id, userId, isVerified);
      setNumbers(await actions.listSafetyNumbers(id));
    } catch {
      setHasFailed(true);
    }
  }

  return (
    <section className="grid gap-3">
      <h3 className="text-base font-semibold">{t('verifyTitle')}</h3>
      <p className="text-pretty text-muted">{t('verifyText')}</p>
      {hasFailed && <Alert>{t('failed')}</Alert>}
      {numbers?.map(({ userId, digits, isVerified }) => {
        const name = participants.find((one) => one.userId === userId)?.name ?? t('somebody');
        return (
          <div key={userId} className="grid justify-items-center gap-3 rounded-2xl border p-4">
            <p dir="auto" className="flex items-center gap-1.5 font-semibold">
              {name}
              {isVerified && (
                <span className="inline-flex items-center gap-1 text-brand-text">
                  <BadgeCheck aria-hidden className="size-4.5" />
                  {t('verified')}
                </span>
              )}
            </p>
            <Suspense fallback={<div className="size-40" />}>
              <QrCode text={digits} label={t('qrLabel', { name })} />
            </Suspense>
            <p
              dir="ltr"
              role="img"
              aria-label={t('numberLabel', { name, digits: groupsOf(digits).join(' ') })}
              className="grid grid-cols-4 gap-x-4 gap-y-1 font-mono text-base tabular-nums"
            >
              {groupsOf(digits).map((group, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: twelve groups of which some may be the same
                <span key={place}>{group}</span>
              ))}
            </p>
            <Button variant={isVerified ? 'soft' : 'primary'} onClick={() => void mark(userId, !isVerified)}>
              {t(isVerified ? 'unverify' : 'matches')}
            </Button>
          </div>
        );
      })}
    </section>
  );
}

function groupsOf(digits: string): string[] {
  return digits.match(/\d{5}/g) ?? [];
}
