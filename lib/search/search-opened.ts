import type { Conversation } from '../conversations/conversation.ts';
import type { Message } from '../messages/message.ts';
import { fold } from '../text/fold.ts';
import { markWords, wordsOf } from '../text/mark-words.ts';
import type { MessageHit } from './search.ts';

interface Held {
  conversation: Conversation;
  messages: readonly Message[];
}

/** The text of a message that was sealed and is open on this device; null for any other. */
type TextOf = (message: Message) => string | null;

/**
 * The messages of sealed conversations, among those that are held, whose opened texts have every word: newest first. The
 * server can't read them, so this is the only search there is of them.
 */
export function searchOpened(
  timelines: readonly Held[],
  search: string,
  atMost: number,
  textOf: TextOf,
): (MessageHit & { conversation: Conversation })[] {
  const words = wordsOf(search).map(fold);
  if (words.length === 0) {
    return [];
  }
  return timelines
    .flatMap(({ conversation, messages }) =>
      messages.flatMap((message) => {
        const text = textOf(message);
        const folded = text === null ? '' : fold(text);
        return text !== null && words.every((word) => folded.includes(word))
          ? [{ conversation, message, snippet: markWords(text, words) }]
          : [];
      }),
    )
    .sort((one, other) => Date.parse(other.message.createdAt) - Date.parse(one.message.createdAt))
    .slice(0, atMost);
}
