import type { ReactNode } from 'react';
import { getSession } from '@/app/session';
import { SiteFooter } from '@/components/header/site-footer';

export default async function SiteLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <main id="main" tabIndex={-1} className="mx-auto w-full max-w-360 px-4 pb-16 sm:px-7">
        {children}
      </main>
      <SiteFooter isSignedIn={(await getSession()) !== null} />
    </>
  );
}
