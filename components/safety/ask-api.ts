/** What the API answered, or the code of its error. A session that has run out is refreshed once. */
export async function askApi<Answer>(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<{ data: Answer; failure: null } | { data: null; failure: string }> {
  try {
    let response = await send(method, path, body);
    if (response.status === 401 && (await send('POST', 'session', {})).ok) {
      response = await send(method, path, body);
    }
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
