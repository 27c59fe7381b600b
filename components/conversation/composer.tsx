'use client';

import { Check, Pencil, Reply, SendHorizontal } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, lazy, type Ref, Suspense, useImperativeHandle, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useMe, useMessenger } from '@/components/messenger/use-messenger';
import { RefusedChoice } from '@/components/safety/lazy-safety';
import type { ReplyPickerHandle } from '@/components/saved-replies/reply-picker';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { useHydrated } from '@/components/ui/use-hydrated';
import { type Message, maxTextCharacters, textOf } from '@/lib/messages/message';
import type { Timeline } from '@/lib/messenger/types';
import { showsSomething } from '@/lib/text/shows-something';
import { ComposerStrip } from './composer-strip';
import { GrowingField } from './growing-field';
import { isNearlyTooLong, LengthNote } from './length-note';
import { permissionsOf } from './message-permissions';
import { OfferButton } from './offer-button';
import { QuoteText } from './quoted-message';
import { findHeld } from './timeline-context';
import { useDraft } from './use-draft';
import { useEdit } from './use-edit';
import { useKeptDraft } from './use-kept-draft';

const ReplyPicker = lazy(() => import('@/components/saved-replies/reply-picker'));

export interface ComposerHandle {
  fill(text: string): void;
  /** What was refused comes back, before what was written meanwhile, to be written differently. */
  takeBack(text: string, replyToId: string | null): void;
  focus(): void;
  /** What is sent next answers this message. */
  reply(message: Message): void;
  /** Its text comes into the field; what was there comes back afterwards. */
  edit(message: Message): void;
}

interface Props {
  timeline: Timeline;
  handle: Ref<ComposerHandle>;
}

/** Where one writes: something new, an answer to a message, or an earlier message differently. */
export function Composer({ timeline, handle }: Props) {
  const t = useTranslations('Composer');
  const me = useMe();
  const messenger = useMessenger();
  const isHydrated = useHydrated();
  const field = useRef<HTMLTextAreaElement>(null);
  const conversationId = timeline.conversation.id;
  const draft = useDraft(conversationId, field);
  const editing = useEdit(conversationId, () => focusEnd(field.current));
  const [replyTo, setReplyTo] = useKeptDraft<Message>(conversationId, 'reply');
  const picker = useRef<ReplyPickerHandle>(null);
  const [activeReplyId, setActiveReplyId] = useState<string | null>(null);
  // What was typed when the saved replies were sent away: they come back with the next letter.
  const [dismissed, setDismissed] = useState<string | null>(null);
  const { edit } = editing;
  const text = edit?.text ?? draft.text;
  const length = [...text].length;
  const canSend = showsSomething(text) && length <= maxTextCharacters;
  const shortcut = edit === null && text !== dismissed ? (/^\/(\S*)$/.exec(text)?.[1] ?? null) : null;
  // It may have been altered since, or be far from what is held now.
  const quoted = replyTo && (findHeld(timeline, replyTo.id) ?? replyTo);

  useImperativeHandle(handle, () => ({
    fill(next) {
      draft.setText(next);
      focusEnd(field.current);
    },
    takeBack(refused, replyToId) {
      flushSync(() => {
        editing.cancel();
        draft.setText(draft.text.trim() === '' ? refused : `${refused}\n${draft.text}`);
        setReplyTo((replyToId && findHeld(timeline, replyToId)) || null);
      });
      focusEnd(field.current);
    },
    focus: () => field.current?.focus(),
    reply(message) {
      editing.cancel();
      setReplyTo(message);
      field.current?.focus();
    },
    edit: beginEdit,
  }));

  function beginEdit(message: Message) {
    flushSync(() => editing.begin(message));
    focusEnd(field.current);
  }

  function send() {
    if (edit !== null) {
      if (canSend) {
        void editing.save();
      }
    } else if (canSend) {
      messenger.send(conversationId, text.trim(), replyTo === null ? {} : { replyToId: replyTo.id });
      draft.setText('');
      setReplyTo(null);
      field.current?.focus();
    }
  }

  function write(next: string) {
    if (edit !== null) {
      editing.write(next);
      return;
    }
    draft.setText(next);
    if (next.trim() !== '') {
      messenger.showTyping(conversationId);
    }
  }

  function onKeyDown(event: KeyboardEvent) {
    // 229 is what some browsers give instead while an input method composes: that Enter chooses a word.
    if (event.nativeEvent.isComposing || event.keyCode === 229) {
      return;
    }
    if (shortcut !== null && picker.current?.takeKey(event)) {
      return;
    }
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      // Until the saved replies are there to choose one of, its shortcut isn't sent in its place.
      if (shortcut === null || picker.current !== null) {
        send();
      }
    } else if (event.key === 'Escape' && edit !== null) {
      event.preventDefault();
      editing.cancel();
    } else if (event.key === 'Escape' && replyTo !== null) {
      event.preventDefault();
      setReplyTo(null);
    } else if (event.key === 'ArrowUp' && text === '' && edit === null) {
      const last = timeline.messages.findLast((one) => permissionsOf(one, me.id, Date.now()).edit);
      if (last !== undefined) {
        event.preventDefault();
        beginEdit(last);
      }
    }
  }

  return (
    <div className="border-t bg-surface px-3 pt-3 print:hidden pb-[max(0.75rem,env(safe-area-inset-bottom))] md:px-5">
      {edit !== null ? (
        <ComposerStrip icon={Pencil} cancel={t('cancel')} onCancel={editing.cancel}>
          <span className="block font-semibold text-brand-text">{t('editing')}</span>
          <span dir="auto" className="block truncate text-muted">
            {textOf(edit.message.body)}
          </span>
        </ComposerStrip>
      ) : (
        quoted !== null && (
          <ComposerStrip
            icon={Reply}
            cancel={t('cancelReply')}
            onCancel={() => {
              setReplyTo(null);
              field.current?.focus();
            }}
          >
            <span className="sr-only">{t('replyingTo')} </span>
            <QuoteText message={quoted} nameClassName="text-brand-text" />
          </ComposerStrip>
        )
      )}
      {edit?.found != null && (
        <RefusedChoice
          refusal={edit.found}
          isEdit
          onEdit={() => focusEnd(field.current)}
          onSendAnyway={() => void editing.save({ acknowledged: true })}
          onDiscard={editing.cancel}
        />
      )}
      {edit?.refusal != null && edit.found === null && (
        <Alert className="mb-2">{t(`refusal.${edit.refusal}`)}</Alert>
      )}
      {shortcut !== null && (
        <Suspense>
          <ReplyPicker
            ref={picker}
            id="saved-replies"
            typed={shortcut}
            conversation={timeline.conversation}
            onActive={setActiveReplyId}
            onChoose={(reply) => {
              flushSync(() => draft.setText(reply));
              focusEnd(field.current);
            }}
            onDismiss={() => setDismissed(text)}
          />
        </Suspense>
      )}
      <div className="flex items-end gap-2">
        {edit === null && <OfferButton conversation={timeline.conversation} />}
        <GrowingField
          ref={field}
          aria-autocomplete={shortcut === null ? undefined : 'list'}
          aria-controls={shortcut === null ? undefined : 'saved-replies'}
          aria-activedescendant={shortcut === null ? undefined : (activeReplyId ?? undefined)}
          aria-label={t(edit === null ? 'message' : 'editMessage')}
          aria-describedby={isNearlyTooLong(length) ? 'composer-count' : undefined}
          aria-invalid={length > maxTextCharacters || edit?.refusal != null || undefined}
          placeholder={t('placeholder')}
          value={text}
          onChange={(event) => write(event.target.value)}
          onKeyDown={onKeyDown}
          // Before the page can send, Enter would be lost.
          readOnly={!isHydrated || edit?.isSaving}
          enterKeyHint={edit === null ? 'send' : 'done'}
        />
        <Button
          onClick={send}
          disabled={!canSend}
          busy={edit?.isSaving ?? false}
          size="compact"
          shape="pill"
          className="disabled:bg-sunken disabled:text-muted"
        >
          {edit === null ? <SendHorizontal aria-hidden /> : <Check aria-hidden />}
          <span className="max-sm:sr-only">{t(edit === null ? 'send' : 'save')}</span>
        </Button>
      </div>
      <LengthNote id="composer-count" length={length} />
    </div>
  );
}

function focusEnd(field: HTMLTextAreaElement | null): void {
  field?.focus();
  field?.setSelectionRange(field.value.length, field.value.length);
}
