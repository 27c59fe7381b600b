import { useTranslations } from 'next-intl';

/** Who one can be on a laptop. */
export function DemoPeople() {
  const t = useTranslations('Demo');
  return (
    <aside className="mt-10 rounded-xl border border-dashed p-4 text-sm text-muted">
      <p className="font-medium text-foreground">{t('title')}</p>
      <ul className="mt-2 grid gap-1">
        <li>{t.rich('renter', { code })}</li>
        <li>{t.rich('lister', { code })}</li>
        <li>{t.rich('password', { code })}</li>
      </ul>
    </aside>
  );
}

const code = (chunks: React.ReactNode) => <code className="text-foreground">{chunks}</code>;
