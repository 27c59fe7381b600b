'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactNode, useState } from 'react';
import { refusalOf } from '@/components/conversation/refusal';
import { useRouter } from '@/components/navigation/navigation';
import { reasonOf } from '@/components/safety/reason-of';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/class-names';
import { inputStyle } from '@/components/ui/input-style';
import { useHydrated } from '@/components/ui/use-hydrated';
import { isAppError } from '@/lib/errors';
import type { Question } from '@/lib/questions/question';
import { showsSomething } from '@/lib/text/shows-something';

interface Props {
  label: string;
  hint?: string;
  submit: string;
  maxLength: number;
  /** What it says before. */
  text?: string;
  /** Rejects with an AppError. */
  onSubmit: (text: string) => Promise<Question>;
  /** What was published of it. */
  publishedOf: (answer: Question) => string | null;
  onDone?: () => void;
  /** What else can be done with the text. */
  children?: (text: string) => ReactNode;
}

/** A field for something that everybody will read. What is refused stays in it, to be written differently. */
export function QuestionField({
  label,
  hint,
  submit,
  maxLength,
  text: before = '',
  onSubmit,
  publishedOf,
  onDone,
  children,
}: Props) {
  const t = useTranslations('Questions');
  const moderated = useTranslations('Moderated');
  const router = useRouter();
  const isHydrated = useHydrated();
  const [text, setText] = useState(before);
  const [isBusy, setIsBusy] = useState(false);
  const [refusal, setRefusal] = useState<ReturnType<typeof refusalOf> | null>(null);
  const [reasons, setReasons] = useState<ReturnType<typeof reasonOf>[]>([]);
  const [isMasked, setIsMasked] = useState(false);

  async function send(event: FormEvent) {
    event.preventDefault();
    if (isBusy) {
      return;
    }
    setIsBusy(true);
    setRefusal(null);
    try {
      const written = text.replaceAll('\r\n', '\n').trim();
      const published = publishedOf(await onSubmit(written));
      setIsMasked(published !== written);
      setText('');
      onDone?.();
      router.refresh();
    } catch (error) {
      setRefusal(refusalOf(error));
      const found = isAppError(error) && Array.isArray(error.details?.reasons) ? error.details.reasons : [];
      setReasons([...new Set(found.map((group) => reasonOf(String(group))))]);
    } finally {
      setIsBusy(false);
    }
  }

  return (
    <form onSubmit={send} className="mt-4 grid max-w-[65ch] gap-2.5">
      <label className="grid gap-1.5 text-sm font-medium">
        {label}
        <textarea
          dir="auto"
          rows={2}
          maxLength={maxLength}
          value={text}
          readOnly={!isHydrated}
          onChange={({ target }) => setText(target.value)}
          className={cn(inputStyle, 'rounded-xl px-3.5 py-2.5 font-normal')}
        />
      </label>
      {hint && <p className="text-sm text-muted">{hint}</p>}
      {refusal !== null && (
        <Alert>
          {t(`refusal.${refusal}`)}
          {refusal === 'message_blocked' && reasons.length > 0 && (
            <ul className="mt-1 list-disc ps-5">
              {reasons.map((reason) => (
                <li key={reason}>{moderated(`reason.${reason}`)}</li>
              ))}
            </ul>
          )}
        </Alert>
      )}
      {isMasked && (
        <p role="status" className="text-sm text-notice">
          {t('masked')}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" variant="soft" busy={isBusy} disabled={!showsSomething(text)}>
          {submit}
        </Button>
        {children?.(text)}
      </div>
    </form>
  );
}
