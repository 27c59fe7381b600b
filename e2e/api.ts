import { addresses } from './addresses';
import { gearId, type Person } from './people';

/** The HTTP API as one person. */
export function apiOf(person: Person | null) {
  return async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${addresses.app}/api/v1/${path}`, {
      method,
      headers: {
        ...(person ? { authorization: `Bearer ${person.accessToken}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      // biome-ignore lint/suspicious/noExplicitAny: each test says what it expects of the answer
      body: (text ? JSON.parse(text) : null) as any,
    };
  };
}

/** The id of this person's conversation about some gear. */
export async function conversationAbout(person: Person, slug: string): Promise<string> {
  const { body } = await apiOf(person)('POST', 'conversations', { gearId: await gearId(slug) });
  return body.id;
}

export function textMessage(text: string, id = crypto.randomUUID()) {
  return { id, kind: 'text', body: { kind: 'plain', text } };
}
