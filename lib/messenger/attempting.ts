import { AppError } from '../errors.ts';
import type { Message } from '../messages/message.ts';
import type { Answering } from './answering.ts';
import { backoffMs } from './backoff.ts';
import type { KeptMessage } from './device-storage.ts';
import type { Outgoing } from './outgoing.ts';
import { hasToBeSealedAgain, type SealedConversations, waitsForMe } from './sealed-conversations.ts';
import { canSucceedLater, toAppError, toSendFailure } from './send-failure.ts';
import type { Surroundings } from './surroundings.ts';
import type { MessengerApi } from './types.ts';

/** While the device says that it is offline, which may be wrong. */
export const offlineRetryMs = 60_000;

/** How often a message is sealed again because its conversation has changed meanwhile. */
const mostRounds = 3;

/** Posts a message that was kept, and notes what came of it. Never rejects. */
export interface Attempting {
  attempt(message: KeptMessage): Promise<void>;
}

export function createAttempting(parts: {
  api: MessengerApi;
  device: Surroundings;
  outgoing: Outgoing;
  answering: Answering;
  sealed: SealedConversations;
}): Attempting {
  const { api, device, outgoing, answering, sealed } = parts;

  async function attempt(message: KeptMessage): Promise<void> {
    const { id } = message;
    if (message.retryAt !== null) {
      outgoing.put({ ...message, retryAt: null });
    }
    // Kept first: what is on its way when the page dies is sent again, under the same id.
    await outgoing.kept(id);
    if (!outgoing.find(id)) {
      return;
    }
    try {
      const stored = await send(id, 0);
      answering.acknowledge(stored);
      await outgoing.acknowledge(stored);
    } catch (error) {
      noteFailure(id, error);
    }
  }

  /** Seals it first, when the conversation is; again when somebody has joined, left or got another key meanwhile. */
  async function send(messageId: string, round: number): Promise<Message> {
    const waiting = outgoing.find(messageId);
    if (!waiting) {
      throw new AppError('not_found', 'It was discarded');
    }
    const ready = await sealed.prepare(waiting, round > 0);
    if (ready !== waiting) {
      // The same bytes again, whatever happens: the server takes one message under one id.
      outgoing.put({ ...ready, retryAt: null });
      await outgoing.kept(messageId);
    }
    const { conversationId, body, replyToId } = ready;
    try {
      return await api.sendMessage({
        id: messageId,
        conversationId,
        body,
        replyToId,
        acknowledged: waiting.acknowledged ?? false,
      });
    } catch (error) {
      if (hasToBeSealedAgain(error) && round < mostRounds) {
        return send(messageId, round + 1);
      }
      throw error;
    }
  }

  function noteFailure(messageId: string, thrown: unknown): void {
    const message = outgoing.find(messageId);
    // It has arrived all the same, or another tab has discarded it.
    if (!message) {
      return;
    }
    const error = toAppError(thrown);
    if (isDeletedAlready(error)) {
      outgoing.discard(messageId);
      return;
    }
    const failure = toSendFailure(error);
    if (waitsForMe(error)) {
      const asked = { ...failure, code: String(error.details?.reason) };
      outgoing.put({ ...message, failure: asked, retryAt: later(offlineRetryMs), notBefore: null });
      return;
    }
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

/** It was stored, its answer got lost, and I have deleted it for myself on another device. */
function isDeletedAlready({ code, details }: AppError): boolean {
  return code === 'conflict' && details?.reason === 'deleted';
}

/** So many milliseconds from now, ISO 8601. */
export function later(delayMs: number): string {
  return new Date(Date.now() + delayMs).toISOString();
}
