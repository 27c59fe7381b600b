'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { useMe } from '@/components/messenger/use-messenger';
import { authorOf } from '@/lib/messages/message';
import type { Timeline } from '@/lib/messenger/types';
import { useMessageLine } from './use-message-line';

/** How long an announcement stays in the page: after that, reading the page would come across it again. */
const announcedMs = 2000;

/** Tells assistive technology what arrives where the log can't: out of sight, below what is rendered. */
export function AnnounceArrivals({ timeline, isLogLive }: { timeline: Timeline; isLogLive: boolean }) {
  const t = useTranslations('Log');
  const me = useMe();
  const lineOf = useMessageLine();
  const { conversation, messages } = timeline;
  const [announcement, setAnnouncement] = useState('');
  const announcedSeq = useRef(messages.at(-1)?.seq ?? 0);

  useEffect(() => {
    const arrived = messages.filter(
      (message) => message.seq > announcedSeq.current && authorOf(message) !== me.id && message.body !== null,
    );
    announcedSeq.current = Math.max(announcedSeq.current, messages.at(-1)?.seq ?? 0);
    const [only] = arrived;
    if (isLogLive || only === undefined) {
      return;
    }
    setAnnouncement(
      arrived.length === 1
        ? only.senderId === null
          ? lineOf(only, conversation)
          : t('arrived', {
              name:
                conversation.participants.find((one) => one.userId === only.senderId)?.name ?? t('somebody'),
              text: lineOf(only, conversation),
            })
        : t('manyArrived', { count: arrived.length }),
    );
  }, [conversation, messages, me.id, isLogLive, lineOf, t]);

  useEffect(() => {
    const timer = announcement === '' ? undefined : setTimeout(() => setAnnouncement(''), announcedMs);
    return () => clearTimeout(timer);
  }, [announcement]);

  return (
    <p aria-live="polite" className="sr-only">
      {announcement}
    </p>
  );
}
