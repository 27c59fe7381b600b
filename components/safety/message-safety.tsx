'use client';

import { EyeOff, ShieldX } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import type { Message, MessageNotice } from '@/lib/messages/message';
import { askApi } from './ask-api';

/** What is hidden in a message, or that it was not delivered, and what its sender can do about it. */
export function MessageSafety({ message, isMine }: { message: Message; isMine: boolean }) {
  const t = useTranslations('Moderated');
  const { notice } = message;
  if (!isMine || !notice) {
    return message.verdict === 'mask' ? <Note>{t('maskedForReader')}</Note> : null;
  }
  if (message.verdict === 'mask') {
    return (
      <div className="my-1.5 max-w-sm rounded-xl bg-notice-soft px-3 py-2 text-sm text-notice">
        <p className="flex gap-2">
          <EyeOff aria-hidden className="mt-px size-4.5 shrink-0" />
          {t('maskedForSender')}
        </p>
        {notice.original && <Original text={notice.original.text} hidden={notice.hidden} />}
        <Appeal message={message} notice={notice} />
      </div>
    );
  }
  if (notice.decision === 'rejected') {
    return (
      <div className="my-1.5 max-w-sm rounded-xl bg-danger-soft px-3 py-2 text-sm text-danger">
        <p className="flex gap-2">
          <ShieldX aria-hidden className="mt-px size-4.5 shrink-0" />
          {t('rejected')}
        </p>
        {notice.explanation && (
          <p dir="auto" className="mt-1">
            {notice.explanation}
          </p>
        )}
        <Appeal message={message} notice={notice} />
      </div>
    );
  }
  return null;
}

function Note({ children }: { children: string }) {
  return (
    <p className="my-1.5 flex max-w-md gap-2 rounded-xl bg-notice-soft px-3 py-2 text-sm text-notice">
      <EyeOff aria-hidden className="mt-px size-4.5 shrink-0" />
      {children}
    </p>
  );
}

/** What was written, with what the others don't see marked. */
function Original({ text, hidden }: { text: string; hidden: MessageNotice['hidden'] }) {
  const t = useTranslations('Moderated');
  const ends = [...hidden.map(([, end]) => end), text.length];
  return (
    <p dir="auto" className="mt-1.5 wrap-anywhere whitespace-pre-wrap text-foreground">
      <span className="sr-only">{t('youWrote')} </span>
      {text.slice(0, hidden[0]?.[0] ?? text.length)}
      {hidden.map(([start, end], index) => (
        <span key={start}>
          <mark className="rounded bg-notice/15 px-0.5 text-inherit underline decoration-dotted underline-offset-2">
            {text.slice(start, end)}
          </mark>
          {text.slice(end, hidden[index + 1]?.[0] ?? ends.at(-1))}
        </span>
      ))}
    </p>
  );
}

function Appeal({ message, notice }: { message: Message; notice: MessageNotice }) {
  const t = useTranslations('Moderated');
  const [progress, setProgress] = useState<'idle' | 'asking' | 'asked' | 'failed'>('idle');
  const appeal = notice.appeal ?? (progress === 'asked' ? 'open' : null);
  if (appeal !== null) {
    return (
      <p role="status" className="mt-1.5 font-medium">
        {t(`appeal.${appeal}`)}
        {appeal === 'declined' && notice.explanation && ` ${notice.explanation}`}
      </p>
    );
  }
  return (
    <div className="mt-1">
      {progress === 'failed' && <p role="alert">{t('failed')}</p>}
      <Button
        variant="ghost"
        busy={progress === 'asking'}
        className="-ms-4"
        onClick={async () => {
          setProgress('asking');
          const { failure } = await askApi('POST', `messages/${message.id}/appeal`);
          setProgress(failure === null || failure === 'conflict' ? 'asked' : 'failed');
        }}
      >
        {t('askForReview')}
      </Button>
    </div>
  );
}
