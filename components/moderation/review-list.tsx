'use client';

import { useTranslations } from 'next-intl';
import { TimeText } from '@/components/time/time-text';
import { useDates } from '@/components/time/use-dates';
import { Badge } from '@/components/ui/badge';
import { cn } from '@/components/ui/class-names';
import type { Review } from '@/lib/moderation/review';

interface Props {
  reviews: Review[];
  openId: string | null;
  onOpen: (review: Review) => void;
}

/** What waits, the riskiest first. */
export function ReviewList({ reviews, openId, onOpen }: Props) {
  const t = useTranslations('Moderation');
  const dates = useDates();
  if (reviews.length === 0) {
    return <p className="rounded-2xl border border-dashed p-6 text-center text-muted">{t('empty')}</p>;
  }
  return (
    <ul aria-label={t('queue')} className="grid gap-2">
      {reviews.map((review) => (
        <li key={review.id}>
          <button
            type="button"
            data-review={review.id}
            aria-current={openId === review.id || undefined}
            onClick={() => onOpen(review)}
            className={cn(
              'grid w-full gap-1 rounded-xl border bg-surface p-3 text-start text-sm hover:bg-sunken',
              openId === review.id && 'border-brand',
            )}
          >
            <span className="flex items-center gap-2">
              <Badge tone={review.risk >= 65 ? 'danger' : 'warning'}>
                {t('risk', { risk: review.risk })}
              </Badge>
              <Badge>{t(`kind.${review.kind}`)}</Badge>
              <span className="ms-auto text-xs text-muted">
                <TimeText at={review.createdAt}>{dates.time(review.createdAt)}</TimeText>
              </span>
            </span>
            <span dir="auto" className="truncate font-medium">
              {review.subject.name}
            </span>
            <span dir="auto" className="line-clamp-2 text-muted">
              {review.text ?? t('aboutPerson')}
            </span>
            {review.decision !== null && (
              <span className="font-medium">{t(`decision.${review.decision}`)}</span>
            )}
          </button>
        </li>
      ))}
    </ul>
  );
}
