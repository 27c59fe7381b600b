'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { useMe } from '@/components/messenger/use-messenger';
import { cn } from '@/components/ui/class-names';
import type { Conversation } from '@/lib/conversations/conversation';
import type { Message } from '@/lib/messages/message';
import { useMessageActions } from './message-actions';

/** More names than this nobody reads. */
const namedAtMost = 10;

interface Props {
  message: Message;
  conversation: Conversation;
  isMine: boolean;
}

/** What people answered a message with. A press joins in, or takes mine back. */
export function ReactionChips({ message, conversation, isMine }: Props) {
  const t = useTranslations('MessageActions');
  const format = useFormatter();
  const me = useMe();
  const { react } = useMessageActions();
  const nameOf = (userId: string) =>
    conversation.participants.find((one) => one.userId === userId)?.name ?? t('somebody');

  return (
    <ul
      aria-label={t('reactions')}
      className={cn('mt-1 flex max-w-full flex-wrap gap-1 pointer-coarse:gap-y-2', isMine && 'justify-end')}
    >
      {message.reactions.map(({ emoji, userIds }) => {
        const hasMine = userIds.includes(me.id);
        const others = userIds.filter((userId) => userId !== me.id);
        const named = others.slice(0, namedAtMost).map(nameOf);
        if (others.length > namedAtMost) {
          named.push(t('moreReactors', { count: others.length - namedAtMost }));
        }
        const who = format.list(hasMine ? [...named, t('you')] : named);
        return (
          <li key={emoji}>
            <button
              type="button"
              aria-pressed={hasMine}
              aria-label={t('reaction', { emoji, count: userIds.length, who })}
              title={who}
              onClick={() => react(message, emoji, !hasMine)}
              className={cn(
                'relative flex h-7 min-w-11 items-center justify-center gap-1.5 rounded-full border px-2 text-sm tabular-nums pointer-coarse:h-9',
                // The reach of a finger, without the looks.
                'after:absolute after:inset-x-0 pointer-coarse:after:-inset-y-1',
                hasMine
                  ? 'border-brand-text bg-brand-soft font-semibold text-brand-text'
                  : 'bg-surface text-muted hover:bg-sunken',
              )}
            >
              <span className="font-emoji text-base leading-none text-foreground">{emoji}</span>
              {format.number(userIds.length)}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
