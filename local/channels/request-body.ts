import type { IncomingMessage } from 'node:http';
import { ApiError } from './api-error.ts';

/**
 * The whole body of a request; a 413 when it is larger than `maxBytes`. A body somewhat too large is read to its end
 * (and not kept), because a client that is still writing when the connection closes never sees the answer.
 */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  // By default, leaving the loop early would destroy the socket that the answer has to go out on.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size <= maxBytes) chunks.push(chunk);
    if (size > maxBytes * 16) break;
  }
  if (size > maxBytes)
    throw new ApiError(413, `The request body exceeds the allowed maximum (${maxBytes} bytes)`);
  return Buffer.concat(chunks);
}
