import type { Message } from '../messages/message.ts';
import type { MovedMarker } from './conversation-reducer.ts';
import type { MessengerEventName } from './types.ts';

/** An event as the messenger takes it in: what changed, when it was small enough to be told. */
export interface RealtimeEvent {
  name: MessengerEventName;
  conversationId: string;
  change: number;
  message?: Message;
  marker?: MovedMarker;
}

const names: ReadonlySet<string> = new Set<MessengerEventName>([
  'message.created',
  'marker.moved',
  'conversation.created',
  'conversation.updated',
]);

/** An event from the wire, or null for what is none of ours: other names, client events, broken payloads. */
export function parseRealtimeEvent(name: string, payload: unknown): RealtimeEvent | null {
  if (!names.has(name) || !isRecord(payload)) {
    return null;
  }
  const { conversationId, change, message, marker } = payload;
  if (typeof conversationId !== 'string' || !Number.isSafeInteger(change)) {
    return null;
  }
  return {
    name: name as MessengerEventName,
    conversationId,
    change: change as number,
    ...(isMessage(message, conversationId, change as number) ? { message } : {}),
    ...(isMarker(marker) ? { marker } : {}),
  };
}

function isMessage(value: unknown, conversationId: string, change: number): value is Message {
  return (
    isRecord(value) &&
    typeof value.id === 'string' &&
    value.conversationId === conversationId &&
    Number.isSafeInteger(value.seq) &&
    value.change === change &&
    typeof value.createdAt === 'string'
  );
}

function isMarker(value: unknown): value is MovedMarker {
  return (
    isRecord(value) &&
    typeof value.userId === 'string' &&
    Number.isSafeInteger(value.readSeq) &&
    Number.isSafeInteger(value.deliveredSeq)
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
