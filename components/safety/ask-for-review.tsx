'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { Button } from '@/components/ui/button';
import { askApi } from './ask-api';

interface Appeal {
  appeal: 'open' | 'granted' | 'declined' | null;
  explanation: string | null;
}

/** Asks moderators to look at a message that was refused, once, and says what came of it. */
export function AskForReview({ messageId }: { messageId: string }) {
  const t = useTranslations('Moderated');
  const [known, setKnown] = useState<Appeal | null>(null);
  const [progress, setProgress] = useState<'idle' | 'asking' | 'failed'>('idle');
  const path = `messages/${messageId}/appeal`;

  useEffect(() => {
    let isGone = false;
    async function look() {
      const { data } = await askApi<Appeal>('GET', path);
      if (data !== null && !isGone) {
        setKnown(data);
      }
    }
    void look();
    // Whoever comes back wants to know.
    window.addEventListener('focus', look);
    return () => {
      isGone = true;
      window.removeEventListener('focus', look);
    };
  }, [path]);

  if (known !== null && known.appeal !== null) {
    return (
      <p role="status" className="font-medium">
        {t(known.appeal === 'granted' ? 'refusedAppeal.granted' : `appeal.${known.appeal}`)}
        {known.explanation !== null && <span dir="auto"> {known.explanation}</span>}
      </p>
    );
  }
  return (
    <div>
      {progress === 'failed' && <p>{t('failed')}</p>}
      <Button
        variant="ghost"
        busy={progress === 'asking'}
        className="-ms-2"
        onClick={async () => {
          setProgress('asking');
          const { data, failure } = await askApi<Appeal>('POST', path);
          setProgress(failure === null || failure === 'conflict' ? 'idle' : 'failed');
          if (data !== null || failure === 'conflict') {
            setKnown(data ?? { appeal: 'open', explanation: null });
          }
        }}
      >
        {t('askForReview')}
      </Button>
    </div>
  );
}
