'use client';

import { useTranslations } from 'next-intl';
import { lazy, Suspense } from 'react';
import { FloatingPanel } from '@/components/ui/floating-panel';
import { Toast, type ToastContent } from '@/components/ui/toast';
import { useInboxControls } from './inbox-controls';
import { LabelChoices } from './label-choices';
import { PlaceMenu } from './place-menu';

const ShortcutsDialog = lazy(async () => ({ default: (await import('./shortcuts-dialog')).ShortcutsDialog }));

/** What lies over the inbox: the menu of what one points at, dialogs, and what was done last. */
export function InboxOverlays({
  toast,
  onToastClosed,
}: {
  toast: ToastContent | null;
  onToastClosed: () => void;
}) {
  const t = useTranslations('InboxActions');
  const controls = useInboxControls();
  const request = controls?.request ?? null;
  const close = () => controls?.ask(null);
  return (
    <>
      {request !== null && request.kind !== 'shortcuts' && (
        <FloatingPanel key={request.kind} anchor={request.anchor} onClose={close} className="w-64">
          {request.kind === 'labels' ? (
            <LabelChoices ids={request.ids} onClose={close} />
          ) : (
            <PlaceMenu
              ids={request.ids}
              anchor={request.anchor}
              isMuting={request.kind === 'mute'}
              onClose={close}
            />
          )}
        </FloatingPanel>
      )}
      {request?.kind === 'shortcuts' && (
        <Suspense>
          <ShortcutsDialog onClose={close} />
        </Suspense>
      )}
      <Toast toast={toast} dismissLabel={t('dismiss')} onClose={onToastClosed} />
    </>
  );
}
