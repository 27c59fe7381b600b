'use client';

import { Ellipsis } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, lazy, Suspense, useLayoutEffect, useRef, useState } from 'react';
import { useMe } from '@/components/messenger/use-messenger';
import { focusFirst } from '@/components/ui/floating-panel';
import { moveFocus } from '@/components/ui/move-focus';
import type { Message } from '@/lib/messages/message';
import { EmojiButton } from './emoji-button';

const quickEmoji = ['👍', '❤️', '😂', '😮', '😢', '🙏'];

const EmojiGrid = lazy(() => import('./emoji-grid').then(({ EmojiGrid }) => ({ default: EmojiGrid })));

interface Props {
  message: Message;
  onChoose: (emoji: string, isOn: boolean) => void;
}

/** A handful of emoji, and more of them on request. The arrow keys go from one to the next. */
export function ReactionPicker({ message, onChoose }: Props) {
  const t = useTranslations('MessageActions');
  const me = useMe();
  const [showsMore, setShowsMore] = useState(false);
  const content = useRef<HTMLDivElement>(null);
  const mine = new Set(
    message.reactions.filter(({ userIds }) => userIds.includes(me.id)).map(({ emoji }) => emoji),
  );
  const choose = (emoji: string) => onChoose(emoji, !mine.has(emoji));

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    moveFocus(event, [...event.currentTarget.querySelectorAll('button')]);
  }

  useLayoutEffect(() => {
    if (showsMore && content.current !== null) {
      focusFirst(content.current);
    }
  }, [showsMore]);

  return (
    <div ref={content} role="dialog" aria-label={t('reactions')} onKeyDown={onKeyDown}>
      <div className="flex justify-between">
        {quickEmoji.map((emoji) => (
          <EmojiButton key={emoji} emoji={emoji} isMine={mine.has(emoji)} onChoose={choose} />
        ))}
        <button
          type="button"
          aria-label={t('moreEmoji')}
          title={t('moreEmoji')}
          aria-expanded={showsMore}
          onClick={() => setShowsMore(!showsMore)}
          className="flex size-11 items-center justify-center rounded-xl text-muted -outline-offset-2 hover:bg-sunken"
        >
          <Ellipsis aria-hidden className="size-5" />
        </button>
      </div>
      {showsMore && (
        <Suspense fallback={<div className="h-72" />}>
          <EmojiGrid mine={mine} onChoose={choose} />
        </Suspense>
      )}
    </div>
  );
}
