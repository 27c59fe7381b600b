import type { ReactNode } from 'react';
import { SiteFooter } from '@/components/header/site-footer';

export default function SiteLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <main id="main" tabIndex={-1} className="mx-auto w-full max-w-360 px-4 pb-16 sm:px-7">
        {children}
      </main>
      <SiteFooter />
    </>
  );
}
