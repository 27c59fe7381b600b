'use client';

import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { useMessenger } from '@/components/messenger/use-messenger';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { inputStyle } from '@/components/ui/input-style';
import type { Message } from '@/lib/messages/message';
import type { Messenger } from '@/lib/messenger/types';
import { askApi } from './ask-api';

const reasons = ['scam', 'contact', 'harassment', 'spam', 'impersonation', 'other'] as const;

interface Props {
  /** What is reported: a message, or a person. */
  about: { message: Message } | { userId: string; conversationId: string };
  onClose: () => void;
}

/** Says to moderators what is wrong with a message or a person. */
export function ReportForm({ about, onClose }: Props) {
  const t = useTranslations('Report');
  const messenger = useMessenger();
  const id = useId();
  const [reason, setReason] = useState<(typeof reasons)[number]>('scam');
  const [note, setNote] = useState('');
  const [progress, setProgress] = useState<'idle' | 'sending' | 'sent' | 'failed' | 'limit'>('idle');
  if (progress === 'sent') {
    return (
      <div role="status" className="grid w-80 max-w-full gap-3 p-3 text-sm">
        <p className="font-semibold">{t('thanks')}</p>
        <p>{t('thanksText')}</p>
        <Button variant="soft" data-first onClick={onClose}>
          {t('close')}
        </Button>
      </div>
    );
  }
  return (
    <form
      className="grid w-80 max-w-full gap-3 p-3 text-sm"
      onSubmit={async (event) => {
        event.preventDefault();
        setProgress('sending');
        const { failure } = await askApi('POST', 'reports', {
          ...('message' in about ? await toReport(messenger, about.message) : about),
          reason,
          note,
        });
        setProgress(failure === null ? 'sent' : failure === 'rate_limited' ? 'limit' : 'failed');
      }}
    >
      <fieldset>
        <legend className="mb-1 font-semibold">{t('message' in about ? 'message' : 'person')}</legend>
        {reasons.map((one) => (
          <label key={one} className="flex min-h-11 items-center gap-2.5">
            <input
              type="radio"
              name={`${id}-reason`}
              data-first={one === 'scam' || undefined}
              checked={reason === one}
              onChange={() => setReason(one)}
              className="size-4.5 accent-brand"
            />
            {t(`reason.${one}`)}
          </label>
        ))}
      </fieldset>
      <label className="grid gap-1">
        <span className="font-medium">{t('note')}</span>
        <textarea
          value={note}
          maxLength={1000}
          rows={3}
          onChange={(event) => setNote(event.target.value)}
          className={`${inputStyle} rounded-xl px-3 py-2`}
        />
      </label>
      <p className="text-muted">{t('message' in about ? 'privacy' : 'privacyOfPerson')}</p>
      {(progress === 'failed' || progress === 'limit') && <Alert>{t(progress)}</Alert>}
      <div className="flex justify-end gap-2">
        <Button variant="ghost" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button type="submit" busy={progress === 'sending'}>
          {t('send')}
        </Button>
      </div>
    </form>
  );
}

/** Of a sealed message also its text, with what proves that it was sent so: nobody else can open it. */
async function toReport(messenger: Messenger, { id: messageId, conversationId, body }: Message) {
  if (body?.kind !== 'plain' || !body.isOpened) {
    return { messageId };
  }
  const revealed = (await messenger.sealing()).reveal(conversationId, messageId);
  return revealed === null ? { messageId } : { messageId, revealed };
}
