'use client';

import { BadgeCheck, ShieldAlert, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { reasonOf } from '@/components/safety/reason-of';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/class-names';
import { inputStyle } from '@/components/ui/input-style';
import { type Decision, decisionsFor, type ReviewDetails } from '@/lib/moderation/review';
import { HighlightedText } from './highlighted-text';
import { PersonHistory } from './person-history';

const sanctions = ['warn', 'mute', 'ban'] as const;

interface Props {
  details: ReviewDetails;
  reason: string;
  onReason: (reason: string) => void;
  onDecide: (decision: Decision) => void;
  onSanction: (kind: (typeof sanctions)[number]) => void;
  onClose: () => void;
}

/** All there is to decide by, and the decision. */
export function ReviewPanel({ details, reason, onReason, onDecide, onSanction, onClose }: Props) {
  const t = useTranslations('Moderation');
  const moderated = useTranslations('Moderated');
  const explained = details.findings.filter(({ points }) => points > 0);
  const Verification = details.verification === 'verified' ? BadgeCheck : ShieldAlert;
  return (
    <section
      aria-label={t(`kind.${details.kind}`)}
      className="grid gap-4 rounded-2xl border bg-surface p-4 text-sm sm:p-5"
    >
      <header className="flex flex-wrap items-center gap-2">
        <Badge tone="warning">{t('risk', { risk: details.risk })}</Badge>
        <Badge>{t(`kind.${details.kind}`)}</Badge>
        {details.isUnsent && <Badge>{t('unsent')}</Badge>}
        {details.gearTitle && <span dir="auto">{t('gear', { gear: details.gearTitle })}</span>}
        <Button variant="ghost" size="icon" aria-label={t('close')} onClick={onClose} className="ms-auto">
          <X aria-hidden />
        </Button>
      </header>
      {details.text !== null && (
        <blockquote className="rounded-xl bg-sunken p-3 text-base">
          <HighlightedText text={details.text} findings={explained} />
        </blockquote>
      )}
      {details.verification !== null && (
        <p
          className={cn(
            'flex gap-2 font-medium',
            details.verification === 'verified' ? 'text-brand-text' : 'text-warning',
          )}
        >
          <Verification aria-hidden className="mt-px size-4.5 shrink-0" />
          {t(`verification.${details.verification}`)}
        </p>
      )}
      {details.reason && <p>{t('reportedFor', { reason: details.reason })}</p>}
      {details.note && <p dir="auto">{t('note', { note: details.note })}</p>}
      <div>
        <h2 className="font-semibold">{t('findings')}</h2>
        {explained.length === 0 ? (
          <p className="text-muted">{t('noFindings')}</p>
        ) : (
          <ul className="list-disc ps-5">
            {explained.map(({ id, group, evidence, points, span }) => (
              <li key={`${id}-${span[0]}`}>
                {moderated(`reason.${reasonOf(group)}`)} <code dir="auto">{evidence.slice(0, 60)}</code>{' '}
                <span className="text-muted">
                  {id}, {t('points', { points })}
                </span>
              </li>
            ))}
          </ul>
        )}
      </div>
      <div className="grid gap-3 sm:grid-cols-2">
        <PersonHistory
          title={t('history', { name: details.subjectHistory.name })}
          person={details.subjectHistory}
        />
        {details.reporterHistory && (
          <PersonHistory
            title={t('reporter', { name: details.reporterHistory.name })}
            person={details.reporterHistory}
          />
        )}
      </div>
      {details.around.length > 0 && (
        <div>
          <h2 className="font-semibold">{t('around')}</h2>
          <p className="text-muted">{t('aroundHint')}</p>
          <ol className="mt-2 grid max-h-72 gap-1 overflow-y-auto rounded-xl border p-2">
            {details.around.map((message) => (
              <li
                key={message.id}
                className={cn('rounded-lg px-2 py-1', message.id === details.messageId && 'bg-warning-soft')}
              >
                <span dir="auto" className="font-medium">
                  {message.senderName}
                </span>{' '}
                <span dir="auto">{message.body?.text ?? '—'}</span>
              </li>
            ))}
          </ol>
        </div>
      )}
      <label className="grid gap-1">
        <span className="font-medium">{t('reason')}</span>
        <textarea
          value={reason}
          maxLength={500}
          rows={2}
          onChange={(event) => onReason(event.target.value)}
          className={cn(inputStyle, 'rounded-xl px-3 py-2')}
        />
      </label>
      <div className="flex flex-wrap gap-2">
        {details.decidedAt === null &&
          decisionsFor(details).map((decision, index) => (
            <Button
              key={decision}
              variant={index === 0 ? 'soft' : 'primary'}
              onClick={() => onDecide(decision)}
            >
              {t(`decision.${decision}`)}
            </Button>
          ))}
        <span className="ms-auto flex flex-wrap gap-2">
          {sanctions.map((kind) => (
            <Button key={kind} variant={kind === 'ban' ? 'danger' : 'soft'} onClick={() => onSanction(kind)}>
              {t(`sanction.${kind}`)}
            </Button>
          ))}
        </span>
      </div>
    </section>
  );
}
