import type { Conversation } from '@/lib/conversations/conversation';
import { withFreshSession } from '@/lib/messenger/fresh-session';

export interface StartFailure {
  /** The code of the API's error. */
  failure: string;
  /** Of `rate_limited`: how many are allowed in a day, and when there is room for another one. */
  limit?: number;
  retryAt?: Date;
}

/** Starts my conversation about this gear, or finds the one there is. */
export async function startConversation(gearId: string): Promise<{ conversationId: string } | StartFailure> {
  try {
    const response = await withFreshSession(() =>
      fetch('/api/v1/conversations', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ gearId }),
      }),
    );
    const answer: unknown = await response.json();
    if (response.ok) {
      return { conversationId: (answer as Conversation).id };
    }
    const limit = Number(response.headers.get('ratelimit-limit'));
    const seconds = Number(response.headers.get('retry-after'));
    return {
      failure: (answer as { error: { code: string } }).error.code,
      ...(limit > 0 && seconds > 0 ? { limit, retryAt: new Date(Date.now() + seconds * 1_000) } : {}),
    };
  } catch {
    return { failure: 'unavailable' };
  }
}
