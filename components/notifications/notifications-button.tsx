'use client';

import { Bell } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useMessengerState } from '@/components/messenger/use-messenger';
import { buttonStyle } from '@/components/ui/button';
import { cn } from '@/components/ui/class-names';
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover';
import { UnreadConversations } from './unread-conversations';

export function NotificationsButton() {
  const t = useTranslations('Notifications');
  const { unreadCount } = useMessengerState();
  return (
    <Popover>
      <PopoverTrigger
        aria-label={t('title')}
        title={t('title')}
        className={cn(buttonStyle({ variant: 'ghost', size: 'icon' }), 'relative')}
      >
        <Bell aria-hidden />
        {unreadCount > 0 && (
          <span
            aria-hidden
            className="absolute end-2.5 top-2.5 size-2.5 rounded-full bg-brand ring-2 ring-surface"
          />
        )}
      </PopoverTrigger>
      <PopoverContent aria-label={t('title')}>
        <UnreadConversations />
      </PopoverContent>
    </Popover>
  );
}
