import { ShieldCheck } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { LanguageLinks } from './language-links';

export function SiteFooter({ isSignedIn }: { isSignedIn: boolean }) {
  const t = useTranslations('Footer');
  return (
    <footer className="mt-auto border-t">
      <div className="mx-auto flex max-w-360 flex-wrap items-center justify-between gap-x-6 gap-y-2 px-4 py-6 text-sm text-muted sm:px-7">
        <p>{t('tagline')}</p>
        <LanguageLinks
          isSignedIn={isSignedIn}
          className="flex flex-wrap gap-x-1 max-sm:order-last max-sm:-ms-3"
          linkClassName="inline-flex min-h-11 items-center rounded-xl px-3 hover:bg-sunken hover:text-foreground"
        />
        <p className="flex items-center gap-2">
          <ShieldCheck aria-hidden className="size-4 shrink-0" />
          {t('safety')}
        </p>
      </div>
    </footer>
  );
}
