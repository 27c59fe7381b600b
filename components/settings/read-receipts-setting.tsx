'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useMessenger } from '@/components/messenger/use-messenger';
import { Switch } from '@/components/ui/switch';
import { useHydrated } from '@/components/ui/use-hydrated';
import { savePreferences } from './save-preferences';

type Progress = 'idle' | 'saving' | 'saved' | 'failed' | 'signedOut';

/** Whether others learn how far I have read, and I of them. */
export function ReadReceiptsSetting({ hidesReadReceipts }: { hidesReadReceipts: boolean }) {
  const t = useTranslations('Settings');
  const messenger = useMessenger();
  const isHydrated = useHydrated();
  const [isOn, setIsOn] = useState(!hidesReadReceipts);
  const [progress, setProgress] = useState<Progress>('idle');

  async function change(next: boolean) {
    setIsOn(next);
    setProgress('saving');
    const failure = await savePreferences({ hidesReadReceipts: !next });
    if (failure === null) {
      // What is held of conversations was read under the other setting.
      void messenger.startAgain();
    } else {
      setIsOn(!next);
    }
    setProgress(failure === null ? 'saved' : failure === 'unauthenticated' ? 'signedOut' : 'failed');
  }

  return (
    <div>
      <div className="flex items-start justify-between gap-6">
        <div>
          <p id="read-receipts" className="font-semibold">
            {t('readReceipts')}
          </p>
          <p id="read-receipts-text" className="mt-1 text-sm text-pretty text-muted">
            {t('readReceiptsText')}
          </p>
        </div>
        <Switch
          aria-labelledby="read-receipts"
          aria-describedby="read-receipts-text"
          isOn={isOn}
          // A second answer could come before the first.
          disabled={!isHydrated}
          onChange={(next) => progress !== 'saving' && change(next)}
        />
      </div>
      <div className="mt-2 min-h-5 text-sm">
        <p role="status" className="text-muted">
          {progress === 'saving' && t('saving')}
          {progress === 'saved' && t('saved')}
        </p>
        {(progress === 'failed' || progress === 'signedOut') && (
          <p role="alert" className="text-danger">
            {t(progress)}
          </p>
        )}
      </div>
    </div>
  );
}
