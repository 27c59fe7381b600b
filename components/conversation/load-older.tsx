'use client';

import { useTranslations } from 'next-intl';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';

interface Props {
  progress: 'idle' | 'loading' | 'failed';
  onLoad: () => void;
}

export function LoadOlder({ progress, onLoad }: Props) {
  const t = useTranslations('Conversation');
  return (
    <div className="mb-2 flex flex-col items-center gap-2">
      {progress === 'failed' && <Alert>{t('olderFailed')}</Alert>}
      <Button variant="soft" busy={progress === 'loading'} onClick={() => progress !== 'loading' && onLoad()}>
        {t('older')}
      </Button>
    </div>
  );
}
