'use client';

import { useFormatter } from 'next-intl';
import { othersOf } from '@/components/conversation/others';
import { useMe } from '@/components/messenger/use-messenger';
import { useDates } from '@/components/time/use-dates';
import type { Conversation } from '@/lib/conversations/conversation';
import type { ReplyVariable } from '@/lib/saved-replies/saved-reply';

/** What a saved reply's variables stand for in this conversation, as far as it is known. */
export function useReplyVariables(conversation: Conversation): Partial<Record<ReplyVariable, string>> {
  const me = useMe();
  const dates = useDates();
  const format = useFormatter();
  const others = othersOf(conversation, me.id);
  const other = others.find((one) => one.role === 'renter') ?? others[0];
  const { gear, rental } = conversation;
  const name = other?.name.trim().split(/\s+/)[0];
  return {
    ...(name ? { name } : {}),
    ...(gear && {
      gear: gear.title,
      price: format.number(gear.dailyPriceMinor / 100, { style: 'currency', currency: gear.currency }),
    }),
    ...(rental && { dates: dates.days(rental.startsOn, rental.endsOn) }),
  };
}
