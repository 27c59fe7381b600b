import type { IncomingMessage } from 'node:http';
import { UpstashError } from './upstash-error.ts';

/**
 * The body of a request as text; throws UpstashError 413 above `maxBytes`. What is somewhat too large is read to its
 * end and not kept: a client that is still writing when the connection closes never sees the answer.
 */
export async function readText(request: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size <= maxBytes) chunks.push(chunk);
    if (size > maxBytes * 16) break;
  }
  if (size > maxBytes) {
    throw new UpstashError(413, `ERR max request size exceeded. Limit: ${maxBytes} bytes`);
  }
  return Buffer.concat(chunks).toString('utf8');
}
