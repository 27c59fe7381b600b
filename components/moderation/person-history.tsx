'use client';

import { useTranslations } from 'next-intl';
import { Badge } from '@/components/ui/badge';
import type { History } from '@/lib/moderation/review';

/** What a moderator should know of somebody. */
export function PersonHistory({ title, person }: { title: string; person: History }) {
  const t = useTranslations('Moderation');
  return (
    <div className="rounded-xl border p-3">
      <h3 dir="auto" className="font-semibold">
        {title}
      </h3>
      <p className="mt-1 flex flex-wrap gap-1">
        <Badge tone={person.verifiedAt ? 'brand' : 'neutral'}>
          {t(person.verifiedAt ? 'verified' : 'notVerified')}
        </Badge>
        {person.isBanned && <Badge tone="danger">{t('banned')}</Badge>}
        {person.mutedUntil && <Badge tone="warning">{t('muted')}</Badge>}
      </p>
      <ul className="mt-1 text-muted">
        <li>{t('member', { date: person.memberSince.slice(0, 10) })}</li>
        <li>
          {t('messages', { count: person.messages })}, {t('flagged', { count: person.flagged })},{' '}
          {t('blockedCount', { count: person.blocked })}, {t('reportedBy', { count: person.reportedBy })}
        </li>
        <li>{t('reports', { upheld: person.reportsUpheld, made: person.reportsMade })}</li>
        {person.actions.map(({ action, reason, at }) => (
          <li key={at} dir="auto">
            {at.slice(0, 10)} {action} {reason}
          </li>
        ))}
      </ul>
    </div>
  );
}
