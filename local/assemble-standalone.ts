import { globSync } from 'node:fs';
import { cp, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';
import { rolldown } from 'rolldown';

const standalone = '.next/standalone';

// The standalone server serves these itself, and `next build` leaves them out for those who have a CDN.
const staticFiles = join(standalone, '.next/static');
await cp('.next/static', staticFiles, { recursive: true });
await cp('public', join(standalone, 'public'), { recursive: true });

// server/static-files.ts answers with these. At this quality it takes too long for each answer, and pays once.
const compress = promisify(brotliCompress);
await Promise.all(
  globSync('**/*.{js,css}', { cwd: staticFiles }).map(async (file) => {
    const path = join(staticFiles, file);
    await writeFile(`${path}.br`, await compress(await readFile(path)));
  }),
);

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
