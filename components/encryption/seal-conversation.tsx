'use client';

import { EyeOff, KeyRound, ShieldCheck } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useMe } from '@/components/messenger/use-messenger';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import type { Conversation } from '@/lib/conversations/conversation';
import { isAppError } from '@/lib/errors';
import type { SealingActions } from '@/lib/messenger/sealing';

interface Props {
  conversation: Conversation;
  actions: SealingActions;
  isOffered: boolean;
  needsKeys: boolean;
  /** It was asked for, and the keys for it have come. */
  isAsked: boolean;
  onNeedsKeys: () => void;
  onDone: () => void;
}

const changes = [
  { name: 'reads', icon: EyeOff },
  { name: 'keeps', icon: KeyRound },
  { name: 'stays', icon: ShieldCheck },
] as const;

/** What changes when a conversation is sealed, in three lines, and the question whether it shall be. */
export function SealConversation({
  conversation: { id, sealingConsents },
  actions,
  isOffered,
  needsKeys,
  isAsked,
  onNeedsKeys,
  onDone,
}: Props) {
  const t = useTranslations('Sealing');
  const me = useMe();
  const [progress, setProgress] = useState<'idle' | 'busy' | 'failed' | 'forbidden'>('idle');
  const hasAgreed = sealingConsents.includes(me.id);

  async function agree() {
    if (needsKeys) {
      onNeedsKeys();
      return;
    }
    setProgress('busy');
    try {
      await actions.agree(id);
      onDone();
    } catch (error) {
      setProgress(isAppError(error) && error.code === 'forbidden' ? 'forbidden' : 'failed');
    }
  }

  return (
    <>
      <ul className="grid gap-3">
        {changes.map(({ name, icon: Icon }) => (
          <li key={name} className="flex gap-3">
            <Icon aria-hidden className="mt-0.5 size-5 shrink-0 text-brand-text" />
            <span className="text-pretty">{t(`changes.${name}`)}</span>
          </li>
        ))}
      </ul>
      <details className="rounded-xl bg-sunken px-3.5 py-1">
        <summary className="min-h-9 cursor-pointer content-center font-medium">{t('limitsTitle')}</summary>
        <Limits />
      </details>
      {isAsked && !needsKeys && <p role="status">{t('keysReady')}</p>}
      {progress === 'failed' && <Alert>{t('failed')}</Alert>}
      {!isOffered || progress === 'forbidden' ? (
        <p className="text-muted">{t('notOffered')}</p>
      ) : hasAgreed ? (
        <p className="text-muted">{t('waitingText')}</p>
      ) : (
        <Button size="large" busy={progress === 'busy'} onClick={() => progress !== 'busy' && void agree()}>
          {t(sealingConsents.length > 0 ? 'agree' : 'ask')}
        </Button>
      )}
    </>
  );
}

/** What sealing doesn't do, as docs/encryption.md says it. */
export function Limits() {
  const t = useTranslations('Sealing');
  return (
    <ul className="mb-2 grid list-disc gap-1.5 ps-5 text-pretty text-muted">
      {(['forwardSecrecy', 'leak', 'metadata', 'people', 'code'] as const).map((name) => (
        <li key={name}>{t(`limits.${name}`)}</li>
      ))}
    </ul>
  );
}
