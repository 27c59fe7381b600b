'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { startConversation } from '@/components/gear/start-conversation';
import { useRouter } from '@/components/navigation/navigation';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';

/** Leads to the conversation instead. */
export function AskPrivately({ gearId }: { gearId: string }) {
  const t = useTranslations('Questions');
  const router = useRouter();
  const [isBusy, setIsBusy] = useState(false);
  const [hasFailed, setHasFailed] = useState(false);

  async function start() {
    setIsBusy(true);
    const answer = await startConversation(gearId);
    setIsBusy(false);
    if ('conversationId' in answer) {
      router.push(`/messages/${answer.conversationId}`);
    } else {
      setHasFailed(true);
    }
  }

  return (
    <>
      <Button variant="ghost" busy={isBusy} onClick={start}>
        {t('askPrivately')}
      </Button>
      {hasFailed && !isBusy && <Alert>{t('refusal.unavailable')}</Alert>}
    </>
  );
}
