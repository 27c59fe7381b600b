import { notFound } from 'next/navigation';

/** Addresses that nothing answers get the site's own page for it. */
export default function Nowhere() {
  notFound();
}
