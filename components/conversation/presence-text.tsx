'use client';

import { useNow, useTranslations } from 'next-intl';
import { useState } from 'react';
import { useMessengerState } from '@/components/messenger/use-messenger';
import { TimeText } from '@/components/time/time-text';
import { useDates } from '@/components/time/use-dates';
import type { Conversation, Participant } from '@/lib/conversations/conversation';

interface Props {
  conversation: Conversation;
  others: readonly Participant[];
}

/** Whether the other one is here, or when they last were; in a group, how many are. Nothing when nothing is known. */
export function PresenceText({ conversation, others }: Props) {
  const t = useTranslations('Conversation');
  const { presence, online } = useMessengerState();
  const here = [...(presence[conversation.id]?.online ?? []), ...online];
  const present = others.filter(({ userId }) => here.includes(userId)).length;
  const lastSeenAt = useLastSeenAt(others[0]?.lastSeenAt ?? null, present > 0);
  if (present > 0) {
    return (
      <span className="inline-flex shrink-0 items-center gap-1.5 font-medium text-foreground">
        <span aria-hidden className="size-2 rounded-full bg-online" />
        {others.length === 1 ? t('online') : t('onlineCount', { count: present })}
      </span>
    );
  }
  return others.length === 1 && lastSeenAt !== null ? <LastSeen at={lastSeenAt} /> : null;
}

function LastSeen({ at }: { at: string }) {
  const t = useTranslations('Conversation');
  const dates = useDates();
  const now = useNow({ updateInterval: 60_000 });
  const since = dates.since(at, now);
  return (
    <>
      <span aria-hidden className="@max-[26rem]:hidden">
        ·
      </span>
      <TimeText at={at} className="truncate">
        {since === null ? t('lastSeenNow') : t('lastSeen', { since })}
      </TimeText>
    </>
  );
}

/** What the server said, or the moment in which I saw them go. */
function useLastSeenAt(said: string | null, isPresent: boolean): string | null {
  const [wasPresent, setWasPresent] = useState(isPresent);
  const [wentAt, setWentAt] = useState<string | null>(null);
  if (wasPresent !== isPresent) {
    setWasPresent(isPresent);
    setWentAt(isPresent ? null : new Date().toISOString());
  }
  return wentAt !== null && (said === null || Date.parse(wentAt) > Date.parse(said)) ? wentAt : said;
}
