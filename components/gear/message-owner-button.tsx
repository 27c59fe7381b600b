'use client';

import { MessageCircle } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { useRouter } from '@/components/navigation/navigation';
import { useTimeLeft } from '@/components/time/use-time-left';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { useHydrated } from '@/components/ui/use-hydrated';
import { type StartFailure, startConversation } from './start-conversation';

export function MessageOwnerButton({ gearId }: { gearId: string }) {
  const t = useTranslations('Gear');
  const router = useRouter();
  const isHydrated = useHydrated();
  const [failure, setFailure] = useState<StartFailure | null>(null);
  const [isPending, startTransition] = useTransition();

  // The transition lasts until the conversation's page is there, so the button says so all the while.
  const start = () =>
    startTransition(async () => {
      setFailure(null);
      const answer = await startConversation(gearId);
      if ('conversationId' in answer) {
        startTransition(() => router.push(`/messages/${answer.conversationId}`));
      } else {
        setFailure(answer);
      }
    });

  return (
    <>
      <Button
        size="large"
        className="w-full"
        busy={isPending}
        disabled={!isHydrated}
        onClick={() => {
          if (!isPending) {
            start();
          }
        }}
      >
        {!isPending && <MessageCircle aria-hidden />}
        {t('messageOwner')}
      </Button>
      {failure !== null && !isPending && (
        <Alert className="mt-3">
          <Reason {...failure} />
          <button
            type="button"
            onClick={start}
            className="mt-1 min-h-6 font-semibold underline underline-offset-3"
          >
            {t('tryAgain')}
          </button>
        </Alert>
      )}
    </>
  );
}

function Reason({ failure, limit, retryAt }: StartFailure) {
  const t = useTranslations('Gear');
  if (failure === 'rate_limited') {
    return limit !== undefined && retryAt ? (
      <TooMany limit={limit} retryAt={retryAt} />
    ) : (
      <p>{t('startTooMany')}</p>
    );
  }
  return <p>{t(failure === 'forbidden' ? 'startRefused' : 'startFailed')}</p>;
}

function TooMany({ limit, retryAt }: { limit: number; retryAt: Date }) {
  const t = useTranslations('Gear');
  const time = useTimeLeft(retryAt);
  return (
    <>
      <p>{t('startLimit', { limit })}</p>
      {/* Said once, not each second. */}
      <p aria-live="off" className="tabular-nums">
        {t('startAgainIn', { time })}
      </p>
    </>
  );
}
