import { notFound } from 'next/navigation';

export function generateMetadata(): never {
  notFound();
}

/** Addresses that nothing answers get the site's own page for it. */
export default function Nowhere() {
  notFound();
}
