/** The longest text, in characters (code points). `private.is_body` in the migrations says the same. */
export const maxTextCharacters = 5_000;

/** What somebody wrote. */
export type PlainBody = {
  kind: 'plain';
  text: string;
  /** On a device alone: it was sealed, and opened here. */
  isOpened?: true | undefined;
};

/** Sealed on the sender's device: what it says is known to the devices that can open it. */
export interface SealedBody {
  kind: 'sealed';
  /** Base64; docs/encryption.md has the bytes. */
  envelope: string;
  /** Base64 of 32 bytes: what ties the sender to the text. */
  commitment: string;
  /** Of a stored message: the database's proof that it took this commitment in, at that time (seconds since 1970). */
  countersignature?: { at: number; signature: string } | undefined;
  /** On a device alone: why it isn't opened. Undefined while that isn't known. */
  problem?: SealingProblem | undefined;
}

/** Why a device shows no text. */
export type SealingProblem =
  /** This device hasn't got my keys. */
  | 'no_keys'
  /** It was sealed to a key that I have no more, or not to me. */
  | 'not_for_me'
  /** Its sender's key has changed, and I haven't said that it is theirs. */
  | 'key_changed'
  /** It isn't what its sender sealed, or not for here. */
  | 'not_genuine'
  /** It came in clear, and this conversation is sealed. */
  | 'in_clear';

type RentalEventName =
  | 'rental.requested'
  | 'rental.confirmed'
  | 'rental.declined'
  | 'rental.cancelled'
  | 'rental.picked_up'
  | 'rental.returned'
  /** Its dates are others than before. */
  | 'rental.rescheduled';

/** What happened, with what has to be known to tell it. Dates are `YYYY-MM-DD`, the last one inclusive. */
type SystemEvent =
  | {
      event: RentalEventName;
      rentalId: string;
      startsOn: string;
      endsOn: string;
      /** The first that this conversation hears of this rental. */
      isNew: boolean;
    }
  | { event: 'participant.joined' | 'participant.left' | 'participant.removed'; userId: string }
  | { event: 'group.named'; title: string }
  | {
      event:
        | 'encryption.requested'
        | 'encryption.declined'
        | 'encryption.accepted'
        | 'encryption.started'
        | 'encryption.key_changed';
    };

/** Of messages of the kind `system`: written by the database (`private.write_event`) with the change that it tells. */
export type EventBody = SystemEvent & {
  kind: 'event';
  /** Who did it; null when that isn't known. */
  actorId: string | null;
};

type OfferStatus = 'open' | 'accepted' | 'declined' | 'countered' | 'withdrawn' | 'expired';

/** Of messages of the kind `offer`: terms for a rental, and what has become of them. */
export interface OfferBody {
  kind: 'offer';
  /** `YYYY-MM-DD`, inclusive. */
  startsOn: string;
  endsOn: string;
  /** For all of its days, in the currency's minor unit. */
  priceMinor: number;
  depositMinor: number;
  /** ISO 4217. */
  currency: string;
  /** May be empty. */
  text: string;
  /** After `expiresAt` an open one can't be accepted any more. */
  status: OfferStatus;
  expiresAt: string;
  /** Who accepted, declined, countered or withdrew it. */
  settledById: string | null;
  /** The offer that this one answers. */
  countersId: string | null;
  /** The rental that it is about, or has become; null while there is none. */
  rentalId: string | null;
}

/** What a message says. Whatever only reads text cannot be handed another kind. */
export type Body = PlainBody | SealedBody | EventBody | OfferBody;

/** What people write by themselves. */
export type WrittenBody = PlainBody | SealedBody;

export type MessageKind = 'text' | 'image' | 'file' | 'voice' | 'location' | 'offer' | 'handover' | 'system';

/** What the people in a conversation learn of the scoring. */
export type VisibleVerdict = 'allow' | 'nudge' | 'mask' | 'hold';

/** Who answered a message with this emoji, in the order in which they did. */
export interface Reaction {
  emoji: string;
  userIds: string[];
}

/** What the scoring has made of a message: its sender alone is told. */
export interface MessageNotice {
  /** What was written, when others read it masked. */
  original: PlainBody | null;
  /** [start, end) in the original's text, in UTF-16 units, of what the others don't see. */
  hidden: [start: number, end: number][];
  /** Groups of findings, such as `contact` or `payment`, strongest first. */
  reasons: string[];
  decision: 'released' | 'rejected' | 'unmasked' | 'revealed' | null;
  /** What the moderator says. */
  explanation: string | null;
  /** Null before a review was asked for. */
  appeal: 'open' | 'granted' | 'declined' | null;
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
  /** Of a masked one: more speaks against it than its contact details, so its reader is told to be careful. */
  isRisky?: true | undefined;
  /** Left out for everybody but the sender, and where there is nothing to say. */
  notice?: MessageNotice | undefined;
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
  notice?: MessageNotice | null;
  is_risky?: boolean | null;
  created_at: string;
  edited_at: string | null;
  unsent_at: string | null;
  countersignature: { at: number; signature: string } | null;
}

export function toMessage(row: MessageRow): Message {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    seq: row.seq,
    change: row.change,
    senderId: row.sender_id,
    kind: row.kind,
    body:
      row.body?.kind === 'sealed' && row.countersignature
        ? { ...row.body, countersignature: row.countersignature }
        : row.body,
    replyToId: row.reply_to_id,
    reactions: row.reactions.map(({ emoji, user_ids }) => ({ emoji, userIds: user_ids })),
    verdict: row.verdict_action,
    ...(row.is_risky ? { isRisky: true as const } : {}),
    ...(row.notice ? { notice: row.notice } : {}),
    createdAt: row.created_at,
    editedAt: row.edited_at,
    unsentAt: row.unsent_at,
  };
}

/** The words that somebody chose, to copy, to edit and to look through; null where there are none. */
export function textOf(body: Body | null | undefined): string | null {
  switch (body?.kind) {
    case undefined:
    case 'sealed':
    case 'event':
      return null;
    case 'plain':
    case 'offer':
      return body.text;
  }
}

/** Whose doing a message is: nobody has to be told of what they did themselves. Null when that isn't known. */
export function authorOf({ senderId, body }: { senderId: string | null; body: Body | null }): string | null {
  return senderId ?? (body?.kind === 'event' ? body.actorId : null);
}
