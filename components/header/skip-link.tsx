import { useTranslations } from 'next-intl';
import { buttonStyle } from '@/components/ui/button';
import { cn } from '@/components/ui/class-names';

/** The first stop of a keyboard on every page; each page's main element is named `main`. */
export function SkipLink() {
  const t = useTranslations('Header');
  return (
    <a
      href="#main"
      className={cn(
        buttonStyle(),
        'fixed start-3 top-2.5 z-50 -translate-y-20 focus:translate-y-0 focus:shadow-raised',
      )}
    >
      {t('skip')}
    </a>
  );
}
