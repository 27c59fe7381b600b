import { useTranslations } from 'next-intl';

export function Hero() {
  const t = useTranslations('Catalogue');
  return (
    <div className="max-w-2xl pt-8 pb-4 sm:pt-12 sm:pb-6">
      <h1 className="text-3xl font-bold tracking-tight sm:text-4xl">{t('title')}</h1>
      <p className="mt-2.5 text-balance text-muted sm:text-lg">{t('subtitle')}</p>
    </div>
  );
}
