import { AppError, type ErrorCode, statusOf } from '../errors.ts';
import { withFreshSession } from './fresh-session.ts';
import type { MessengerApi } from './types.ts';

export interface HttpApiOptions {
  /** Where the server is; the page's own origin without it. */
  baseUrl?: string;
  /** A token for `Authorization: Bearer`; the session cookie without it. */
  accessToken?: () => string | Promise<string>;
  /** How long to wait for an answer. */
  timeoutMs?: number;
}

export interface HttpApi extends MessengerApi {
  /** For what the messenger doesn't need: any route below `/api/v1/`. */
  ask: Call;
}

/** The server's HTTP API. Every call rejects with an AppError; without an answer it is `unavailable`. */
export function createHttpApi(options: HttpApiOptions = {}): HttpApi {
  const call = createCall(options);
  return {
    ask: call,
    listConversations: (cursor, narrowing = {}) =>
      call('GET', `conversations${toQuery({ ...(cursor && { cursor }), ...narrowing })}`),
    getConversation: (id) => call('GET', `conversations/${id}`),
    listMessages: (id, page) => call('GET', `conversations/${id}/messages${toQuery(page)}`),
    listChanges: (id, after) => call('GET', `conversations/${id}/changes?after=${after}`),
    sendMessage: ({ id, conversationId, body, replyToId, acknowledged }) =>
      call('POST', `conversations/${conversationId}/messages`, {
        id,
        kind: 'text',
        body,
        replyToId,
        acknowledged,
      }),
    editMessage: (id, body, { acknowledged }) => call('PATCH', `messages/${id}`, { body, acknowledged }),
    unsendMessage: (id) => call('DELETE', `messages/${id}`),
    hideMessage: (id) => call('DELETE', `messages/${id}?for=me`),
    putReaction: (id, emoji) => call('PUT', reactionPath(id, emoji), {}),
    deleteReaction: (id, emoji) => call('DELETE', reactionPath(id, emoji)),
    moveMarkers: (markers) => call('PUT', 'markers', { markers }),
    changePlaces: (ids, change) => call('PATCH', 'conversations', { ids, ...change }),
    listOnline: () => call('GET', 'presence'),
    countUnread: () => call('GET', 'unread-count'),
    request: call,
  };
}

function reactionPath(messageId: string, emoji: string): string {
  return `messages/${messageId}/reactions/${encodeURIComponent(emoji)}`;
}

/** A request of the API: the method, the path below /api/v1/, the body. */
export type Call = <Answer>(method: string, path: string, body?: unknown) => Promise<Answer>;

export function createCall({ baseUrl = '', accessToken, timeoutMs = 15_000 }: HttpApiOptions): Call {
  async function ask(method: string, path: string, body: unknown): Promise<Response> {
    const headers: Record<string, string> = {};
    if (body !== undefined) {
      headers['content-type'] = 'application/json';
    }
    try {
      if (accessToken) {
        headers.authorization = `Bearer ${await accessToken()}`;
      }
      return await fetch(`${baseUrl}/api/v1/${path}`, {
        method,
        headers,
        signal: AbortSignal.timeout(timeoutMs),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch (error) {
      throw new AppError('unavailable', 'There was no answer', { cause: error });
    }
  }

  return async (method, path, body) => {
    const once = () => ask(method, path, body);
    const response = await (accessToken ? once() : withFreshSession(once));
    if (!response.ok) {
      throw await toAppError(response);
    }
    return response.json().catch((cause: unknown) => {
      throw new AppError('unavailable', 'The answer could not be read', { cause });
    });
  };
}

async function toAppError(response: Response): Promise<AppError> {
  const answer: unknown = await response.json().catch(() => null);
  const error = (
    answer as { error?: { code?: string; message?: string; details?: Record<string, unknown> } } | null
  )?.error;
  const code =
    error?.code && Object.hasOwn(statusOf, error.code)
      ? (error.code as ErrorCode)
      : codeOfStatus(response.status);
  const retryAfter = Number(response.headers.get('retry-after'));
  return new AppError(code, error?.message ?? `The server answered ${response.status}`, {
    ...(error?.details ? { details: error.details } : {}),
    ...(retryAfter > 0 ? { retryAfterSeconds: retryAfter } : {}),
  });
}

function codeOfStatus(status: number): ErrorCode {
  return status >= 500 ? 'unavailable' : 'internal';
}

function toQuery(page: object): string {
  const query = new URLSearchParams(
    Object.entries(page).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  ).toString();
  return query && `?${query}`;
}
