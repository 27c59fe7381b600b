import type { Message } from '../messages/message.ts';
import type { Receiving } from './receiving.ts';
import { withMessages, withoutHidden } from './timeline-reducer.ts';
import type { MessengerEventName } from './types.ts';

/** Takes in what the server answers to what I did. */
export interface Answering {
  /** A message of mine that was stored, or a message after what I did with it. */
  acknowledge(message: Message, name?: MessengerEventName): void;
  acknowledgeHidden(hidden: { conversationId: string; change: number; hiddenMessageIds: string[] }): void;
}

export function createAnswering({ receiving }: { receiving: Receiving }): Answering {
  return {
    acknowledge(message, name = 'message.created') {
      const { conversationId, change } = message;
      receiving.takeInAnswer({ name, conversationId, change, message }, (timeline) =>
        withMessages(timeline, [message]),
      );
    },

    acknowledgeHidden({ conversationId, change, hiddenMessageIds }) {
      receiving.takeInAnswer(
        { name: 'conversation.updated', conversationId, change, hiddenMessageIds },
        (timeline) => withoutHidden(timeline, hiddenMessageIds),
      );
    },
  };
}
