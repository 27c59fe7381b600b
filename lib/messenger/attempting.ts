import type { Answering } from './answering.ts';
import { backoffMs } from './backoff.ts';
import type { KeptMessage } from './device-storage.ts';
import type { Outgoing } from './outgoing.ts';
import { canSucceedLater, toAppError, toSendFailure } from './send-failure.ts';
import type { Surroundings } from './surroundings.ts';
import type { MessengerApi } from './types.ts';

/** While the device says that it is offline, which may be wrong. */
export const offlineRetryMs = 60_000;

/** Posts a message that was kept, and notes what came of it. Never rejects. */
export interface Attempting {
  attempt(message: KeptMessage): Promise<void>;
}

export function createAttempting(parts: {
  api: MessengerApi;
  device: Surroundings;
  outgoing: Outgoing;
  answering: Answering;
}): Attempting {
  const { api, device, outgoing, answering } = parts;

  async function attempt(message: KeptMessage): Promise<void> {
    const { id, conversationId, body, replyToId } = message;
    if (message.retryAt !== null) {
      outgoing.put({ ...message, retryAt: null });
    }
    // Kept first: what is on its way when the page dies is sent again, under the same id.
    await outgoing.kept(id);
    if (!outgoing.find(id)) {
      return;
    }
    try {
      const stored = await api.sendMessage({ id, conversationId, body, replyToId });
      answering.acknowledge(stored);
      await outgoing.acknowledge(stored);
    } catch (error) {
      noteFailure(id, error);
    }
  }

  function noteFailure(messageId: string, thrown: unknown): void {
    const message = outgoing.find(messageId);
    // It has arrived all the same, or another tab has discarded it.
    if (!message) {
      return;
    }
    const error = toAppError(thrown);
    const failure = toSendFailure(error);
    if (!canSucceedLater(error)) {
      outgoing.put({ ...message, state: 'failed', failure, retryAt: null, notBefore: null });
      return;
    }
    const attempts = message.attempts + 1;
    const askedMs = (error.retryAfterSeconds ?? 0) * 1_000;
    const delayMs = device.isOnline() ? backoffMs(attempts) : offlineRetryMs;
    outgoing.put({
      ...message,
      failure,
      attempts,
      notBefore: askedMs > 0 ? later(askedMs) : null,
      retryAt: later(Math.max(askedMs, delayMs)),
    });
  }

  return { attempt };
}

/** So many milliseconds from now, ISO 8601. */
export function later(delayMs: number): string {
  return new Date(Date.now() + delayMs).toISOString();
}
