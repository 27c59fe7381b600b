import { useTranslations } from 'next-intl';
import { Badge } from '@/components/ui/badge';
import type { Report } from '@/lib/people/reports';

/** What one has reported, and what came of it. */
export function MyReports({ reports }: { reports: Report[] }) {
  const t = useTranslations('Report');
  return (
    <ul className="grid gap-2 text-sm">
      {reports.map(({ id, name, reason, outcome }) => (
        <li key={id} className="flex min-h-8 flex-wrap items-center gap-2">
          <span dir="auto" className="font-medium">
            {name}
          </span>
          <span className="text-muted">{t(`reason.${reason}`)}</span>
          <Badge tone={outcome === 'acted' ? 'brand' : 'neutral'} className="ms-auto">
            {t(`outcome.${outcome ?? 'open'}`)}
          </Badge>
        </li>
      ))}
    </ul>
  );
}
