import { MessagesSquare, ShieldCheck } from 'lucide-react';
import { useTranslations } from 'next-intl';

export function SafetyTips() {
  const t = useTranslations('Safety');
  return (
    <ul className="mt-5 grid gap-3 border-t pt-5 text-sm text-muted">
      <li className="flex gap-3">
        <ShieldCheck aria-hidden className="mt-px size-4.5 shrink-0 text-brand-text" />
        {t('pay')}
      </li>
      <li className="flex gap-3">
        <MessagesSquare aria-hidden className="mt-px size-4.5 shrink-0 text-brand-text" />
        {t('talk')}
      </li>
    </ul>
  );
}
