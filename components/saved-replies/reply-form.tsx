'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useId, useState } from 'react';
import { useAsk } from '@/components/messenger/use-messenger';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/class-names';
import { inputStyle } from '@/components/ui/input-style';
import { TextField } from '@/components/ui/text-field';
import { useHydrated } from '@/components/ui/use-hydrated';
import { isAppError } from '@/lib/errors';
import type { SavedReply } from '@/lib/saved-replies/saved-reply';

interface Props {
  /** Null for a new one. */
  reply: SavedReply | null;
  onSaved: (saved: SavedReply) => void;
  onCancel: (() => void) | null;
}

type Refusal = 'shortcut' | 'taken' | 'text' | 'failed';

export function ReplyForm({ reply, onSaved, onCancel }: Props) {
  const t = useTranslations('SavedReplies');
  const ask = useAsk();
  const id = useId();
  const isHydrated = useHydrated();
  const [isSaving, setIsSaving] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  async function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const shortcut = String(form.get('shortcut')).trim().replace(/^\//, '');
    const text = String(form.get('text')).trim();
    if (isSaving) {
      return;
    }
    if (shortcut === '' || /[\s/]/.test(shortcut)) {
      setRefusal('shortcut');
      return;
    }
    if (text === '') {
      setRefusal('text');
      return;
    }
    setIsSaving(true);
    setRefusal(null);
    try {
      const [method, path] =
        reply === null
          ? (['POST', 'saved-replies'] as const)
          : (['PATCH', `saved-replies/${reply.id}`] as const);
      onSaved(await ask<SavedReply>(method, path, { shortcut, text }));
    } catch (error) {
      setRefusal(isAppError(error) && error.code === 'conflict' ? 'taken' : 'failed');
    } finally {
      setIsSaving(false);
    }
  }

  return (
    <form onSubmit={save} noValidate className="grid gap-3">
      <TextField
        label={t('shortcut')}
        hint={t('shortcutHint')}
        name="shortcut"
        defaultValue={reply?.shortcut ?? ''}
        maxLength={33}
        autoComplete="off"
        autoCapitalize="none"
        errorId={refusal === 'shortcut' || refusal === 'taken' ? `${id}-error` : undefined}
      />
      <div className="grid gap-1.5">
        <label htmlFor={`${id}-text`} className="text-sm font-medium">
          {t('text')}
        </label>
        <textarea
          id={`${id}-text`}
          name="text"
          dir="auto"
          rows={3}
          maxLength={2000}
          defaultValue={reply?.text ?? ''}
          aria-describedby={`${id}-hint`}
          aria-invalid={refusal === 'text' || undefined}
          className={cn(inputStyle, 'rounded-xl px-3.5 py-2.5')}
        />
        <p id={`${id}-hint`} className="text-sm text-muted">
          {t('textHint', { name: '{name}', gear: '{gear}', dates: '{dates}', price: '{price}' })}
        </p>
      </div>
      {refusal !== null && <Alert id={`${id}-error`}>{t(`refusal.${refusal}`)}</Alert>}
      <div className="flex gap-2">
        <Button type="submit" busy={isSaving} disabled={!isHydrated}>
          {t('save')}
        </Button>
        {onCancel !== null && (
          <Button variant="ghost" onClick={onCancel}>
            {t('cancel')}
          </Button>
        )}
      </div>
    </form>
  );
}
