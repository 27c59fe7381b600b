import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { noSniff } from '@/lib/http/security-headers';

const types: Record<string, string> = {
  '.js': 'application/javascript; charset=UTF-8',
  '.css': 'text/css; charset=UTF-8',
};

/** Answers a request for a file that was compressed when the app was built; false for all that is Next's to answer. */
export type AnswerStatic = (incoming: IncomingMessage, outgoing: ServerResponse) => boolean;

/**
 * Scripts and styles as Brotli, a seventh smaller than what Next compresses as it answers. `local/assemble-standalone.ts` has laid
 * each beside the file it is made of. They are kept once they were asked for: all of them are less than a megabyte.
 */
export function createStaticFiles(folder: string): AnswerStatic {
  // Only names that were there at the start are looked up, so no path leads anywhere else.
  const kept = new Map<string, Promise<Buffer> | null>(
    globSync('**/*.br', { cwd: folder }).map((file) => [
      `/_next/static/${file.slice(0, -'.br'.length)}`,
      null,
    ]),
  );

  return ({ method, url = '', headers }, outgoing) => {
    const path = decodePath(url);
    const accepted = headers['accept-encoding'] ?? '';
    if (
      method !== 'GET' ||
      !kept.has(path) ||
      !/\bbr\b(?!\s*;\s*q=0(?![.\d]*[1-9]))/.test(String(accepted))
    ) {
      return false;
    }
    const file = kept.get(path) ?? readFile(join(folder, `${path.slice('/_next/static/'.length)}.br`));
    kept.set(path, file);
    file.then(
      (bytes) => {
        outgoing.writeHead(200, {
          'content-type': types[extname(path)],
          'content-encoding': 'br',
          'content-length': bytes.byteLength,
          // The name changes with the content.
          'cache-control': 'public, max-age=31536000, immutable',
          vary: 'accept-encoding',
          [noSniff.key]: noSniff.value,
        });
        outgoing.end(bytes);
      },
      (error: unknown) => {
        kept.set(path, null);
        console.error(JSON.stringify({ path, error: String(error) }));
        outgoing.writeHead(500).end();
      },
    );
    return true;
  };
}

function decodePath(url: string): string {
  try {
    return decodeURIComponent(url.split('?', 1)[0] ?? '');
  } catch {
    return '';
  }
}
