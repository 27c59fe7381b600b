'use client';

import { ChevronDown, ChevronUp, LoaderCircle, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useShowMessage } from '@/components/conversation/show-message-context';
import { buttonStyle } from '@/components/ui/button';
import { cn } from '@/components/ui/class-names';
import { inputStyle } from '@/components/ui/input-style';
import { wordsOf } from '@/lib/text/mark-words';
import { useConversationHits } from './use-conversation-hits';

interface Props {
  conversationId: string;
  onWords: (words: readonly string[]) => void;
  onClose: () => void;
}

/** Looks for words in one conversation, and goes from one message that has them to the next. */
export default function ConversationSearch({ conversationId, onWords, onClose }: Props) {
  const t = useTranslations('Search');
  const field = useRef<HTMLInputElement>(null);
  const [search, setSearch] = useState('');
  const show = useShowMessage();
  const { ids, total, place, progress, go } = useConversationHits(conversationId, search, (id) =>
    show(id, { keepsFocus: true }),
  );

  useEffect(() => field.current?.focus(), []);
  useEffect(() => {
    // Of words that lead nowhere nothing is marked.
    onWords(total > 0 ? wordsOf(search) : []);
    return () => onWords([]);
  }, [onWords, search, total]);

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) {
      return;
    }
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      onClose();
    } else if (event.key === 'Enter' && event.target === field.current) {
      event.preventDefault();
      go(event.shiftKey ? -1 : 1);
    }
  }

  const isAsked = search.trim() !== '';
  return (
    <search
      onKeyDown={onKeyDown}
      className="flex min-h-14 items-center gap-1 border-b bg-surface px-3 py-1.5 md:px-5"
    >
      <input
        ref={field}
        type="search"
        aria-label={t('inConversation')}
        placeholder={t('inConversation')}
        dir="auto"
        value={search}
        maxLength={100}
        onChange={(event) => setSearch(event.target.value)}
        className={cn(inputStyle, 'flex-1 rounded-xl px-3.5')}
      />
      <p
        role="status"
        className="min-w-16 px-2 text-center text-sm whitespace-nowrap text-muted tabular-nums"
      >
        {isAsked && progress === 'loading' && (
          <LoaderCircle aria-hidden className="mx-auto size-4 animate-spin" />
        )}
        {isAsked && progress === 'failed' && t('failedShort')}
        {isAsked &&
          progress === 'idle' &&
          (total === 0 ? t('none') : t('place', { place: place + 1, count: total }))}
      </p>
      <IconButton label={t('previous')} isOff={place <= 0} onPress={() => go(-1)}>
        <ChevronDown aria-hidden />
      </IconButton>
      <IconButton label={t('next')} isOff={place + 1 >= Math.max(total, ids.length)} onPress={() => go(1)}>
        <ChevronUp aria-hidden />
      </IconButton>
      <IconButton label={t('close')} isOff={false} onPress={onClose}>
        <X aria-hidden />
      </IconButton>
    </search>
  );
}

function IconButton(props: {
  label: string;
  isOff: boolean;
  onPress: () => void;
  children: React.ReactNode;
}) {
  return (
    <button
      type="button"
      aria-label={props.label}
      title={props.label}
      aria-disabled={props.isOff || undefined}
      onClick={() => !props.isOff && props.onPress()}
      className={cn(
        buttonStyle({ variant: 'ghost', size: 'icon', shape: 'pill' }),
        'aria-disabled:text-muted aria-disabled:opacity-60',
      )}
    >
      {props.children}
    </button>
  );
}
