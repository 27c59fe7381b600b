import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError } from './api-error.ts';
import type { ChannelsApp } from './channels-app.ts';
import { callControl } from './control-routes.ts';
import { callApi } from './http-api.ts';
import type { JsonObject } from './json-object.ts';

/** Answers any HTTP request: 200 with JSON, or an error in plain text as the hosted service does. */
export async function answerRequest(
  app: ChannelsApp,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const isControl = request.url?.startsWith('/local/') ?? false;
  if (!isControl && app.random() < app.faults.refuse) {
    app.stats.refused += 1;
    request.socket.destroy();
    return;
  }
  if (!isControl) app.stats.requests += 1;
  try {
    sendJson(response, await route(app, request, isControl));
  } catch (error) {
    if (!isControl) app.stats.errors += 1;
    sendError(response, error);
  }
}

function route(app: ChannelsApp, request: IncomingMessage, isControl: boolean): Promise<JsonObject> {
  if (isControl) return callControl(app, request);
  if (request.url?.startsWith('/apps/')) return callApi(app, request);
  throw new ApiError(404, 'Not found');
}

function sendJson(response: ServerResponse, body: JsonObject): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function sendError(response: ServerResponse, error: unknown): void {
  // A client that left in the middle of its body is an error too, with nobody to tell.
  if (response.destroyed) return;
  const { status, message } = error instanceof ApiError ? error : { status: 500, message: String(error) };
  // The rest of a body that is too large is not read, so the connection cannot carry another request.
  const headers = {
    'content-type': 'text/plain; charset=utf-8',
    ...(status === 413 && { connection: 'close' }),
  };
  response.writeHead(status, headers).end(message);
}
