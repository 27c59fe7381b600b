'use client';

import { Settings2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { useAsk } from '@/components/messenger/use-messenger';
import { Link } from '@/components/navigation/navigation';
import { buttonStyle } from '@/components/ui/button';
import { cn } from '@/components/ui/class-names';
import type { Conversation } from '@/lib/conversations/conversation';
import { fillReply, findReplies, type SavedReply } from '@/lib/saved-replies/saved-reply';
import { useReplyVariables } from './use-reply-variables';

export interface ReplyPickerHandle {
  /** Whether the key was for the list, and has done what it does there. */
  takeKey(event: KeyboardEvent): boolean;
}

interface Props {
  ref: Ref<ReplyPickerHandle>;
  id: string;
  /** What follows the slash. */
  typed: string;
  conversation: Conversation;
  /** Told the id of the option that is active: the focus stays in the field. */
  onActive: (optionId: string | null) => void;
  onChoose: (text: string) => void;
  onDismiss: () => void;
}

/** My saved replies above the composer while a slash begins what I write: to choose one of with the arrow keys, or press it. */
export default function ReplyPicker({ ref, id, typed, conversation, onActive, onChoose, onDismiss }: Props) {
  const t = useTranslations('SavedReplies');
  const ask = useAsk();
  const known = useReplyVariables(conversation);
  const list = useRef<HTMLDivElement>(null);
  const [replies, setReplies] = useState<SavedReply[] | 'failed' | null>(null);
  const [place, setPlace] = useState(0);
  const shown = Array.isArray(replies) ? findReplies(replies, typed).slice(0, 20) : [];
  const active = shown[Math.min(place, shown.length - 1)];
  const activeId = active === undefined ? null : `${id}-${active.id}`;

  useEffect(() => {
    ask<{ data: SavedReply[] }>('GET', 'saved-replies').then(
      ({ data }) => setReplies(data),
      () => setReplies('failed'),
    );
  }, [ask]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another letter begins at the best again.
  useEffect(() => setPlace(0), [typed]);

  useEffect(() => {
    onActive(activeId);
    if (activeId !== null) {
      list.current?.querySelector(`[id="${activeId}"]`)?.scrollIntoView({ block: 'nearest' });
    }
    return () => onActive(null);
  }, [activeId, onActive]);

  useImperativeHandle(ref, () => ({
    takeKey(event) {
      if (event.key === 'Escape') {
        onDismiss();
      } else if (active === undefined) {
        if (replies !== null || event.key !== 'Enter' || event.shiftKey) {
          return false;
        }
        // They are on their way: what is meant is one of them, not the slash.
      } else if (event.key === 'ArrowDown') {
        setPlace((place + 1) % shown.length);
      } else if (event.key === 'ArrowUp') {
        setPlace((place - 1 + shown.length) % shown.length);
      } else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey) {
        onChoose(fillReply(active.text, known));
      } else {
        return false;
      }
      event.preventDefault();
      event.stopPropagation();
      return true;
    },
  }));

  if (Array.isArray(replies) && replies.length > 0 && shown.length === 0) {
    return null;
  }
  return (
    <div className="mb-2 overflow-hidden rounded-2xl border bg-raised shadow-raised">
      <div className="flex items-center justify-between gap-2 ps-3.5 pe-1 text-sm text-muted">
        <p role="status">
          {replies === null && t('loading')}
          {replies === 'failed' && t('failed')}
          {Array.isArray(replies) && (replies.length === 0 ? t('none') : t('count', { count: shown.length }))}
        </p>
        <Link
          href="/settings/messaging"
          prefetch={false}
          className={cn(buttonStyle({ variant: 'ghost' }), 'font-medium')}
        >
          <Settings2 aria-hidden />
          {t('manage')}
        </Link>
      </div>
      {shown.length > 0 && (
        <div
          ref={list}
          role="listbox"
          id={id}
          aria-label={t('title')}
          className="max-h-64 overflow-y-auto border-t p-1.5"
        >
          {shown.map((reply) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus and its keys choose.
            // biome-ignore lint/a11y/useFocusableInteractive: it is made active by the field.
            <div
              key={reply.id}
              id={`${id}-${reply.id}`}
              role="option"
              aria-selected={reply === active}
              // The field keeps the focus.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => onChoose(fillReply(reply.text, known))}
              className="grid min-h-11 cursor-pointer content-center rounded-xl px-2.5 py-1.5 text-sm hover:bg-sunken aria-selected:bg-sunken"
            >
              <span className="font-semibold text-brand-text">
                <bdi>/{reply.shortcut}</bdi>
              </span>
              <span dir="auto" className="truncate text-muted">
                {fillReply(reply.text, known)}
              </span>
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
