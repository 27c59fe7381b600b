'use client';

import { useTranslations } from 'next-intl';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import type { Progress } from './use-neighbouring-pages';

interface Props {
  direction: 'older' | 'newer';
  progress: Progress;
  onLoad: () => void;
}

/** What scrolling does by itself, for whoever doesn't scroll, and once more after it has failed. */
export function LoadPage({ direction, progress, onLoad }: Props) {
  const t = useTranslations('Log');
  return (
    <div className="my-2 flex shrink-0 flex-col items-center gap-2">
      {progress === 'failed' && <Alert>{t(`${direction}Failed`)}</Alert>}
      <Button variant="soft" busy={progress === 'loading'} onClick={() => progress !== 'loading' && onLoad()}>
        {t(direction)}
      </Button>
    </div>
  );
}
