import { AppError, isAppError } from '../errors.ts';
import type { Message } from '../messages/message.ts';
import type { ConversationStore } from './conversation-store.ts';
import type { Receiving } from './receiving.ts';
import { withFailure, withoutPending, withPending, withSending } from './timeline-reducer.ts';
import type { Messenger, MessengerApi, PendingMessage } from './types.ts';

/**
 * What I write is shown at once as pending, and goes out one after the other in the order it was written. The server's
 * answer puts it among the messages; a failure leaves it pending, to be sent again under the same id or discarded.
 */
export type Sending = Pick<Messenger, 'send' | 'retry' | 'discard'>;

export function createSending(parts: {
  api: MessengerApi;
  store: ConversationStore;
  receiving: Receiving;
}): Sending {
  const { api, store, receiving } = parts;
  /** The end of each conversation's line. */
  const lines = new Map<string, Promise<void>>();

  function enqueue(message: PendingMessage): void {
    const line = lines.get(message.conversationId) ?? Promise.resolve();
    lines.set(
      message.conversationId,
      line.then(() => deliver(message)).catch((error: unknown) => console.error(error)),
    );
  }

  async function deliver(message: PendingMessage): Promise<void> {
    let stored: Message;
    try {
      stored = await api.sendMessage(message);
    } catch (error) {
      const { code, message: text, isRetryable } = toAppError(error);
      store.updateTimeline(message.conversationId, (timeline) =>
        withFailure(timeline, message.id, { code, message: text, retryable: isRetryable }),
      );
      return;
    }
    receiving.acknowledge(stored);
  }

  /** One that is on its way is sent, whatever we do: only a failed one can be sent again or forgotten. */
  function findFailed(messageId: string): PendingMessage | undefined {
    return [...store.timelines.values()]
      .flatMap((timeline) => timeline.pending)
      .find((message) => message.id === messageId && message.state === 'failed');
  }

  return {
    send(conversationId, text, { replyToId } = {}) {
      if (!store.timelines.has(conversationId)) {
        throw new Error('Open a conversation before sending to it');
      }
      const message: PendingMessage = {
        id: crypto.randomUUID(),
        conversationId,
        body: { kind: 'plain', text },
        replyToId: replyToId ?? null,
        createdAt: new Date().toISOString(),
        state: 'sending',
        failure: null,
      };
      store.updateTimeline(conversationId, (timeline) => withPending(timeline, message));
      enqueue(message);
      return message.id;
    },

    retry(messageId) {
      const message = findFailed(messageId);
      if (message) {
        store.updateTimeline(message.conversationId, (timeline) => withSending(timeline, messageId));
        enqueue(message);
      }
    },

    discard(messageId) {
      const message = findFailed(messageId);
      if (message) {
        store.updateTimeline(message.conversationId, (timeline) => withoutPending(timeline, messageId));
      }
    },
  };
}

function toAppError(error: unknown): AppError {
  return isAppError(error)
    ? error
    : new AppError('unavailable', 'The message could not be sent', { cause: error });
}
