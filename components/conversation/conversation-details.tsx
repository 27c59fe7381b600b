'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useState } from 'react';
import { SealingButton } from '@/components/encryption/sealing-button';
import { DailyPrice } from '@/components/gear/daily-price';
import { GearPicture } from '@/components/gear/gear-picture';
import { SafetyTips } from '@/components/gear/safety-tips';
import { useAmount } from '@/components/gear/use-amount';
import { PeopleButton } from '@/components/groups/people-button';
import { useAsk, useMe } from '@/components/messenger/use-messenger';
import { Link } from '@/components/navigation/navigation';
import { ResponseTime } from '@/components/people/response-time';
import { RentalActions } from '@/components/rental/rental-actions';
import { RentalBadge } from '@/components/rental/rental-badge';
import { RequestRental } from '@/components/rental/request-rental';
import { PersonButton } from '@/components/safety/person-button';
import { useDates } from '@/components/time/use-dates';
import { Alert } from '@/components/ui/alert';
import { Avatar } from '@/components/ui/avatar';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Skeleton } from '@/components/ui/skeleton';
import type { Conversation } from '@/lib/conversations/conversation';
import type { ConversationContext } from '@/lib/rentals/queries';
import { nameOfOthers, othersOf } from './others';
import { splitLinks } from './split-links';

interface Props {
  conversation: Conversation;
  onClose: () => void;
}

/** The details of a conversation over it. */
export default function ConversationDetails({ conversation, onClose }: Props) {
  const t = useTranslations('Details');
  return (
    <Dialog title={t('title')} close={t('close')} onClose={onClose} placement="end">
      <DetailsContent conversation={conversation}>
        <Actions conversation={conversation} />
      </DetailsContent>
    </Dialog>
  );
}

/** What a conversation is about: gear, rental, the others, what was shared, and how to stay safe. */
export function DetailsContent({
  conversation,
  children,
}: {
  conversation: Conversation;
  children?: ReactNode;
}) {
  const t = useTranslations('Details');
  const { gear } = conversation;
  const { context, hasFailed, load } = useContext(conversation);
  return (
    <div className="grid gap-6">
      {gear && (
        <Part title={t('gear')}>
          <Link
            href={`/gear/${gear.slug}`}
            prefetch={false}
            className="group flex min-h-11 items-center gap-3 rounded-xl"
          >
            <GearPicture imageUrl={gear.imageUrl} className="h-14 w-18 shrink-0 rounded-lg" />
            <span className="min-w-0 text-sm">
              <span dir="auto" className="block font-medium group-hover:underline">
                {gear.title}
              </span>
              <DailyPrice minor={gear.dailyPriceMinor} currency={gear.currency} />
            </span>
          </Link>
        </Part>
      )}
      {gear && <RentalPart conversation={conversation} context={context} />}
      <People conversation={conversation} context={context} />
      <Part title={t('shared')}>
        {hasFailed ? (
          <div className="grid gap-2">
            <Alert>{t('failed')}</Alert>
            <Button variant="soft" onClick={load}>
              {t('tryAgain')}
            </Button>
          </div>
        ) : context === null ? (
          <Skeleton className="h-5 w-40" />
        ) : (
          <Links context={context} />
        )}
      </Part>
      {children}
      <section aria-label={t('safety')} className="-mt-2">
        <SafetyTips />
      </section>
    </div>
  );
}

/** What a small screen's header has no room for. */
function Actions({ conversation }: { conversation: Conversation }) {
  const t = useTranslations('Conversation');
  const me = useMe();
  const name = nameOfOthers(conversation, me.id) ?? t('somebody');
  return (
    <div className="flex flex-wrap gap-2">
      <SealingButton conversation={conversation} isLabelled />
      <PeopleButton conversation={conversation} name={name} isLabelled />
      <PersonButton
        conversation={conversation}
        userId={othersOf(conversation, me.id)[0]?.userId}
        name={name}
        isLabelled
      />
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className="mb-2 text-sm font-semibold text-muted">{title}</h3>
      {children}
    </section>
  );
}

function RentalPart({
  conversation,
  context,
}: {
  conversation: Conversation;
  context: ConversationContext | null;
}) {
  const t = useTranslations('Details');
  const me = useMe();
  const dates = useDates();
  const amount = useAmount();
  const { rental, gear, participants, kind } = conversation;
  const role = participants.find((one) => one.userId === me.id)?.role;
  const terms = context?.rental?.id === rental?.id ? context?.rental : null;
  const isOver = rental === null || ['returned', 'declined', 'cancelled'].includes(rental.status);
  return (
    <Part title={t('rental')}>
      <div className="grid gap-3 text-sm">
        {rental === null ? (
          <p className="text-muted">{t('noRental')}</p>
        ) : (
          <>
            <p className="flex flex-wrap items-center gap-2">
              <span className="font-medium" suppressHydrationWarning>
                {dates.days(rental.startsOn, rental.endsOn)}
              </span>
              <RentalBadge status={rental.status} />
            </p>
            {terms?.priceMinor != null && gear && (
              <p className="text-muted">
                {terms.depositMinor
                  ? t('termsWithDeposit', {
                      price: amount(terms.priceMinor, gear.currency),
                      deposit: amount(terms.depositMinor, gear.currency),
                    })
                  : t('terms', { price: amount(terms.priceMinor, gear.currency) })}
              </p>
            )}
            <RentalActions key={rental.status} conversation={conversation} />
          </>
        )}
        {gear && kind === 'direct' && role === 'renter' && isOver && (
          <RequestRental gear={gear} className="justify-self-start" />
        )}
        {context !== null && context.earlierRentals.length > 0 && (
          <details>
            <summary className="min-h-6 cursor-pointer text-muted">{t('earlier')}</summary>
            <ul className="mt-2 grid gap-1.5">
              {context.earlierRentals.map((earlier) => (
                <li key={earlier.id} className="flex flex-wrap items-center gap-2">
                  {dates.days(earlier.startsOn, earlier.endsOn)}
                  <RentalBadge status={earlier.status} />
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
    </Part>
  );
}

function People({
  conversation,
  context,
}: {
  conversation: Conversation;
  context: ConversationContext | null;
}) {
  const t = useTranslations('Details');
  const tConversation = useTranslations('Conversation');
  const me = useMe();
  const format = useFormatter();
  const others = othersOf(conversation, me.id).filter(({ leftAt }) => leftAt === null);
  return (
    <Part title={t('people')}>
      <ul className="grid gap-3">
        {others.map((other) => (
          <li key={other.userId} className="flex items-center gap-3">
            <Avatar id={other.userId} name={other.name} imageUrl={other.avatarUrl} />
            <div className="min-w-0 text-sm">
              <p className="font-medium">
                <span dir="auto" className="block">
                  {other.name}
                </span>
              </p>
              <p className="text-muted">
                {[
                  tConversation(`role.${other.role}`),
                  ...(other.verifiedAt === null ? [] : [tConversation('verified')]),
                  t('memberSince', {
                    date: format.dateTime(new Date(other.memberSince), {
                      month: 'long',
                      year: 'numeric',
                      timeZone: 'UTC',
                    }),
                  }),
                ].join(' · ')}
              </p>
              {context !== null && conversation.kind === 'direct' && (
                <>
                  <p className="text-muted">{t('together', { count: context.rentalsTogether })}</p>
                  {other.role === 'lister' && <ResponseTime value={context.responseTime} />}
                </>
              )}
            </div>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Links({ context: { messagesWithLinks } }: { context: ConversationContext }) {
  const t = useTranslations('Details');
  const links = messagesWithLinks.flatMap(({ id, text }) =>
    splitLinks(text).flatMap((part) => (part.kind === 'link' ? [{ id, ...part }] : [])),
  );
  if (links.length === 0) {
    return <p className="text-sm text-muted">{t('nothingShared')}</p>;
  }
  return (
    <ul className="grid gap-1 text-sm">
      {links.map(({ id, href, text }, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a message may hold the same link twice.
        <li key={`${id} ${place}`}>
          <a
            href={href}
            target="_blank"
            rel="noopener noreferrer nofollow ugc"
            className="inline-flex min-h-6 max-w-full items-center wrap-anywhere underline underline-offset-2"
          >
            {text}
          </a>
        </li>
      ))}
    </ul>
  );
}

/** Read again whenever the rental has changed, or what may be read. */
function useContext({ id, rental, withheld }: Conversation) {
  const ask = useAsk();
  const [context, setContext] = useState<ConversationContext | null>(null);
  const [hasFailed, setHasFailed] = useState(false);
  const [attempts, setAttempts] = useState(0);
  const version = `${rental?.id} ${rental?.status} ${rental?.startsOn} ${rental?.endsOn} ${withheld} ${attempts}`;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the version says when to ask again.
  useEffect(() => {
    let isCurrent = true;
    ask<ConversationContext>('GET', `conversations/${id}/context`).then(
      (answer) => {
        if (isCurrent) {
          setContext(answer);
          setHasFailed(false);
        }
      },
      () => isCurrent && setHasFailed(true),
    );
    return () => {
      isCurrent = false;
    };
  }, [ask, id, version]);

  return { context, hasFailed: hasFailed && context === null, load: () => setAttempts(attempts + 1) };
}
