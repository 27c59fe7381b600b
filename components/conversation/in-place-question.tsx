'use client';

import { useId, useLayoutEffect, useRef } from 'react';
import { Button } from '@/components/ui/button';

interface Props {
  title: string;
  text: string;
  confirm: string;
  cancel: string;
  onConfirm: () => void;
  onCancel: () => void;
}

/** Asks once more, in the place of what was pressed. */
export function InPlaceQuestion({ title, text, confirm, cancel, onConfirm, onCancel }: Props) {
  const id = useId();
  const no = useRef<HTMLButtonElement>(null);

  useLayoutEffect(() => no.current?.focus({ preventScroll: true }), []);

  return (
    <div role="alertdialog" aria-labelledby={`${id}-title`} aria-describedby={`${id}-text`} className="p-2.5">
      <p id={`${id}-title`} className="font-semibold">
        {title}
      </p>
      <p id={`${id}-text`} className="mt-1 text-sm text-pretty text-muted">
        {text}
      </p>
      <div className="mt-4 flex flex-wrap gap-2 *:grow">
        <Button ref={no} variant="soft" onClick={onCancel}>
          {cancel}
        </Button>
        <Button variant="danger" onClick={onConfirm}>
          {confirm}
        </Button>
      </div>
    </div>
  );
}
