import { BadgeCheck } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { ResponseTime } from '@/components/people/response-time';
import { Avatar } from '@/components/ui/avatar';
import { Badge } from '@/components/ui/badge';
import type { Gear } from '@/lib/gear/gear';
import type { ResponseTime as ResponseTimeValue } from '@/lib/people/response-time';

interface Props {
  lister: Gear['lister'];
  responseTime: ResponseTimeValue | null;
}

export function ListerCard({ lister, responseTime }: Props) {
  const t = useTranslations('Gear');
  const format = useFormatter();
  return (
    <div className="mt-4 flex items-center gap-4">
      <Avatar id={lister.id} name={lister.name} imageUrl={lister.avatarUrl} size="large" />
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span dir="auto" className="min-w-0 font-semibold">
            {lister.name}
          </span>
          {lister.verifiedAt !== null && (
            <Badge tone="brand">
              <BadgeCheck aria-hidden className="size-3.5" />
              {t('verified')}
            </Badge>
          )}
        </p>
        <p className="mt-0.5 text-sm text-muted">
          {t('memberSince', {
            date: format.dateTime(new Date(lister.memberSince), {
              month: 'long',
              year: 'numeric',
              timeZone: 'UTC',
            }),
          })}
        </p>
        <ResponseTime value={responseTime} />
      </div>
    </div>
  );
}
