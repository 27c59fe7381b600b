import type { IncomingMessage, ServerResponse } from 'node:http';
import { noSniff, securityHeaders } from '@/lib/http/security-headers';
import type { Answer } from './message-path';
import { readBody } from './read-body';

const fixedHeaders = [noSniff, ...securityHeaders].flatMap(({ key, value }) => [key, value]);

/** Gives a Node request to a handler that knows Web standards only, and its answer, a text, back. */
export async function answerDirectly(
  answer: Answer,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const body = await readBody(incoming);
  if (body === null) {
    outgoing.destroy();
    return;
  }
  try {
    const response = await answer(toRequest(incoming, body));
    const text = await response.text();
    const headers = [...fixedHeaders];
    for (const [name, value] of response.headers) {
      headers.push(name, value);
    }
    headers.push('content-length', String(Buffer.byteLength(text)));
    outgoing.writeHead(response.status, headers).end(text);
  } catch (error) {
    // A header that can't be one.
    console.error(JSON.stringify({ path: incoming.url, error: String(error) }));
    if (outgoing.headersSent) {
      outgoing.destroy();
    } else {
      outgoing.writeHead(400).end();
    }
  }
}

function toRequest(incoming: IncomingMessage, body: Buffer<ArrayBuffer>): Request {
  const headers: [string, string][] = [];
  for (let index = 0; index < incoming.rawHeaders.length; index += 2) {
    headers.push([incoming.rawHeaders[index] as string, incoming.rawHeaders[index + 1] as string]);
  }
  return new Request(`http://${incoming.headers.host ?? 'localhost'}${incoming.url ?? '/'}`, {
    method: incoming.method ?? 'GET',
    headers,
    body,
  });
}
