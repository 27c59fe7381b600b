import { withFreshSession } from '@/lib/messenger/fresh-session';
import type { PreferencesChange } from '@/lib/people/preferences';

/** Gives the error's code, or null when it was saved. */
export async function savePreferences(preferences: PreferencesChange): Promise<string | null> {
  try {
    const response = await withFreshSession(() => send('PATCH', 'preferences', preferences));
    if (response.ok) {
      return null;
    }
    const answer: { error?: { code?: string } } = await response.json();
    return answer.error?.code ?? 'unavailable';
  } catch {
    return 'unavailable';
  }
}

function send(method: string, path: string, body: unknown): Promise<Response> {
  return fetch(`/api/v1/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    // Choosing a language leaves the page.
    keepalive: true,
  });
}
