'use client';

import { Ban, Flag } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { FloatingPanel } from '@/components/ui/floating-panel';
import { Menu, MenuItem } from '@/components/ui/menu';
import { askApi } from './ask-api';
import { ReportForm } from './report-form';

interface Props {
  anchor: HTMLElement;
  userId: string;
  conversationId: string;
  name: string;
  isBlocked: boolean;
  onClose: () => void;
}

/** Blocks or reports the person one talks with. */
export function PersonMenu({ anchor, userId, conversationId, name, isBlocked, onClose }: Props) {
  const t = useTranslations('Blocking');
  const [isReporting, setIsReporting] = useState(false);
  const [hasFailed, setHasFailed] = useState(false);
  return (
    <FloatingPanel key={String(isReporting)} anchor={anchor} onClose={onClose}>
      {isReporting ? (
        <ReportForm about={{ userId, conversationId }} onClose={onClose} />
      ) : (
        <Menu label={t('menu', { name })} onTab={onClose}>
          <MenuItem
            icon={Ban}
            isDangerous={!isBlocked}
            onChoose={async () => {
              const { failure } = await askApi(isBlocked ? 'DELETE' : 'PUT', `blocks/${userId}`);
              if (failure === null) {
                onClose();
              } else {
                setHasFailed(true);
              }
            }}
          >
            {isBlocked ? t('unblock') : t('block', { name })}
          </MenuItem>
          <MenuItem icon={Flag} isDangerous onChoose={() => setIsReporting(true)}>
            {t('report', { name })}
          </MenuItem>
        </Menu>
      )}
      {hasFailed && (
        <p role="alert" className="px-3 py-2 text-sm text-danger">
          {t('failed')}
        </p>
      )}
    </FloatingPanel>
  );
}
