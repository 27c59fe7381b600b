import type { Conversation } from '../conversations/conversation.ts';
import type { Message } from '../messages/message.ts';

/** A stretch of a text that was found, or of what is around it. */
export interface SnippetPart {
  text: string;
  isHit: boolean;
}

export interface MessageHit {
  message: Message;
  /** A part of the message's text, with the words that were found. */
  snippet: SnippetPart[];
}

/** What a search found among the caller's conversations. */
export interface SearchResults {
  /** Conversations with people of this name, newest first, at most 5. Only on a first page. */
  people: Conversation[];
  /** Conversations about gear of this title, newest first, at most 5. Only on a first page. */
  gear: Conversation[];
  /** Messages, newest first. */
  data: MessageHit[];
  /** The conversations that these messages are in. */
  conversations: Conversation[];
  /** How many messages there are; null for a search over all conversations, which doesn't count them. */
  total: number | null;
  /** Give it back as `cursor` for the next page; null at the end. */
  nextCursor: string | null;
}

// Which the database puts around what it found: private.to_hit.
const startOfHit = '\ue000';
const endOfHit = '\ue001';

/** The parts of a snippet as the database marks it. */
export function toSnippet(marked: string | null, text: string): SnippetPart[] {
  const parts = (marked ?? '')
    .split(startOfHit)
    .flatMap((piece, place) => {
      const [hit = '', rest] = place === 0 ? [undefined, piece] : piece.split(endOfHit);
      return [
        { text: hit, isHit: true },
        { text: rest ?? '', isHit: false },
      ];
    })
    .filter((part) => part.text !== '');
  return withEllipses(parts, text);
}

/** Says where the message goes on beyond its snippet. */
function withEllipses(parts: SnippetPart[], text: string): SnippetPart[] {
  const shown = parts.map((part) => part.text).join('');
  const before = parts.length > 0 && !text.trimStart().startsWith(shown.slice(0, 20));
  const after = parts.length > 0 && !text.trimEnd().endsWith(shown.slice(-20));
  return [
    ...(before ? [{ text: '… ', isHit: false }] : []),
    ...parts,
    ...(after ? [{ text: ' …', isHit: false }] : []),
  ];
}
