'use client';

import { type RefObject, useEffect, useRef, useState } from 'react';
import { useMessenger, useMessengerState } from '@/components/messenger/use-messenger';

/**
 * What I began to write, kept on this device: after a reload, and in other tabs. What another tab writes shows here too,
 * unless I am writing here.
 */
export function useDraft(conversationId: string, field: RefObject<HTMLTextAreaElement | null>) {
  const messenger = useMessenger();
  const kept = useMessengerState().drafts[conversationId] ?? '';
  const [text, setShown] = useState(kept);
  const written = useRef<string | null>(null);

  function setText(next: string) {
    written.current = next;
    setShown(next);
    messenger.saveDraft(conversationId, next);
  }

  // What was typed before the page could react wins.
  useEffect(() => {
    const typed = field.current?.value ?? '';
    if (typed !== '' && written.current === null) {
      written.current = typed;
      setShown(typed);
      messenger.saveDraft(conversationId, typed);
    }
  }, [messenger, conversationId, field]);

  useEffect(() => {
    const isWriting =
      written.current !== null && document.activeElement === field.current && document.hasFocus();
    if (!isWriting) {
      setShown(kept);
    }
  }, [kept, field]);

  return { text, setText };
}
