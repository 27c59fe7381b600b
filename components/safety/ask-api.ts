import { withFreshSession } from '@/lib/messenger/fresh-session';

/** What the API answered, or the code of its error. */
export async function askApi<Answer>(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<{ data: Answer; failure: null } | { data: null; failure: string }> {
  try {
    const response = await withFreshSession(() => send(method, path, body));
    const answer = await response.json();
    return response.ok
      ? { data: answer as Answer, failure: null }
      : { data: null, failure: answer?.error?.code ?? 'unavailable' };
  } catch {
    return { data: null, failure: 'unavailable' };
  }
}

function send(method: string, path: string, body: unknown): Promise<Response> {
  return fetch(`/api/v1/${path}`, {
    method,
    ...(method === 'GET'
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body ?? {}) }),
  });
}
