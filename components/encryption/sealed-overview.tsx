'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import type { Conversation } from '@/lib/conversations/conversation';
import type { SealingActions } from '@/lib/messenger/sealing';
import { Limits } from './seal-conversation';
import { VerifyKeys } from './verify-keys';

interface Props {
  conversation: Conversation;
  actions: SealingActions;
  onAnotherSecret: () => void;
}

/** Of a sealed conversation: what that means, whom one talks with, and how one gets back in. */
export function SealedOverview({ conversation, actions, onAnotherSecret }: Props) {
  const t = useTranslations('Sealing');
  return (
    <>
      <p className="text-pretty">{t('sealedText')}</p>
      <VerifyKeys conversation={conversation} actions={actions} />
      <details className="rounded-xl bg-sunken px-3.5 py-1">
        <summary className="min-h-9 cursor-pointer content-center font-medium">{t('limitsTitle')}</summary>
        <Limits />
      </details>
      <Button variant="soft" onClick={onAnotherSecret}>
        {t('changeSecret')}
      </Button>
    </>
  );
}
