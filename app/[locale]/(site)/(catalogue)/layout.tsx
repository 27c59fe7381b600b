import type { ReactNode } from 'react';
import { Hero } from '@/components/gear/hero';

export default function CatalogueLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <Hero />
      {children}
    </>
  );
}
