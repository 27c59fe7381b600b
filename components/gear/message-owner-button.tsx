'use client';

import { MessageCircle } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { useRouter } from '@/components/navigation/navigation';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { useHydrated } from '@/components/ui/use-hydrated';
import { startConversation } from './start-conversation';

export function MessageOwnerButton({ gearId }: { gearId: string }) {
  const t = useTranslations('Gear');
  const router = useRouter();
  const isHydrated = useHydrated();
  const [failure, setFailure] = useState<string | null>(null);
  const [isPending, startTransition] = useTransition();

  // The transition lasts until the conversation's page is there, so the button says so all the while.
  const start = () =>
    startTransition(async () => {
      setFailure(null);
      const answer = await startConversation(gearId);
      if ('conversationId' in answer) {
        startTransition(() => router.push(`/messages/${answer.conversationId}`));
      } else {
        setFailure(answer.failure);
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
          <p>{failure === 'rate_limited' ? t('startTooMany') : t('startFailed')}</p>
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
