'use client';

import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useId, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Switch } from '@/components/ui/switch';
import { areKeysOn, setKeysOn } from './keys-setting';

const keys = [
  ['j', 'next'],
  ['k', 'previous'],
  ['Enter', 'open'],
  ['Esc', 'back'],
  ['e', 'archive'],
  ['m', 'mute'],
  ['u', 'unread'],
  ['p', 'pin'],
  ['l', 'label'],
  ['x', 'pick'],
  ['/', 'search'],
  ['z', 'undo'],
  ['?', 'help'],
] as const;

/** All keys, and whether they are on: whoever speaks to their computer would press them by accident. */
export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('Shortcuts');
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [isOn, setIsOn] = useState(areKeysOn);

  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);

  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onCancel={onClose}
      onClose={onClose}
      className="m-auto max-h-[85dvh] w-[min(28rem,calc(100vw-2rem))] animate-appear rounded-3xl border bg-raised p-5 text-foreground shadow-raised backdrop:bg-(--veil)"
    >
      <div className="flex items-center justify-between">
        <h2 id={id} className="text-lg font-bold">
          {t('title')}
        </h2>
        <Button variant="ghost" size="icon" aria-label={t('close')} onClick={onClose}>
          <X aria-hidden />
        </Button>
      </div>
      <dl className="mt-3 grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2 text-sm">
        {keys.map(([key, name]) => (
          <div key={key} className="contents">
            <dt>
              <kbd className="inline-flex min-w-8 justify-center rounded-lg border bg-sunken px-2 py-1 font-sans font-semibold">
                {key}
              </kbd>
            </dt>
            <dd>{t(name)}</dd>
          </div>
        ))}
      </dl>
      <div className="mt-4 flex items-center justify-between gap-4 border-t pt-3">
        <span id={`${id}-on`} className="text-sm font-medium">
          {t('on')}
        </span>
        <Switch
          isOn={isOn}
          aria-labelledby={`${id}-on`}
          onChange={(next) => {
            setKeysOn(next);
            setIsOn(next);
          }}
        />
      </div>
    </dialog>
  );
}
