/** The longest text, in characters (code points). `private.is_body` in the migrations says the same. */
export const maxTextCharacters = 5_000;

/** What a message says. Whatever only reads text cannot be handed another kind. */
/** Sealed on the sender's device: what it says is known to the devices that can open it. */
export interface SealedBody {
  kind: 'sealed';
  /** Base64; docs/encryption.md has the bytes. */
  envelope: string;
  /** Base64 of 32 bytes: what ties the sender to the text. */
  commitment: string;
}

export type Body = { kind: 'plain'; text: string };

export type MessageKind = 'text' | 'image' | 'file' | 'voice' | 'location' | 'offer' | 'handover' | 'system';

/** What the people in a conversation learn of the scoring. */
export type VisibleVerdict = 'allow' | 'nudge' | 'mask' | 'hold';

/** Who answered a message with this emoji, in the order in which they did. */
export interface Reaction {
  emoji: string;
  userIds: string[];
}

/** A stored message, as the API gives it. Times are ISO 8601. */
export interface Message {
  /** Client message id: a uuid made by the sender's device. */
  id: string;
  conversationId: string;
  /** Place in the conversation: 1, 2, 3 … without holes. */
  seq: number;
  /** The conversation's change that last altered this message. */
  change: number;
  /** Null for system messages. */
  senderId: string | null;
  kind: MessageKind;
  /** Null when the message was unsent. */
  body: Body | null;
  replyToId: string | null;
  /** In the order of their first use. */
  reactions: Reaction[];
  verdict: VisibleVerdict;
  createdAt: string;
  editedAt: string | null;
  unsentAt: string | null;
}

/** A row of the database's `private.message_rows`. */
export interface MessageRow {
  id: string;
  conversation_id: string;
  seq: number;
  change: number;
  sender_id: string | null;
  kind: MessageKind;
  body: Body | null;
  reply_to_id: string | null;
  reactions: { emoji: string; user_ids: string[] }[];
  verdict_action: VisibleVerdict;
  created_at: string;
  edited_at: string | null;
  unsent_at: string | null;
}

export function toMessage(row: MessageRow): Message {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    seq: row.seq,
    change: row.change,
    senderId: row.sender_id,
    kind: row.kind,
    body: row.body,
    replyToId: row.reply_to_id,
    reactions: row.reactions.map(({ emoji, user_ids }) => ({ emoji, userIds: user_ids })),
    verdict: row.verdict_action,
    createdAt: row.created_at,
    editedAt: row.edited_at,
    unsentAt: row.unsent_at,
  };
}
