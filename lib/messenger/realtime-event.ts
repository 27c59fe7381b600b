import type { ConversationRental, Place } from '../conversations/conversation.ts';
import type { Message } from '../messages/message.ts';
import type { Marker } from './conversation-reducer.ts';
import type { MessengerEventName } from './types.ts';

/** An event as the messenger takes it in: what changed, when it was small enough to be told. */
export interface RealtimeEvent {
  name: MessengerEventName;
  conversationId: string;
  change: number;
  message?: Message;
  marker?: Marker;
  hiddenMessageIds?: readonly string[];
  /** My own. */
  place?: Place;
  rental?: ConversationRental | null;
}

const names: ReadonlySet<string> = new Set<MessengerEventName>([
  'message.created',
  'message.updated',
  'message.unsent',
  'reaction.changed',
  'marker.moved',
  'rental.changed',
  'conversation.created',
  'conversation.updated',
  'participant.changed',
  'invitation.changed',
]);

/**
 * An event from the wire, or null for what is none of ours: other names, client events, broken payloads. Details that are
 * broken are left out: what remains says that there is something to fetch.
 */
export function parseRealtimeEvent(name: string, payload: unknown): RealtimeEvent | null {
  if (!names.has(name) || !isRecord(payload)) {
    return null;
  }
  const { conversationId, change, message, marker, hiddenMessageIds, place, rental } = payload;
  if (typeof conversationId !== 'string' || !isCount(change)) {
    return null;
  }
  return {
    name: name as MessengerEventName,
    conversationId,
    change,
    ...(isMessage(message, conversationId, change) ? { message } : {}),
    ...(isMarker(marker) ? { marker } : {}),
    ...(rental === null || isRental(rental) ? { rental } : {}),
    ...(isListOf(hiddenMessageIds, isText) ? { hiddenMessageIds } : {}),
    ...(isPlace(place) ? { place } : {}),
  };
}

function isMessage(value: unknown, conversationId: string, change: number): value is Message {
  return (
    isRecord(value) &&
    value.conversationId === conversationId &&
    value.change === change &&
    isCount(value.seq) &&
    [value.id, value.kind, value.verdict, value.createdAt].every(isText) &&
    [value.senderId, value.replyToId, value.editedAt, value.unsentAt].every(isTextOrNull) &&
    isBody(value.body) &&
    isListOf(value.reactions, isReaction)
  );
}

function isBody(value: unknown): boolean {
  if (value === null) {
    return true;
  }
  if (!isRecord(value)) {
    return false;
  }
  switch (value.kind) {
    case 'plain':
      return isText(value.text);
    case 'sealed':
      return isText(value.envelope) && isText(value.commitment);
    case 'event':
      return isText(value.event) && isTextOrNull(value.actorId);
    case 'offer':
      return (
        [value.startsOn, value.endsOn, value.currency, value.text, value.status, value.expiresAt].every(
          isText,
        ) &&
        [value.settledById, value.countersId, value.rentalId].every(isTextOrNull) &&
        isCount(value.priceMinor) &&
        isCount(value.depositMinor)
      );
    default:
      return false;
  }
}

function isReaction(value: unknown): value is Message['reactions'][number] {
  return isRecord(value) && isText(value.emoji) && isListOf(value.userIds, isText);
}

function isMarker(value: unknown): value is Marker {
  return isRecord(value) && isText(value.userId) && isCount(value.readSeq) && isCount(value.deliveredSeq);
}

function isPlace(value: unknown): value is Place {
  return (
    isRecord(value) &&
    [value.archivedAt, value.mutedUntil, value.pinnedAt].every(isTextOrNull) &&
    isListOf(value.labels, isText) &&
    typeof value.markedUnread === 'boolean'
  );
}

function isRental(value: unknown): value is ConversationRental {
  return isRecord(value) && [value.id, value.status, value.startsOn, value.endsOn].every(isText);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isListOf<Item>(value: unknown, isItem: (item: unknown) => item is Item): value is Item[] {
  return Array.isArray(value) && value.every(isItem);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isTextOrNull(value: unknown): boolean {
  return value === null || isText(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
