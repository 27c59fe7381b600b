'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/text-field';
import type { RecoverySecret } from '@/lib/encryption/recovery';
import { secretFailureOf } from './secret-failure';

interface Props {
  /** How they can be got back. */
  kinds: readonly ('key' | 'passphrase')[];
  onSecret: (secret: RecoverySecret) => Promise<void>;
  onStartOver: () => void;
}

/** My keys onto this device; and what to do when everything is lost. */
export function RestoreKeys({ kinds, onSecret, onStartOver }: Props) {
  const t = useTranslations('Sealing');
  const [kind, setKind] = useState(kinds[0] ?? 'key');
  const [secret, setSecret] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const [hasLost, setHasLost] = useState(false);
  const [failure, setFailure] = useState<ReturnType<typeof secretFailureOf> | null>(null);

  async function restore(event: FormEvent) {
    event.preventDefault();
    if (isBusy) {
      return;
    }
    setIsBusy(true);
    setFailure(null);
    try {
      await onSecret({ kind, secret });
    } catch (error) {
      setFailure(secretFailureOf(error));
      setIsBusy(false);
    }
  }

  return (
    <form onSubmit={restore} className="grid gap-4">
      <p className="text-pretty">{t('restoreText')}</p>
      {kinds.length > 1 && (
        <fieldset className="grid gap-1">
          <legend className="sr-only">{t('chooseSecret')}</legend>
          {kinds.map((each) => (
            <label key={each} className="flex min-h-11 items-center gap-3 font-medium">
              <input
                type="radio"
                name="secret"
                checked={kind === each}
                onChange={() => setKind(each)}
                className="size-5 accent-brand"
              />
              {t(`secret.${each}`)}
            </label>
          ))}
        </fieldset>
      )}
      <TextField
        key={kind}
        label={t(`secret.${kind}`)}
        type={kind === 'key' ? 'text' : 'password'}
        dir="ltr"
        autoComplete="off"
        spellCheck={false}
        errorId={failure === null ? undefined : 'restore-failure'}
        value={secret}
        onChange={(event) => setSecret(event.target.value)}
      />
      {failure !== null && <Alert id="restore-failure">{t(`failure.${failure}`)}</Alert>}
      <Button type="submit" size="large" busy={isBusy}>
        {t(isBusy ? 'restoring' : 'restore')}
      </Button>
      {hasLost ? (
        <div className="grid gap-3 rounded-xl bg-danger-soft p-3 text-danger">
          <p className="text-pretty">{t('lostText')}</p>
          <Button variant="danger" onClick={onStartOver}>
            {t('startOver')}
          </Button>
        </div>
      ) : (
        <Button variant="ghost" onClick={() => setHasLost(true)}>
          {t('lost')}
        </Button>
      )}
    </form>
  );
}
