import type { Conversation } from '@/lib/conversations/conversation';

/** Starts my conversation about this gear, or finds the one there is. */
export async function startConversation(
  gearId: string,
): Promise<{ conversationId: string } | { failure: string }> {
  try {
    const response = await fetch('/api/v1/conversations', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ gearId }),
    });
    const answer: unknown = await response.json();
    return response.ok
      ? { conversationId: (answer as Conversation).id }
      : { failure: (answer as { error: { code: string } }).error.code };
  } catch {
    return { failure: 'unavailable' };
  }
}
