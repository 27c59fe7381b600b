'use client';

import { SendHorizontal } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, type Ref, useImperativeHandle, useLayoutEffect, useRef } from 'react';
import { useMe, useMessenger } from '@/components/messenger/use-messenger';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/class-names';
import { inputStyle } from '@/components/ui/text-field';
import { useHydrated } from '@/components/ui/use-hydrated';
import { maxTextCharacters } from '@/lib/messages/message';
import { useDraft } from './use-draft';

/** In code points, as the server counts. */
const nearlyLongest = 4500;

export interface ComposerHandle {
  fill(text: string): void;
  focus(): void;
}

interface Props {
  conversationId: string;
  handle: Ref<ComposerHandle>;
}

export function Composer({ conversationId, handle }: Props) {
  const t = useTranslations('Composer');
  const me = useMe();
  const messenger = useMessenger();
  const isHydrated = useHydrated();
  const field = useRef<HTMLTextAreaElement>(null);
  const { text, setText } = useDraft(`draft ${me.id} ${conversationId}`, () => field.current?.value);
  const length = [...text].length;
  const canSend = text.trim() !== '' && length <= maxTextCharacters;

  useImperativeHandle(handle, () => ({
    fill(next) {
      setText(next);
      field.current?.focus();
    },
    focus: () => field.current?.focus(),
  }));

  // biome-ignore lint/correctness/useExhaustiveDependencies: the text decides the height.
  useLayoutEffect(() => {
    if (field.current !== null) {
      field.current.style.height = 'auto';
      const borders = field.current.offsetHeight - field.current.clientHeight;
      field.current.style.height = `${field.current.scrollHeight + borders}px`;
    }
  }, [text]);

  function send() {
    if (canSend) {
      messenger.send(conversationId, text.trim());
      setText('');
      field.current?.focus();
    }
  }

  function onKeyDown(event: KeyboardEvent) {
    // 229 is what some browsers give instead while an input method composes: that Enter chooses a word.
    const isComposing = event.nativeEvent.isComposing || event.keyCode === 229;
    if (event.key === 'Enter' && !event.shiftKey && !isComposing) {
      event.preventDefault();
      send();
    }
  }

  return (
    <div className="border-t bg-surface px-3 pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] md:px-5">
      <div className="flex items-end gap-2">
        <textarea
          ref={field}
          rows={1}
          dir="auto"
          aria-label={t('message')}
          aria-describedby={length > nearlyLongest ? 'composer-count' : undefined}
          aria-invalid={length > maxTextCharacters || undefined}
          placeholder={t('placeholder')}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
          // Before the page can send, Enter would be lost.
          readOnly={!isHydrated}
          enterKeyHint="send"
          className={cn(inputStyle, 'block max-h-40 resize-none rounded-3xl px-4.5 py-2.5 leading-5.5')}
        />
        <Button
          onClick={send}
          disabled={!canSend}
          size="compact"
          shape="pill"
          className="disabled:bg-sunken disabled:text-muted"
        >
          <SendHorizontal aria-hidden className="rtl:-scale-x-100" />
          <span className="max-sm:sr-only">{t('send')}</span>
        </Button>
      </div>
      {length > nearlyLongest && (
        <p
          id="composer-count"
          className={cn(
            'mt-1.5 px-2 text-xs tabular-nums',
            length > maxTextCharacters ? 'font-medium text-danger' : 'text-muted',
          )}
        >
          {length > maxTextCharacters
            ? t('tooLong', { over: length - maxTextCharacters })
            : t('count', { length, longest: maxTextCharacters })}
        </p>
      )}
    </div>
  );
}
