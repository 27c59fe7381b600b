'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useCallback } from 'react';
import { useAmount } from '@/components/gear/use-amount';
import { useMe } from '@/components/messenger/use-messenger';
import { directionOf } from '@/components/navigation/routing';
import { useDates } from '@/components/time/use-dates';
import type { Conversation } from '@/lib/conversations/conversation';
import type { EventBody, Message, OfferBody } from '@/lib/messages/message';
import { isolate } from './isolate';

type Participants = Pick<Conversation, 'participants'>;

/** What a message says, in one line: for the inbox, a quote, a notification, an announcement. */
export function useMessageLine(): (message: Pick<Message, 'body'>, conversation: Participants) => string {
  const t = useTranslations('Line');
  const eventLine = useEventLine();
  const offerLine = useOfferLine();
  return useCallback(
    ({ body }, conversation) => {
      switch (body?.kind) {
        case undefined:
          return t('unsent');
        case 'plain':
          return body.text;
        case 'sealed':
          return t('sealed');
        case 'event':
          return eventLine(body, conversation);
        case 'offer':
          return offerLine(body);
      }
    },
    [t, eventLine, offerLine],
  );
}

/** What happened, as a sentence to whoever reads it. */
export function useEventLine(): (body: EventBody, conversation: Participants) => string {
  const t = useTranslations('Events');
  const me = useMe();
  const dates = useDates();
  const direction = directionOf(useLocale());
  return useCallback(
    (body, { participants }) => {
      const nameOf = (id: string) => {
        const name = participants.find((one) => one.userId === id)?.name;
        return name === undefined ? t('somebody') : isolate(name, direction);
      };
      const { actorId } = body;
      const actor = {
        actor: actorId === null ? 'nobody' : actorId === me.id ? 'me' : 'other',
        name: actorId === null ? '' : nameOf(actorId),
      };
      switch (body.event) {
        case 'rental.requested':
        case 'rental.confirmed':
        case 'rental.declined':
        case 'rental.cancelled':
        case 'rental.picked_up':
        case 'rental.returned':
        case 'rental.rescheduled':
          return t(body.event, { ...actor, days: dates.days(body.startsOn, body.endsOn) });
        case 'participant.joined':
        case 'participant.left':
        case 'participant.removed':
          return t(body.event, {
            ...actor,
            subject: body.userId === me.id ? 'me' : 'other',
            person: nameOf(body.userId),
          });
        case 'group.named':
          return t(body.event, { ...actor, title: isolate(body.title, direction) });
        case 'encryption.requested':
        case 'encryption.declined':
        case 'encryption.accepted':
        case 'encryption.started':
        case 'encryption.key_changed':
          return t(body.event, actor);
      }
    },
    [t, me.id, dates, direction],
  );
}

function useOfferLine(): (body: OfferBody) => string {
  const t = useTranslations('Line');
  const dates = useDates();
  const amount = useAmount();
  return useCallback(
    (body) =>
      t('offer', {
        days: dates.days(body.startsOn, body.endsOn),
        price: amount(body.priceMinor, body.currency),
      }),
    [t, dates, amount],
  );
}
