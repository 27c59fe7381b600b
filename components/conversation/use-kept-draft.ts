'use client';

import { useCallback, useMemo } from 'react';
import { useMessenger, useMessengerState } from '@/components/messenger/use-messenger';
import { type DraftPart, draftKey } from '@/lib/messenger/draft-key';

/** What is kept beside a draft, on this device and for all its tabs: what it answers, or what it alters. */
export function useKeptDraft<Kept>(
  conversationId: string,
  part: DraftPart,
): [Kept | null, (next: Kept | null) => void] {
  const messenger = useMessenger();
  const text = useMessengerState().drafts[draftKey(conversationId, part)];
  const kept = useMemo(() => (text === undefined ? null : (JSON.parse(text) as Kept)), [text]);

  const keep = useCallback(
    (next: Kept | null) =>
      messenger.saveDraft(conversationId, next === null ? '' : JSON.stringify(next), part),
    [messenger, conversationId, part],
  );
  return [kept, keep];
}
