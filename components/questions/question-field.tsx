'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactNode, useState } from 'react';
import { refusalOf } from '@/components/conversation/refusal';
import { useRouter } from '@/components/navigation/navigation';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/class-names';
import { inputStyle } from '@/components/ui/input-style';
import { useHydrated } from '@/components/ui/use-hydrated';
import { showsSomething } from '@/lib/text/shows-something';

interface Props {
  label: string;
  hint?: string;
  submit: string;
  maxLength: number;
  /** What it says before. */
  text?: string;
  /** Rejects with an AppError. */
  onSubmit: (text: string) => Promise<unknown>;
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
  onDone,
  children,
}: Props) {
  const t = useTranslations('Questions');
  const router = useRouter();
  const isHydrated = useHydrated();
  const [text, setText] = useState(before);
  const [isBusy, setIsBusy] = useState(false);
  const [refusal, setRefusal] = useState<ReturnType<typeof refusalOf> | null>(null);

  async function send(event: FormEvent) {
    event.preventDefault();
    if (isBusy) {
      return;
    }
    setIsBusy(true);
    setRefusal(null);
    try {
      await onSubmit(text.trim());
      setText('');
      onDone?.();
      router.refresh();
    } catch (error) {
      setRefusal(refusalOf(error));
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
      {refusal !== null && <Alert>{t(`refusal.${refusal}`)}</Alert>}
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" variant="soft" busy={isBusy} disabled={!showsSomething(text)}>
          {submit}
        </Button>
        {children?.(text)}
      </div>
    </form>
  );
}
