'use client';

import { useMessengerState } from '@/components/messenger/use-messenger';
import type { Conversation } from '@/lib/conversations/conversation';
import { SealedNudge, SealingNotices } from './sealing-parts';

/** Above the composer: what sealing asks of me. Nothing in most conversations. */
export function SealingNotice({ conversation }: { conversation: Conversation }) {
  const { sealing } = useMessengerState();
  const { id, sealed, sealingConsents } = conversation;
  const isAsked = !sealed && sealingConsents.length > 0;
  const hasNoKeys = sealed && (sealing?.status === 'none' || sealing?.status === 'elsewhere');
  const hasChanged = sealed && (sealing?.changedKeys[id]?.length ?? 0) > 0;
  const canWrite = sealed && sealing?.status === 'ready';
  return (
    <>
      {(isAsked || hasNoKeys || hasChanged) && <SealingNotices conversation={conversation} />}
      {canWrite && <SealedNudge conversationId={id} />}
    </>
  );
}

/** Whether this device can write into it: a sealed one takes nothing that isn't sealed. */
export function useCanWrite({ sealed }: Conversation): boolean {
  const { sealing } = useMessengerState();
  return !sealed || (sealing?.status !== 'none' && sealing?.status !== 'elsewhere');
}
