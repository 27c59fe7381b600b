import type { IncomingMessage, ServerResponse } from 'node:http';
import { noSniff, securityHeaders } from '@/lib/http/security-headers';
import type { Answer } from './message-path';

/** Gives a Node request to a handler that knows Web standards only, and its answer back. */
export async function answerDirectly(
  answer: Answer,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  try {
    const response = await answer(await toRequest(incoming));
    const body = Buffer.from(await response.arrayBuffer());
    for (const { key, value } of [noSniff, ...securityHeaders]) {
      outgoing.setHeader(key, value);
    }
    for (const [name, value] of response.headers) {
      outgoing.setHeader(name, value);
    }
    outgoing.setHeader('content-length', body.byteLength);
    outgoing.writeHead(response.status).end(body);
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
  const headers = new Headers();
  for (let index = 0; index < incoming.rawHeaders.length; index += 2) {
    headers.append(incoming.rawHeaders[index] as string, incoming.rawHeaders[index + 1] as string);
  }
  const parts: Buffer[] = [];
  for await (const part of incoming) {
    parts.push(part);
  }
  return new Request(new URL(incoming.url ?? '/', `http://${headers.get('host') ?? 'localhost'}`), {
    method: incoming.method ?? 'GET',
    headers,
    body: Buffer.concat(parts),
  });
}
