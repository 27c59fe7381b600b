import { cp, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

const standalone = '.next/standalone';

// The standalone server serves these itself, and `next build` leaves them out for those who have a CDN.
await cp('.next/static', join(standalone, '.next/static'), { recursive: true });
await cp('public', join(standalone, 'public'), { recursive: true });

// server/start.ts becomes the server, and starts Next's.
await rename(join(standalone, 'server.js'), join(standalone, 'next-server.js'));
const bundle = await rolldown({
  input: 'server/start.ts',
  platform: 'node',
  resolve: { alias: { '@': process.cwd() } },
  transform: { define: { 'process.env.NODE_ENV': '"production"' } },
});
await bundle.write({ file: join(standalone, 'server.js'), format: 'esm', codeSplitting: false });
await bundle.close();
