import { useTranslations } from 'next-intl';
import { Link } from '@/components/navigation/navigation';
import { NotificationsButton } from '@/components/notifications/notifications-button';
import { buttonStyle } from '@/components/ui/button';
import { cn } from '@/components/ui/class-names';
import { PendingBar } from '@/components/ui/pending-bar';
import { AccountMenu } from './account-menu';
import { Brand } from './brand';
import { MessagesLink } from './messages-link';
import { ThemeToggle } from './theme-toggle';

interface Props {
  /** Null for visitors. */
  account: { email: string } | null;
  signOut: () => Promise<void>;
}

export function SiteHeader({ account, signOut }: Props) {
  const t = useTranslations('Header');
  return (
    <header className="sticky top-0 z-40 h-(--header-height) border-b bg-surface">
      <div className="mx-auto flex h-full max-w-360 items-center justify-between gap-2 px-3 sm:px-6">
        <Link href="/" aria-label={t('home')} className="inline-flex rounded-xl p-1.5">
          <Brand />
          <PendingBar />
        </Link>
        <div className="flex items-center gap-0.5 sm:gap-1">
          {account !== null && (
            <nav aria-label={t('main')}>
              <MessagesLink />
            </nav>
          )}
          {account !== null && <NotificationsButton />}
          <ThemeToggle />
          {account !== null ? (
            <AccountMenu email={account.email} signOut={signOut} />
          ) : (
            <Link href="/sign-in" className={cn(buttonStyle(), 'ms-1')}>
              {t('signIn')}
              <PendingBar />
            </Link>
          )}
        </div>
      </div>
    </header>
  );
}
