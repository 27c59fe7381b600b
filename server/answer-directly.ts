import type { IncomingMessage, ServerResponse } from 'node:http';
import { noSniff, securityHeaders } from '@/lib/http/security-headers';
import type { Answer } from './message-path';

const fixedHeaders = [noSniff, ...securityHeaders].flatMap(({ key, value }) => [key, value]);

/** Gives a Node request to a handler that knows Web standards only, and its answer, a text, back. */
export async function answerDirectly(
  answer: Answer,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  try {
    const response = await answer(await toRequest(incoming));
    const text = await response.text();
    const headers = [...fixedHeaders];
    for (const [name, value] of response.headers) {
      headers.push(name, value);
    }
    headers.push('content-length', String(Buffer.byteLength(text)));
    outgoing.writeHead(response.status, headers).end(text);
  } catch (error) {
    // Who asked has gone away in the middle, or a header can't be one.
    console.error(JSON.stringify({ path: incoming.url, error: String(error) }));
    if (outgoing.headersSent) {
      outgoing.destroy();
    } else {
      outgoing.writeHead(400).end();
    }
  }
}

async function toRequest(incoming: IncomingMessage): Promise<Request> {
  const headers: [string, string][] = [];
  for (let index = 0; index < incoming.rawHeaders.length; index += 2) {
    headers.push([incoming.rawHeaders[index] as string, incoming.rawHeaders[index + 1] as string]);
  }
  const body = await readBody(incoming);
  return new Request(`http://${incoming.headers.host ?? 'localhost'}${incoming.url ?? '/'}`, {
    method: incoming.method ?? 'GET',
    headers,
    body,
  });
}

/** By its events: iterating over a stream takes several turns more. */
function readBody(incoming: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => resolve(Buffer.concat(parts)));
    incoming.on('error', reject);
    incoming.on('close', () => reject(new Error('The request ended early')));
  });
}
