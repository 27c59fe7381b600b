import { afterEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../errors.ts';
import { json, route } from './route.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

afterEach(() => {
  vi.restoreAllMocks();
});

function answerTo(error: unknown) {
  const handler = route(() => Promise.reject(error));
  return handler(new Request('https://lendline.example/api/v1/things?secret=1'), {
    params: Promise.resolve({}),
  });
}

function watchLog() {
  return vi.spyOn(console, 'error').mockImplementation(() => undefined);
}

describe('a route', () => {
  it('gives its handler the parameters and a request id', async () => {
    const handler = route<{ id: string }>(async (_, { params, requestId }) => json({ params, requestId }));
    const response = await handler(new Request('https://lendline.example'), {
      params: Promise.resolve({ id: '7' }),
    });
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toMatch(/^no-store\b/);
    expect(await response.json()).toEqual({ params: { id: '7' }, requestId: expect.stringMatching(uuid) });
  });

  it('lets only what is long be compressed on its way', () => {
    expect(json('a'.repeat(100)).headers.get('cache-control')).toBe('no-store, no-transform');
    expect(json('a'.repeat(5_000)).headers.get('cache-control')).toBe('no-store');
  });

  it('turns an AppError into its status and a body that says what is wrong', async () => {
    const log = watchLog();
    const details = { fields: [{ path: 'body.text', message: 'must not be empty' }] };
    const response = await answerTo(
      new AppError('invalid_input', 'body.text: must not be empty', { details }),
    );
    expect(response.status).toBe(422);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const { error } = await response.json();
    expect(error).toEqual({
      code: 'invalid_input',
      message: 'body.text: must not be empty',
      retryable: false,
      details,
      requestId: response.headers.get('x-request-id'),
    });
    expect(log).not.toHaveBeenCalled();
  });

  it('says when to come back to whoever was too fast', async () => {
    const response = await answerTo(
      new AppError('rate_limited', 'Slow down', {
        retryAfterSeconds: 7,
        details: { limit: 5, windowSeconds: 10 },
      }),
    );
    expect(response.status).toBe(429);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'retry-after': '7',
      'ratelimit-limit': '5',
      'ratelimit-remaining': '0',
      'ratelimit-reset': '7',
    });
    expect((await response.json()).error.retryable).toBe(true);
  });

  it.each([
    ['an error', new Error('secret of the database')],
    ['a text', 'secret of the database'],
    ['nothing', undefined],
    ['null', null],
    [
      'an object that contains itself',
      (() => {
        const circle: Record<string, unknown> = { message: 'secret of the database' };
        circle.self = circle;
        return circle;
      })(),
    ],
  ])('answers %s that was thrown with a bare 500 and logs it with the same request id', async (_, thrown) => {
    const log = watchLog();
    const response = await answerTo(thrown);
    expect(response.status).toBe(500);
    const text = await response.text();
    expect(text).not.toContain('secret');
    const logged = JSON.parse(log.mock.calls[0]?.[0] as string);
    expect(logged).toMatchObject({ method: 'GET', path: '/api/v1/things' });
    expect(logged.requestId).toBe(JSON.parse(text).error.requestId);
    expect(JSON.stringify(logged)).not.toContain('secret=1');
  });

  it('logs why something was unavailable, but not the row that a database error quotes', async () => {
    const log = watchLog();
    const cause = {
      code: '23514',
      message: 'violates check constraint',
      details: 'Failing row contains (see you at 5)',
    };
    const response = await answerTo(
      new AppError('unavailable', 'Try later', { cause, retryAfterSeconds: 2 }),
    );
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('2');
    expect(log.mock.calls[0]?.[0]).toContain('23514');
    expect(log.mock.calls[0]?.[0]).not.toContain('see you at 5');
  });
});
