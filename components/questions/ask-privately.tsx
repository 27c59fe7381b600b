'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { startConversation } from '@/components/gear/start-conversation';
import { useMessenger } from '@/components/messenger/use-messenger';
import { useRouter } from '@/components/navigation/navigation';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';

/** Leads to the conversation instead, with what was written so far as the beginning of a message. */
export function AskPrivately({ gearId, text }: { gearId: string; text: string }) {
  const t = useTranslations('Questions');
  const router = useRouter();
  const messenger = useMessenger();
  const [isBusy, setIsBusy] = useState(false);
  const [hasFailed, setHasFailed] = useState(false);

  async function start() {
    setIsBusy(true);
    const answer = await startConversation(gearId);
    if ('conversationId' in answer) {
      await takeAlong(answer.conversationId);
      router.push(`/messages/${answer.conversationId}`);
    } else {
      setIsBusy(false);
      setHasFailed(true);
    }
  }

  async function takeAlong(conversationId: string) {
    // What they had begun to write there is known once it is open.
    await messenger.openConversation(conversationId).catch(() => undefined);
    if (text.trim() !== '' && !messenger.getState().drafts[conversationId]) {
      messenger.saveDraft(conversationId, text.trim());
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
