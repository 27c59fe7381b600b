'use client';

import { Copy, Download, Printer } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/text-field';
import type { RecoverySecret } from '@/lib/encryption/recovery';
import { secretFailureOf } from './secret-failure';

interface Props {
  /** Everything was lost: there will be a new key. */
  isAgain: boolean;
  /** There are keys already; how to get them back becomes another way. */
  isChange?: boolean;
  newRecoveryKey: () => string;
  onSecret: (secret: RecoverySecret) => Promise<void>;
  onDone: () => void;
}

/** Keys, and a way to get them back: a recovery key that is shown once, or a passphrase. */
export function SetUpKeys({ isAgain, isChange = false, newRecoveryKey, onSecret, onDone }: Props) {
  const t = useTranslations('Sealing');
  const [kind, setKind] = useState<'key' | 'passphrase'>('key');
  const [recoveryKey] = useState(newRecoveryKey);
  const [passphrase, setPassphrase] = useState('');
  const [hasKept, setHasKept] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<ReturnType<typeof secretFailureOf> | 'not_kept' | null>(null);

  async function save(event: FormEvent) {
    event.preventDefault();
    if (kind === 'key' && !hasKept) {
      setFailure('not_kept');
      return;
    }
    if (isBusy) {
      return;
    }
    setIsBusy(true);
    setFailure(null);
    try {
      await onSecret({ kind, secret: kind === 'key' ? recoveryKey : passphrase });
      onDone();
    } catch (error) {
      setFailure(secretFailureOf(error));
      setIsBusy(false);
    }
  }

  return (
    <form onSubmit={save} className="grid gap-4">
      <p className="text-pretty">
        {t(isAgain ? 'startOverText' : isChange ? 'anotherSecretText' : 'setUpText')}
      </p>
      <p className="rounded-xl bg-warning-soft p-3 font-medium text-pretty text-warning">
        {t('lossWarning')}
      </p>
      <fieldset className="grid gap-1">
        <legend className="mb-1 font-semibold">{t('chooseSecret')}</legend>
        {(['key', 'passphrase'] as const).map((each) => (
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
      {kind === 'key' ? (
        <>
          <RecoveryKey value={recoveryKey} />
          <label className="flex min-h-11 items-center gap-3 font-medium">
            <input
              type="checkbox"
              checked={hasKept}
              onChange={(event) => {
                setHasKept(event.target.checked);
                setFailure(null);
              }}
              className="size-5 accent-brand"
            />
            {t('hasKept')}
          </label>
        </>
      ) : (
        <TextField
          label={t('secret.passphrase')}
          hint={t('passphraseHint')}
          type="password"
          autoComplete="new-password"
          errorId={failure === null ? undefined : 'sealing-failure'}
          value={passphrase}
          onChange={(event) => setPassphrase(event.target.value)}
        />
      )}
      {failure !== null && <Alert id="sealing-failure">{t(`failure.${failure}`)}</Alert>}
      <Button type="submit" size="large" busy={isBusy}>
        {t(isBusy ? 'settingUp' : 'goOn')}
      </Button>
    </form>
  );
}

/** Shown once: to copy, to download, to print. */
function RecoveryKey({ value }: { value: string }) {
  const t = useTranslations('Sealing');
  const [isCopied, setIsCopied] = useState(false);
  const sheet = `${t('sheetTitle')}\n\n${value}\n\n${t('sheetText')}\n`;
  return (
    <div className="grid gap-2">
      <output
        dir="ltr"
        aria-label={t('secret.key')}
        className="rounded-xl border border-dashed border-line-strong bg-surface p-3 text-center font-mono text-base font-semibold break-words select-all"
      >
        {value}
      </output>
      <div className="flex flex-wrap gap-2">
        <Button
          variant="soft"
          onClick={() => void navigator.clipboard.writeText(value).then(() => setIsCopied(true))}
        >
          <Copy aria-hidden />
          <span role="status">{t(isCopied ? 'copied' : 'copy')}</span>
        </Button>
        <a
          download="lendline-recovery-key.txt"
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(sheet)}`}
          className="inline-flex min-h-11 items-center gap-2 rounded-xl bg-sunken px-4 font-semibold hover:bg-sunken-hover"
        >
          <Download aria-hidden className="size-4" />
          {t('download')}
        </a>
        <Button variant="soft" onClick={() => printSheet(sheet)}>
          <Printer aria-hidden />
          {t('print')}
        </Button>
      </div>
    </div>
  );
}

/** By itself, on a page of its own that is gone afterwards. */
function printSheet(sheet: string): void {
  const frame = document.createElement('iframe');
  frame.hidden = true;
  document.body.append(frame);
  const page = frame.contentDocument;
  const text = page?.createElement('pre');
  if (page && text) {
    text.textContent = sheet;
    page.body.append(text);
    frame.contentWindow?.addEventListener('afterprint', () => frame.remove());
    frame.contentWindow?.print();
  }
}
