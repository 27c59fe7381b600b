import { AppError } from '../errors.ts';

/** How long another tab may take with its exchange, and ours. */
const patienceMs = 10_000;

let refreshing: Promise<boolean> | null = null;

/**
 * What `ask` is answered with the session cookie. An access token lives for an hour, its session for longer: whoever is
 * answered 401 has it exchanged, and asks once more. Rejects as `ask`
 * does, and with `unavailable` when nobody can tell whether the session goes on.
 */
export async function withFreshSession(ask: () => Promise<Response>): Promise<Response> {
  const response = await ask();
  return response.status === 401 && (await refreshSession()) ? ask() : response;
}

/** Once for all who notice in this page, and one tab after the other: a refresh token is good for one exchange. */
function refreshSession(): Promise<boolean> {
  refreshing ??= inTurn(exchange).finally(() => {
    refreshing = null;
  });
  return refreshing;
}

/** False when it has ended. The server leaves one alone that another tab has just had exchanged. */
async function exchange(): Promise<boolean> {
  const { ok, status } = await fetch('/api/v1/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
    signal: AbortSignal.timeout(patienceMs),
  }).catch((cause: unknown) => {
    throw new AppError('unavailable', 'There was no answer', { cause });
  });
  if (status >= 500) {
    throw new AppError('unavailable', 'The session can’t be refreshed right now');
  }
  return ok;
}

async function inTurn(run: () => Promise<boolean>): Promise<boolean> {
  // Insecure pages have no locks, and some private windows may not use them.
  if (typeof navigator === 'undefined' || !navigator.locks) {
    return run();
  }
  let hasRun = false;
  try {
    return await navigator.locks.request(
      'lendline-session',
      { signal: AbortSignal.timeout(patienceMs) },
      () => {
        hasRun = true;
        return run();
      },
    );
  } catch (error) {
    if (hasRun) {
      throw error;
    }
    return run();
  }
}
