'use client';

import { Ban } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { askApi } from './ask-api';

/** Stands where one would write, in a conversation in which one can't. */
export function ClosedNote({
  closed,
  otherId,
  name,
}: {
  closed: 'blocked' | 'unavailable';
  otherId: string | undefined;
  name: string;
}) {
  const t = useTranslations('Blocking');
  const [progress, setProgress] = useState<'idle' | 'asking' | 'failed'>('idle');
  return (
    <div className="flex flex-wrap items-center gap-3 border-t bg-surface px-5 py-3 text-sm pb-[max(0.75rem,env(safe-area-inset-bottom))]">
      <Ban aria-hidden className="size-4.5 shrink-0 text-muted" />
      <p role="status" className="min-w-0 flex-1">
        {closed === 'blocked' ? t('youBlocked', { name }) : t('unavailable')}
        {progress === 'failed' && <span className="text-danger"> {t('failed')}</span>}
      </p>
      {closed === 'blocked' && otherId !== undefined && (
        <Button
          variant="soft"
          busy={progress === 'asking'}
          onClick={async () => {
            setProgress('asking');
            const { failure } = await askApi('DELETE', `blocks/${otherId}`);
            setProgress(failure === null ? 'idle' : 'failed');
          }}
        >
          {t('unblock')}
        </Button>
      )}
    </div>
  );
}
