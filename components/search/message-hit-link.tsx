'use client';

import { useTranslations } from 'next-intl';
import { nameOfOthers, othersOf } from '@/components/conversation/others';
import { useInboxControls } from '@/components/inbox/inbox-controls';
import { useMe } from '@/components/messenger/use-messenger';
import { Link } from '@/components/navigation/navigation';
import { TimeText } from '@/components/time/time-text';
import { useDates } from '@/components/time/use-dates';
import { Avatar } from '@/components/ui/avatar';
import { PendingBar } from '@/components/ui/pending-bar';
import { MarkedParts } from './marked';
import type { ShownHit } from './use-search';

/** A message that was found. Opens its conversation there. */
export function MessageHitLink({ hit, now }: { hit: ShownHit; now: Date }) {
  const t = useTranslations('Search');
  const me = useMe();
  const base = useInboxControls()?.base ?? '/messages';
  const dates = useDates();
  const { message, snippet, conversation } = hit;
  const name = (conversation && nameOfOthers(conversation, me.id)) ?? t('somebody');
  const other = conversation && othersOf(conversation, me.id)[0];
  const isMine = message.senderId === me.id;
  const text = () => (
    <bdi>
      <MarkedParts parts={snippet} />
    </bdi>
  );
  return (
    <li className="min-w-0">
      <Link
        href={{ pathname: `${base}/${message.conversationId}`, query: { message: message.id } }}
        prefetch={false}
        className="flex gap-3 rounded-xl p-2.5 -outline-offset-2 hover:bg-sunken"
      >
        <Avatar id={other?.userId ?? ''} name={name} imageUrl={other?.avatarUrl ?? null} />
        <span className="grid min-w-0 flex-1 grid-cols-1 text-sm">
          <span className="flex items-baseline justify-between gap-2">
            <span className="min-w-0 truncate">
              <bdi className="font-semibold">{name}</bdi>
              {conversation?.gear && (
                <span className="text-muted">
                  {' · '}
                  <bdi>{conversation.gear.title}</bdi>
                </span>
              )}
            </span>
            <TimeText at={message.createdAt} className="shrink-0 text-xs text-muted">
              {dates.ago(message.createdAt, now)}
            </TimeText>
          </span>
          <span className="line-clamp-2 wrap-anywhere text-muted">
            {isMine ? t.rich('fromMe', { text }) : text()}
          </span>
        </span>
        <PendingBar />
      </Link>
    </li>
  );
}
