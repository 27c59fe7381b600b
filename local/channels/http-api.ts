import type { IncomingMessage } from 'node:http';
import { getChannel, listChannels, listUsers } from './api-channels.ts';
import { ApiError } from './api-error.ts';
import { triggerBatch, triggerEvent } from './api-events.ts';
import { terminateConnections } from './api-users.ts';
import type { ChannelsApp } from './channels-app.ts';
import { type JsonObject, parseJsonObject } from './json-object.ts';
import { limits } from './limits.ts';
import { readBody } from './request-body.ts';
import { type SignedRequest, verifyRequest } from './verify-request.ts';

/** Answers a call of the Channels HTTP API, everything under `/apps/`. Throws ApiError for what it refuses. */
export async function callApi(app: ChannelsApp, request: IncomingMessage): Promise<JsonObject> {
  const signed = await readRequest(request);
  verifyRequest(signed, app);
  const [, , appId, ...route] = signed.path.split('/').map(decode);
  if (appId !== app.appId) throw new ApiError(404, `Unknown app id ${appId}`);
  return signed.method === 'POST' ? post(app, route, signed) : get(app, route, signed);
}

function post(app: ChannelsApp, route: string[], { body }: SignedRequest): JsonObject {
  const [root, id, action] = route;
  const is = (name: string, length: number) => root === name && route.length === length;
  if (is('events', 1)) return triggerEvent(app, parseBody(body));
  if (is('batch_events', 1)) return triggerBatch(app, parseBody(body));
  if (is('users', 3) && id && action === 'terminate_connections') return terminateConnections(app, id);
  throw new ApiError(404, 'Unknown resource');
}

function get(app: ChannelsApp, route: string[], { query }: SignedRequest): JsonObject {
  const [root, name, list] = route;
  if (root === 'channels') {
    if (name === undefined) return listChannels(app, query);
    if (list === undefined) return getChannel(app, name, query);
    if (list === 'users' && route.length === 3) return listUsers(app, name);
  }
  throw new ApiError(404, 'Unknown resource');
}

async function readRequest(request: IncomingMessage): Promise<SignedRequest> {
  const { method = 'GET', url = '/' } = request;
  if (method !== 'GET' && method !== 'POST') throw new ApiError(405, 'Method not allowed');
  const [path = '/', search = ''] = url.split('?', 2);
  return { method, path, query: parseQuery(search), body: await readBody(request, limits.httpBodyBytes) };
}

/** URLSearchParams would turn a plus sign into a space, which the official libraries do not escape. */
function parseQuery(search: string): Map<string, string> {
  const query = new Map<string, string>();
  for (const pair of search.split('&')) {
    const [name = '', ...value] = pair.split('=');
    if (name !== '') query.set(decode(name), decode(value.join('=')));
  }
  return query;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ApiError(400, 'Malformed percent-encoding');
  }
}

function parseBody(body: Buffer): JsonObject {
  const value = parseJsonObject(body.toString('utf8'));
  if (!value) throw new ApiError(400, 'The request body should be a JSON object');
  return value;
}
