import { cp } from 'node:fs/promises';

// The standalone server serves these itself, and `next build` leaves them out for those who have a CDN.
await cp('.next/static', '.next/standalone/.next/static', { recursive: true });
await cp('public', '.next/standalone/public', { recursive: true });
