import type { MetadataRoute } from 'next';
import { getTranslations } from 'next-intl/server';
import { routing } from '@/components/navigation/routing';

export default async function manifest(): Promise<MetadataRoute.Manifest> {
  const t = await getTranslations({ locale: routing.defaultLocale, namespace: 'Meta' });
  return {
    name: 'Lendline',
    short_name: 'Lendline',
    description: t('description'),
    start_url: '/',
    display: 'standalone',
    background_color: '#faf9f6',
    theme_color: '#0f766e',
    icons: [{ src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' }],
  };
}
