'use client';

import { useState } from 'react';
import { useMessenger } from '@/components/messenger/use-messenger';
import { isAppError } from '@/lib/errors';
import { type Message, textOf } from '@/lib/messages/message';
import { toSendFailure } from '@/lib/messenger/send-failure';
import type { SendFailure } from '@/lib/messenger/types';
import { permissionsOf } from './message-permissions';
import { refusalOf } from './refusal';
import { useKeptDraft } from './use-kept-draft';

interface Edit extends Begun, Attempt {}

interface Begun {
  message: Message;
  text: string;
}

interface Attempt {
  isSaving: boolean;
  /** Why it could not be saved. */
  refusal: ReturnType<typeof refusalOf> | 'not_editable' | null;
  /** What was found in it, when the scoring refused it or asks first. */
  found: SendFailure | null;
}

/** Of what others read masked, what I wrote. */
function asWritten({ notice, body }: Message) {
  return notice?.original ?? body;
}

const notTried: Attempt = { isSaving: false, refusal: null, found: null };

/**
 * A message of mine while its text is in the composer, also after a reload. What was refused stays there, to be written
 * differently.
 */
export function useEdit(conversationId: string, onEnd: () => void) {
  const messenger = useMessenger();
  const [begun, keep] = useKeptDraft<Begun>(conversationId, 'edit');
  const [attempt, setAttempt] = useState(notTried);
  const edit: Edit | null = begun && { ...begun, ...attempt };

  function set(next: Begun | null) {
    setAttempt(notTried);
    keep(next);
  }

  function end() {
    set(null);
    onEnd();
  }

  async function save(options: { acknowledged?: boolean } = {}) {
    if (edit === null || edit.isSaving) {
      return;
    }
    const text = edit.text.trim();
    if (text === textOf(asWritten(edit.message))) {
      end();
      return;
    }
    setAttempt({ isSaving: true, refusal: null, found: null });
    try {
      await messenger.edit(conversationId, edit.message.id, text, options);
      end();
    } catch (error) {
      const reason = refusalOf(error);
      const isInTime = permissionsOf(edit.message, edit.message.senderId ?? '', Date.now()).edit;
      const refusal = reason === 'forbidden' && isInTime ? 'not_editable' : reason;
      const found = isAppError(error) && reason === 'message_blocked' ? toSendFailure(error) : null;
      setAttempt({ isSaving: false, refusal, found });
    }
  }

  return {
    edit,
    begin: (message: Message) => set({ message, text: textOf(asWritten(message)) ?? '' }),
    write: (text: string) => begun && set({ ...begun, text }),
    save,
    cancel: end,
  };
}
