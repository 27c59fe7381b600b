import type { IncomingMessage } from 'node:http';

/** Small bodies only, whose length is said, are read here: everything else is Next's to read. */
export const maxBodyBytes = 100_000;

/** The body, by its events: iterating over a stream takes several turns more. Null when whoever sent it has gone away in the middle. */
export function readBody(incoming: IncomingMessage): Promise<Buffer<ArrayBuffer> | null> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => resolve(Buffer.concat(parts)));
    incoming.on('error', () => resolve(null));
    incoming.on('close', () => resolve(null));
  });
}
