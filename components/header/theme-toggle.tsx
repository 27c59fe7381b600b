'use client';

import { Moon, Sun } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { themeCookie } from './theme';

/** Light or dark. Choosing what the system says anyway goes back to following the system. */
export function ThemeToggle() {
  const t = useTranslations('Header');
  return (
    <Button
      variant="ghost"
      size="icon"
      shape="pill"
      aria-label={t('toggleTheme')}
      title={t('toggleTheme')}
      onClick={toggle}
    >
      <Moon aria-hidden className="dark:hidden" />
      <Sun aria-hidden className="hidden dark:block" />
    </Button>
  );
}

function toggle() {
  const root = document.documentElement;
  const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  const current = root.classList.contains('dark')
    ? 'dark'
    : root.classList.contains('light')
      ? 'light'
      : system;
  const next = current === 'dark' ? 'light' : 'dark';
  root.classList.remove('light', 'dark');
  if (next === system) {
    remember('', 0);
  } else {
    root.classList.add(next);
    remember(next, 31_536_000);
  }
}

function remember(theme: string, maxAgeSeconds: number) {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet.
  document.cookie = `${themeCookie}=${theme}; path=/; max-age=${maxAgeSeconds}; samesite=lax`;
}
