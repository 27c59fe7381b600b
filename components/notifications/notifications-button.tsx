'use client';

import { Bell } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { lazy, Suspense } from 'react';
import { useMessengerState } from '@/components/messenger/use-messenger';
import { buttonStyle } from '@/components/ui/button';
import { cn } from '@/components/ui/class-names';
import { Popover } from '@/components/ui/popover';
import { AnnounceElsewhere } from './announce-elsewhere';

const RecentConversations = lazy(() => import('./recent-conversations'));

export function NotificationsButton() {
  const t = useTranslations('Notifications');
  const { unreadCount } = useMessengerState();
  return (
    <>
      <Popover
        label={t('title')}
        trigger={
          <>
            <Bell aria-hidden />
            {unreadCount > 0 && (
              <span
                aria-hidden
                className="absolute end-2.75 top-2.75 size-2.5 rounded-full bg-brand ring-2 ring-surface"
              />
            )}
          </>
        }
        triggerClassName={cn(buttonStyle({ variant: 'ghost', size: 'icon', shape: 'pill' }), 'relative')}
        className="w-96"
      >
        {(isOpen) =>
          isOpen && (
            <Suspense fallback={<div className="h-48" />}>
              <RecentConversations />
            </Suspense>
          )
        }
      </Popover>
      <AnnounceElsewhere />
    </>
  );
}
