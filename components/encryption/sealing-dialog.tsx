'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { useMessenger, useMessengerState } from '@/components/messenger/use-messenger';
import { Alert } from '@/components/ui/alert';
import type { Conversation } from '@/lib/conversations/conversation';
import type { MyEncryption } from '@/lib/encryption/encryption';
import type { SealingActions } from '@/lib/messenger/sealing';
import { Modal } from './modal';
import { RestoreKeys } from './restore-keys';
import { SealConversation } from './seal-conversation';
import { SealedOverview } from './sealed-overview';
import { SetUpKeys } from './set-up-keys';

interface Props {
  conversation: Conversation;
  onClose: () => void;
}

interface Known {
  actions: SealingActions;
  mine: MyEncryption;
  isOffered: boolean;
}

/** Sealing a conversation, what belongs to it, and what it has to say once it is sealed: one thing at a time. */
export function SealingDialog({ conversation, onClose }: Props) {
  const t = useTranslations('Sealing');
  const messenger = useMessenger();
  const status = useMessengerState().sealing?.status ?? 'unknown';
  const [known, setKnown] = useState<Known | null>(null);
  const [hasFailed, setHasFailed] = useState(false);
  /** What I want, before I have what it takes. */
  const [wants, setWants] = useState<'seal' | 'start-over' | 'another-secret' | null>(null);
  const { id, sealed } = conversation;

  useEffect(() => {
    let isOver = false;
    async function look() {
      const actions = await messenger.sealing();
      const [mine, isOffered] = await Promise.all([actions.lookUp(), actions.isOffered(id)]);
      if (!isOver) {
        setKnown({ actions, mine, isOffered });
      }
    }
    look().catch((error: unknown) => {
      console.error(error);
      setHasFailed(true);
    });
    return () => {
      isOver = true;
    };
  }, [messenger, id]);

  const view = viewOf();
  return (
    <Modal title={t(`title.${view}`)} close={t('close')} onClose={onClose}>
      {hasFailed && <Alert>{t('failed')}</Alert>}
      {known === null ? !hasFailed && <p role="status">{t('loading')}</p> : contentOf(known)}
    </Modal>
  );

  function viewOf(): 'seal' | 'setUp' | 'restore' | 'sealed' | 'anotherSecret' {
    if (known === null || (!sealed && wants === null)) {
      return sealed ? 'sealed' : 'seal';
    }
    if (wants === 'start-over') {
      return 'setUp';
    }
    if (status === 'none') {
      return 'setUp';
    }
    if (status === 'elsewhere') {
      return 'restore';
    }
    return wants === 'another-secret' ? 'anotherSecret' : sealed ? 'sealed' : 'seal';
  }

  function contentOf({ actions, mine, isOffered }: Known) {
    switch (view) {
      case 'seal':
        return (
          <SealConversation
            conversation={conversation}
            actions={actions}
            isOffered={isOffered}
            needsKeys={status !== 'ready'}
            isAsked={wants === 'seal'}
            onNeedsKeys={() => setWants('seal')}
            onDone={onClose}
          />
        );
      case 'setUp':
        return (
          <SetUpKeys
            isAgain={wants === 'start-over'}
            onSecret={(secret) =>
              wants === 'start-over' ? actions.startOver([secret]) : actions.setUp([secret])
            }
            newRecoveryKey={actions.newRecoveryKey}
            onDone={() => setWants(sealed ? null : 'seal')}
          />
        );
      case 'anotherSecret':
        return (
          <SetUpKeys
            isAgain={false}
            isChange
            onSecret={actions.changeRecovery}
            newRecoveryKey={actions.newRecoveryKey}
            onDone={() => setWants(null)}
          />
        );
      case 'restore':
        return (
          <RestoreKeys
            kinds={mine.recovery.map(({ kind }) => kind)}
            onSecret={actions.restore}
            onStartOver={() => setWants('start-over')}
          />
        );
      case 'sealed':
        return (
          <SealedOverview
            conversation={conversation}
            actions={actions}
            onAnotherSecret={() => setWants('another-secret')}
          />
        );
    }
  }
}
