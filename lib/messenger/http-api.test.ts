import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createHttpApi } from './http-api.ts';

const fetched = vi.fn<typeof fetch>();

beforeEach(() => {
  fetched.mockReset();
  vi.stubGlobal('fetch', fetched);
});

afterEach(() => {
  vi.unstubAllGlobals();
});

function answer(status: number, body: unknown = {}, headers: Record<string, string> = {}) {
  return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers });
}

function asked() {
  return fetched.mock.calls.map(([url, init]) => `${init?.method} ${url}`);
}

const api = createHttpApi();
const unread = { messages: 2, conversations: 1 };

describe('the HTTP API', () => {
  it('asks the addresses that the server has', async () => {
    fetched.mockImplementation(async () => answer(200));
    await api.listConversations();
    await api.listConversations('2026-01-01T00:00:00Z_x&y');
    await api.getConversation('c');
    await api.listMessages('c', { before: 7, limit: 50 });
    await api.listChanges('c', 4);
    await api.sendMessage({
      id: 'm',
      conversationId: 'c',
      body: { kind: 'plain', text: 'hello' },
      replyToId: null,
      acknowledged: false,
    });
    await api.listMessages('c', { ids: ['a', 'b'] });
    await api.listMessages('c', { around: 7, limit: 50 });
    await api.editMessage('m', { kind: 'plain', text: 'edited' }, { acknowledged: false });
    await api.unsendMessage('m');
    await api.hideMessage('m');
    await api.putReaction('m', '👍🏽');
    await api.deleteReaction('m', '#️⃣');
    await api.moveMarkers([{ conversationId: 'c', readSeq: 9 }]);
    await api.countUnread();
    await api.listConversations(undefined, { filter: 'archived', gearId: 'g', role: undefined });
    await api.changePlaces(['c'], { archived: true });
    expect(asked()).toEqual([
      'GET /api/v1/conversations',
      'GET /api/v1/conversations?cursor=2026-01-01T00%3A00%3A00Z_x%26y',
      'GET /api/v1/conversations/c',
      'GET /api/v1/conversations/c/messages?before=7&limit=50',
      'GET /api/v1/conversations/c/changes?after=4',
      'POST /api/v1/conversations/c/messages',
      'GET /api/v1/conversations/c/messages?ids=a%2Cb',
      'GET /api/v1/conversations/c/messages?around=7&limit=50',
      'PATCH /api/v1/messages/m',
      'DELETE /api/v1/messages/m',
      'DELETE /api/v1/messages/m?for=me',
      'PUT /api/v1/messages/m/reactions/%F0%9F%91%8D%F0%9F%8F%BD',
      'DELETE /api/v1/messages/m/reactions/%23%EF%B8%8F%E2%83%A3',
      'PUT /api/v1/markers',
      'GET /api/v1/unread-count',
      'GET /api/v1/conversations?filter=archived&gearId=g',
      'PATCH /api/v1/conversations',
    ]);
    const bodies = fetched.mock.calls.flatMap(([, init]) =>
      init?.body ? [JSON.parse(init.body as string)] : [],
    );
    expect(bodies).toEqual([
      {
        id: 'm',
        kind: 'text',
        body: { kind: 'plain', text: 'hello' },
        replyToId: null,
        acknowledged: false,
      },
      { body: { kind: 'plain', text: 'edited' }, acknowledged: false },
      {},
      { markers: [{ conversationId: 'c', readSeq: 9 }] },
      { ids: ['c'], archived: true },
    ]);
  });

  it('sends nothing of a pending message but what the server asks for', async () => {
    fetched.mockResolvedValue(answer(201));
    const message = {
      id: 'm',
      conversationId: 'c',
      body: { kind: 'plain', text: 'hello' },
      replyToId: null,
    } as const;
    await api.sendMessage({ ...message, state: 'failed', failure: null } as never);
    expect(Object.keys(JSON.parse(fetched.mock.calls[0]?.[1]?.body as string))).toEqual([
      'id',
      'kind',
      'body',
      'replyToId',
    ]);
  });

  it('refreshes an expired session once for all that noticed, and asks again', async () => {
    let isFresh = false;
    fetched.mockImplementation(async (url) => {
      if (String(url).endsWith('/session')) {
        isFresh = true;
        return answer(200);
      }
      return isFresh
        ? answer(200, unread)
        : answer(401, { error: { code: 'unauthenticated', message: 'Sign in' } });
    });
    expect(await Promise.all([api.countUnread(), api.countUnread()])).toEqual([unread, unread]);
    expect(asked().filter((each) => each === 'POST /api/v1/session')).toHaveLength(1);
  });

  it('is signed out when the session cannot be refreshed, without asking again and again', async () => {
    fetched.mockImplementation(async () =>
      answer(401, { error: { code: 'unauthenticated', message: 'Sign in' } }),
    );
    await expect(api.countUnread()).rejects.toMatchObject({
      name: 'AppError',
      code: 'unauthenticated',
      message: 'Sign in',
    });
    expect(fetched).toHaveBeenCalledTimes(2);
  });

  it.each([
    ['there is no network', () => Promise.reject(new TypeError('fetch failed'))],
    ['sign-in can’t be checked', async () => answer(503)],
  ])('nobody is signed out because %s when the session is to be refreshed', async (_, refresh) => {
    fetched.mockImplementation((url) =>
      String(url).endsWith('/session') ? refresh() : Promise.resolve(answer(401)),
    );
    await expect(api.countUnread()).rejects.toMatchObject({ name: 'AppError', code: 'unavailable' });
  });

  it('refreshes one tab after the other, and without waiting for one that hangs', async () => {
    const turns: string[] = [];
    const request = vi.fn(async (name: string, _: unknown, run: () => Promise<unknown>) => {
      turns.push(name);
      return run();
    });
    vi.stubGlobal('navigator', { locks: { request } });
    fetched.mockImplementation(async (url) => answer(String(url).endsWith('/session') ? 200 : 401));
    await expect(api.countUnread()).rejects.toMatchObject({ code: 'internal' });
    expect(turns).toEqual(['lendline-session']);
    request.mockRejectedValue(new DOMException('', 'TimeoutError'));
    await expect(api.countUnread()).rejects.toMatchObject({ code: 'internal' });
    expect(asked().filter((each) => each === 'POST /api/v1/session')).toHaveLength(2);
  });

  it('with a token of its own it sends that, and refreshes no cookie', async () => {
    fetched.mockImplementation(async () => answer(401));
    const withToken = createHttpApi({
      baseUrl: 'https://lendline.example',
      accessToken: async () => 'token',
    });
    await expect(withToken.countUnread()).rejects.toMatchObject({ name: 'AppError' });
    expect(asked()).toEqual(['GET https://lendline.example/api/v1/unread-count']);
    expect(fetched.mock.calls[0]?.[1]?.headers).toMatchObject({ authorization: 'Bearer token' });
  });

  it('an error keeps its code, its words, its details and when to come back', async () => {
    const error = { code: 'rate_limited', message: 'Slow down', details: { limit: 5 } };
    fetched.mockResolvedValue(answer(429, { error }, { 'retry-after': '7' }));
    await expect(api.countUnread()).rejects.toMatchObject({
      ...error,
      retryAfterSeconds: 7,
      isRetryable: true,
    });
  });

  it.each([
    [502, '<html>Bad gateway</html>', 'unavailable'],
    [503, '', 'unavailable'],
    [418, '{"error":"teapot"}', 'internal'],
    [400, '{"error":{"code":"toString"}}', 'internal'],
    [400, '{"error":{"code":7}}', 'internal'],
    [404, 'null', 'internal'],
  ])('status %i with %j is %s', async (status, body, code) => {
    fetched.mockResolvedValue(answer(status, body));
    await expect(api.countUnread()).rejects.toMatchObject({ name: 'AppError', code });
  });

  it.each([
    ['there is no network', () => fetched.mockRejectedValue(new TypeError('fetch failed'))],
    ['there is no answer in time', () => fetched.mockRejectedValue(new DOMException('', 'TimeoutError'))],
    ['the answer is cut off', () => fetched.mockResolvedValue(answer(200, '{"messages":'))],
  ])('is unavailable when %s', async (_, arrange) => {
    arrange();
    await expect(api.countUnread()).rejects.toMatchObject({
      name: 'AppError',
      code: 'unavailable',
      isRetryable: true,
    });
  });

  it('is unavailable when the token can’t be had', async () => {
    const withoutToken = createHttpApi({ accessToken: () => Promise.reject(new Error('no token')) });
    await expect(withoutToken.countUnread()).rejects.toMatchObject({ name: 'AppError', code: 'unavailable' });
  });

  it('gives up after its time', async () => {
    fetched.mockImplementation(
      (_, init) =>
        new Promise((_resolve, reject) =>
          init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)),
        ),
    );
    await expect(createHttpApi({ timeoutMs: 5 }).countUnread()).rejects.toMatchObject({
      code: 'unavailable',
    });
  });
});
