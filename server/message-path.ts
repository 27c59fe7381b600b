import type { IncomingMessage } from 'node:http';
import { POST as sendMessage } from '@/app/api/v1/conversations/[id]/messages/route';
import { maxBodyBytes } from './read-body';

/** A request that is answered here, without Next around it. */
export type Answer = (request: Request) => Promise<Response>;

const conversationMessages = /^\/api\/v1\/conversations\/([^/?]+)\/messages$/;

/** The handler of a request that many people wait for; null for all others. */
export function findAnswer({ method, url = '', headers }: IncomingMessage): Answer | null {
  const id = method === 'POST' ? conversationMessages.exec(url)?.[1] : undefined;
  if (id === undefined || !(Number(headers['content-length']) <= maxBodyBytes)) {
    return null;
  }
  return (request) => sendMessage(request, { params: Promise.resolve({ id }) });
}
