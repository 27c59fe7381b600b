import http, { type RequestListener } from 'node:http';
import { fileURLToPath } from 'node:url';
import { checkEnvironmentAtStart } from '@/lib/check-environment-at-start';
import { answerDirectly } from './answer-directly';
import { aroundNext } from './around-next';
import { findAnswer } from './message-path';
import { receiveWhole } from './receive-whole';
import { createStaticFiles } from './static-files';

// What a container runs: Next's standalone server, with the message path and compressed scripts in front of it. The handlers are the same functions that
// Next would call at the edge; what is saved is the way to them, which takes longer than all that they do by themselves.
// docs/decisions/0006-the-message-path-in-front-of-next.md

checkEnvironmentAtStart();

const answerStatic = createStaticFiles(fileURLToPath(new URL('.next/static', import.meta.url)));
const createServer = http.createServer;
// Next makes its server itself, and its own signals, timeouts and readiness belong to it: only the listener is wrapped.
http.createServer = ((listener: RequestListener) => {
  const next = receiveWhole(aroundNext(listener));
  return createServer((request, response) => {
    const answer = findAnswer(request);
    if (answer) {
      return answerDirectly(answer, request, response);
    }
    return answerStatic(request, response) || next(request, response);
  });
}) as typeof http.createServer;

// Made by `next build`, and moved aside by local/assemble-standalone.ts.
await import(new URL('next-server.js', import.meta.url).href);
