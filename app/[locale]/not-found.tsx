import { Compass } from 'lucide-react';
import type { Metadata } from 'next';
import { useTranslations } from 'next-intl';
import { getTranslations } from 'next-intl/server';
import { Link } from '@/components/navigation/navigation';
import { buttonStyle } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('NotFound');
  return { title: t('title') };
}

export default function NotFound() {
  const t = useTranslations('NotFound');
  return (
    <main id="main" tabIndex={-1} className="flex flex-1">
      <EmptyState
        level="h1"
        picture={<Compass aria-hidden className="size-12 text-brand-text" strokeWidth={1.5} />}
        title={t('title')}
        action={
          <Link href="/" className={buttonStyle()}>
            {t('home')}
          </Link>
        }
      >
        {t('text')}
      </EmptyState>
    </main>
  );
}
