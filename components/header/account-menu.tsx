'use client';

import { Inbox, Languages, LogOut, Settings2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useMe } from '@/components/messenger/use-messenger';
import { Link } from '@/components/navigation/navigation';
import { Avatar } from '@/components/ui/avatar';
import { buttonStyle } from '@/components/ui/button';
import { cn } from '@/components/ui/class-names';
import { PendingBar } from '@/components/ui/pending-bar';
import { Popover } from '@/components/ui/popover';
import { LanguageLinks } from './language-links';
import { SignOutForm } from './sign-out-form';

interface Props {
  email: string;
  signOut: () => Promise<void>;
}

export function AccountMenu({ email, signOut }: Props) {
  const t = useTranslations('Header');
  const languages = useTranslations('Languages');
  const tDashboard = useTranslations('Dashboard');
  const me = useMe();
  return (
    <Popover
      label={t('account', { name: me.name })}
      trigger={<Avatar id={me.id} name={me.name} />}
      triggerClassName={buttonStyle({ variant: 'ghost', size: 'icon', shape: 'pill' })}
      className="w-64 p-2"
    >
      {() => (
        <>
          <div className="flex items-center gap-3 border-b px-2 pt-1.5 pb-3">
            <Avatar id={me.id} name={me.name} />
            <div className="min-w-0 text-sm">
              <p dir="auto" className="truncate font-semibold" title={me.name}>
                {me.name}
              </p>
              <p className="truncate text-muted" title={email}>
                {email}
              </p>
            </div>
          </div>
          <Link
            href="/settings/messaging"
            prefetch={false}
            className={cn(buttonStyle({ variant: 'ghost', align: 'start' }), 'mt-2 w-full')}
          >
            <Settings2 aria-hidden />
            {t('messagingSettings')}
            <PendingBar />
          </Link>
          <Link
            href="/dashboard/messages"
            prefetch={false}
            className={cn(buttonStyle({ variant: 'ghost', align: 'start' }), 'w-full')}
          >
            <Inbox aria-hidden />
            {tDashboard('link')}
            <PendingBar />
          </Link>
          <div className="my-2 border-y py-2">
            <p aria-hidden className="flex items-center gap-2 px-4 py-1 text-sm font-semibold">
              <Languages aria-hidden className="size-[1.125em] shrink-0" />
              {languages('label')}
            </p>
            <LanguageLinks
              isSignedIn
              className="flex flex-wrap gap-1"
              linkClassName="inline-flex min-h-11 items-center rounded-xl px-3 text-sm hover:bg-sunken"
            />
          </div>
          <SignOutForm signOut={signOut}>
            <LogOut aria-hidden />
            {t('signOut')}
          </SignOutForm>
        </>
      )}
    </Popover>
  );
}
