'use client';

import { KeyRound, Lock, ShieldAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { useMe, useMessenger, useMessengerState } from '@/components/messenger/use-messenger';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/class-names';
import type { Conversation } from '@/lib/conversations/conversation';
import type { SealingActions } from '@/lib/messenger/sealing';
import { SealingDialog } from './sealing-parts';

/** A changed key comes first: until it is looked at, nothing goes out. */
export function SealingNotices({ conversation }: { conversation: Conversation }) {
  const t = useTranslations('Sealing');
  const me = useMe();
  const messenger = useMessenger();
  const { sealing } = useMessengerState();
  const [isOpen, setIsOpen] = useState(false);
  const [hasFailed, setHasFailed] = useState(false);
  const { id, sealed, sealingConsents, participants } = conversation;
  const nameOf = (userId: string) => participants.find((one) => one.userId === userId)?.name ?? t('somebody');
  const changed = sealing?.changedKeys[id] ?? [];
  const names = (ids: readonly string[]) => ids.map(nameOf).join(', ');

  function act(doIt: (actions: SealingActions) => Promise<void>) {
    setHasFailed(false);
    messenger
      .sealing()
      .then(doIt)
      .catch((error: unknown) => {
        console.error(error);
        setHasFailed(true);
      });
  }

  const dialog = isOpen && <SealingDialog conversation={conversation} onClose={() => setIsOpen(false)} />;
  const failed = hasFailed && <p className="text-danger">{t('failed')}</p>;
  if (sealed && changed.length > 0) {
    return (
      <Notice
        icon={ShieldAlert}
        isWarning
        title={t('changedTitle', { names: names(changed) })}
        text={t('changedText')}
      >
        <Button onClick={() => setIsOpen(true)}>{t('compare')}</Button>
        <Button variant="soft" onClick={() => act((actions) => actions.acknowledgeKeys(id))}>
          {t('acknowledge')}
        </Button>
        {failed}
        {dialog}
      </Notice>
    );
  }
  if (sealed) {
    const isElsewhere = sealing?.status === 'elsewhere';
    return (
      <Notice
        icon={KeyRound}
        title={t(isElsewhere ? 'elsewhereTitle' : 'noneTitle')}
        text={t(isElsewhere ? 'elsewhereText' : 'noneText')}
      >
        <Button onClick={() => setIsOpen(true)}>{t(isElsewhere ? 'restore' : 'setUp')}</Button>
        {dialog}
      </Notice>
    );
  }
  const hasAgreed = sealingConsents.includes(me.id);
  const waitingFor = participants.filter(
    ({ userId, leftAt }) => leftAt === null && !sealingConsents.includes(userId),
  );
  return (
    <Notice
      icon={Lock}
      title={
        hasAgreed
          ? t('waitingTitle', { names: names(waitingFor.map(({ userId }) => userId)) })
          : t('askedTitle', { name: nameOf(sealingConsents[0] ?? '') })
      }
      text={hasAgreed ? t('waitingText') : t('askedText')}
    >
      {!hasAgreed && <Button onClick={() => setIsOpen(true)}>{t('look')}</Button>}
      <Button variant="soft" onClick={() => act((actions) => actions.decline(id))}>
        {t(hasAgreed ? 'takeBack' : 'notNow')}
      </Button>
      {failed}
      {dialog}
    </Notice>
  );
}

interface NoticeProps {
  icon: typeof Lock;
  title: string;
  text: string;
  isWarning?: boolean;
  children: ReactNode;
}

function Notice({ icon: Icon, title, text, isWarning = false, children }: NoticeProps) {
  return (
    <div
      role="status"
      className={cn(
        'flex gap-3 border-t px-4 py-3 text-sm md:px-5',
        isWarning ? 'bg-warning-soft text-warning' : 'bg-surface',
      )}
    >
      <Icon aria-hidden className="mt-0.5 size-5 shrink-0" />
      <div className="min-w-0 flex-1">
        <p dir="auto" className="font-semibold">
          {title}
        </p>
        <p className={cn('mt-0.5 text-pretty', !isWarning && 'text-muted')}>{text}</p>
        <div className="mt-2.5 flex flex-wrap gap-2">{children}</div>
      </div>
    </div>
  );
}
