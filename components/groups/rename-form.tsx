'use client';

import { Pencil } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/text-field';

interface Props {
  title: string | null;
  isBusy: boolean;
  onRename: (title: string) => Promise<boolean>;
}

/** What a group is called, and a way to call it otherwise. Give it the title as its key. */
export function RenameForm({ title, isBusy, onRename }: Props) {
  const t = useTranslations('Groups');
  const [isOpen, setIsOpen] = useState(false);
  const [value, setValue] = useState(title ?? '');
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    if (isOpen) {
      form.current?.querySelector('input')?.select();
    }
  }, [isOpen]);

  if (!isOpen) {
    return (
      <div className="flex items-center justify-between gap-3">
        <p dir="auto" className={title === null ? 'text-sm text-muted' : 'truncate font-semibold'}>
          {title ?? t('nameHint')}
        </p>
        <Button variant="soft" onClick={() => setIsOpen(true)}>
          <Pencil aria-hidden />
          {t('rename')}
        </Button>
      </div>
    );
  }

  async function onSubmit(event: FormEvent) {
    event.preventDefault();
    if (await onRename(value.trim())) {
      setIsOpen(false);
    }
  }

  return (
    <form ref={form} onSubmit={onSubmit} className="grid gap-3">
      <TextField
        label={t('name')}
        placeholder={t('namePlaceholder')}
        dir="auto"
        maxLength={80}
        autoComplete="off"
        value={value}
        onChange={(event) => setValue(event.target.value)}
      />
      <div className="flex flex-wrap gap-2 *:grow">
        <Button variant="soft" onClick={() => setIsOpen(false)}>
          {t('cancel')}
        </Button>
        <Button type="submit" busy={isBusy} disabled={value.trim() === ''}>
          {t('save')}
        </Button>
      </div>
    </form>
  );
}
