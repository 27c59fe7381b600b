'use client';

import { MessageCircle } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useMessengerState } from '@/components/messenger/use-messenger';
import { Link, usePathname } from '@/components/navigation/navigation';
import { buttonStyle } from '@/components/ui/button';
import { cn } from '@/components/ui/class-names';
import { Count } from '@/components/ui/count';
import { PendingBar } from '@/components/ui/pending-bar';

export function MessagesLink() {
  const t = useTranslations('Header');
  const { unreadCount } = useMessengerState();
  const isHere = usePathname().startsWith('/messages');
  return (
    <Link
      href="/messages"
      prefetch={false}
      aria-label={unreadCount > 0 ? t('messagesUnread', { count: unreadCount }) : t('messages')}
      aria-current={isHere ? 'true' : undefined}
      className={cn(
        buttonStyle({ variant: 'ghost', size: 'compact' }),
        'relative max-sm:rounded-full aria-[current]:text-brand-text',
      )}
    >
      <MessageCircle aria-hidden />
      <span className="max-sm:hidden">{t('messages')}</span>
      {unreadCount > 0 && (
        <Count
          value={unreadCount}
          className="max-sm:absolute max-sm:end-0.5 max-sm:top-0.5 max-sm:ring-2 max-sm:ring-surface"
        />
      )}
      <PendingBar />
    </Link>
  );
}
