'use client';

import { Clock, RotateCw, Trash2 } from 'lucide-react';
import { useNow, useTranslations } from 'next-intl';
import { useMessenger } from '@/components/messenger/use-messenger';
import { Link, usePathname } from '@/components/navigation/navigation';
import { RefusedChoice } from '@/components/safety/lazy-safety';
import { useDates } from '@/components/time/use-dates';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/class-names';
import { isWaiting } from '@/lib/messenger/delivery-state';
import type { PendingMessage } from '@/lib/messenger/types';

const explained = [
  'forbidden',
  'invalid_input',
  'message_blocked',
  'not_found',
  'payload_too_large',
  'rate_limited',
  'unauthenticated',
  'unavailable',
] as const;

interface Props {
  message: PendingMessage;
  onChosen: () => void;
  /** Its text goes back to where one writes, and what it answers. */
  onEdit: (text: string, replyToId: string | null) => void;
}

/** Why a message was not sent, or not yet, and what one can do about it. Nothing while it is on its way for the first time. */
export function UnsentChoice({ message, onChosen, onEdit }: Props) {
  const t = useTranslations('Conversation');
  const messenger = useMessenger();
  const { failure } = message;
  const hasFailed = message.state === 'failed';
  if (!hasFailed && !isWaiting(message)) {
    return null;
  }
  if (failure?.code === 'message_blocked' && message.body.kind === 'plain') {
    const { text } = message.body;
    return (
      <RefusedChoice
        refusal={failure}
        messageId={message.id}
        onEdit={() => {
          messenger.discard(message.id);
          onEdit(text, message.replyToId);
        }}
        onSendAnyway={() => {
          messenger.retry(message.id, { acknowledged: true });
          onChosen();
        }}
        onRetry={() => {
          messenger.retry(message.id);
          onChosen();
        }}
        onDiscard={() => {
          messenger.discard(message.id);
          onChosen();
        }}
      />
    );
  }
  const mine = (['key_changed', 'no_keys'] as const).find((code) => code === failure?.code);
  // What waits without an attempt waits for the device to be online.
  const reason =
    failure === null ? 'unavailable' : (explained.find((code) => code === failure.code) ?? 'other');
  return (
    <div className="mt-0.5 mb-1.5 grid justify-items-end gap-1">
      <div
        className={cn('max-w-80 px-1 text-end text-sm text-pretty', hasFailed ? 'text-danger' : 'text-muted')}
      >
        {hasFailed ? (
          <p>
            {failure?.mutedUntil === undefined ? (
              t(`failure.${reason}`)
            ) : (
              <Muted until={failure.mutedUntil} />
            )}
          </p>
        ) : (
          <>
            <p className="font-medium text-foreground">
              {t(mine === undefined ? 'waiting' : 'waitingForMe')}
            </p>
            <WaitingFor mine={mine} reason={reason} retryAt={message.retryAt} until={failure?.until} />
          </>
        )}
        {reason === 'unauthenticated' && <SignInLink />}
      </div>
      <div className="flex gap-1">
        <Button
          variant="ghost"
          onClick={() => {
            messenger.discard(message.id);
            onChosen();
          }}
        >
          <Trash2 aria-hidden />
          {t('discard')}
        </Button>
        {mine === undefined && (
          <Button
            variant="soft"
            onClick={() => {
              messenger.retry(message.id);
              onChosen();
            }}
          >
            <RotateCw aria-hidden />
            {t('retry')}
          </Button>
        )}
      </div>
    </div>
  );
}

function Muted({ until }: { until: string | null }) {
  const t = useTranslations('Moderated');
  const dates = useDates();
  const now = useNow();
  return until === null ? t('muted') : t('mutedUntil', { moment: dates.moment(until, now) });
}

function WaitingFor({
  mine,
  reason,
  retryAt,
  until,
}: {
  /** What I have to do first. */
  mine: 'key_changed' | 'no_keys' | undefined;
  reason: (typeof explained)[number] | 'other';
  retryAt: string | null;
  until: 'reply' | 'otherText' | undefined;
}) {
  const t = useTranslations('Conversation');
  const moderated = useTranslations('Moderated');
  if (mine !== undefined) {
    return <p>{t(`waitingFor.${mine}`)}</p>;
  }
  if (until !== undefined) {
    return <p>{moderated(`until.${until}`)}</p>;
  }
  if (reason === 'rate_limited' && retryAt !== null) {
    return <Countdown until={retryAt} />;
  }
  return (
    <p>
      {t(
        reason === 'rate_limited'
          ? 'waitingFor.limit'
          : reason === 'unauthenticated'
            ? 'waitingFor.signIn'
            : reason === 'unavailable'
              ? 'waitingFor.connection'
              : 'waitingFor.other',
      )}
    </p>
  );
}

/** Not announced each second: the log is polite about additions alone. */
function Countdown({ until }: { until: string }) {
  const t = useTranslations('Conversation');
  const now = useNow({ updateInterval: 1000 });
  const seconds = Math.max(1, Math.ceil((Date.parse(until) - now.getTime()) / 1000));
  return (
    <p className="inline-flex items-center gap-1.5 tabular-nums">
      <Clock aria-hidden className="size-3.5" />
      {t('waitingFor.seconds', { seconds })}
    </p>
  );
}

function SignInLink() {
  const t = useTranslations('Conversation');
  const pathname = usePathname();
  return (
    <Link
      href={{ pathname: '/sign-in', query: { next: pathname } }}
      prefetch={false}
      className="inline-flex min-h-6 items-center font-semibold text-brand-text underline underline-offset-3 pointer-coarse:min-h-11"
    >
      {t('signIn')}
    </Link>
  );
}
