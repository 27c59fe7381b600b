'use client';

import { BadgeCheck } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Avatar } from '@/components/ui/avatar';
import { Button } from '@/components/ui/button';
import type { Participant } from '@/lib/conversations/conversation';

interface Props {
  id: string;
  name: string;
  /** With what is said about whose it is. */
  shownName: string;
  avatarUrl: string | null;
  isVerified: boolean;
  note: string | null;
  memberRole: Participant['role'];
  action: { text: string; label: string; onAct: () => void } | null;
  /** Below it: what is asked about them. */
  children?: ReactNode;
}

/** Somebody in a group, or asked to join it. */
export function MemberRow({
  id,
  name,
  shownName,
  avatarUrl,
  isVerified,
  note,
  memberRole,
  action,
  children,
}: Props) {
  const t = useTranslations('Conversation');
  const notes = [memberRole === 'member' ? null : t(`role.${memberRole}`), note].filter(
    (one) => one !== null,
  );
  return (
    <li>
      <div className="flex min-h-14 items-center gap-3">
        <Avatar id={id} name={name} imageUrl={avatarUrl} />
        <div className="min-w-0 flex-1">
          <p className="flex items-center gap-1.5 text-sm font-medium">
            <span dir="auto" className="truncate">
              {shownName}
            </span>
            {isVerified && (
              <span title={t('verified')} className="shrink-0 text-brand-text">
                <BadgeCheck aria-hidden className="size-4" />
                <span className="sr-only">{t('verified')}</span>
              </span>
            )}
          </p>
          {notes.length > 0 && <p className="truncate text-xs text-muted">{notes.join(' · ')}</p>}
        </div>
        {action && (
          <Button
            variant="ghost"
            aria-label={action.label}
            onClick={action.onAct}
            className="-me-2 text-danger"
          >
            {action.text}
          </Button>
        )}
      </div>
      {children}
    </li>
  );
}
