import { RealtimeError } from './realtime-error.ts';

export type ParsedChannelName =
  | { kind: 'user'; userId: string }
  | { kind: 'conversation-presence'; conversationId: string };

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const wholeUuid = new RegExp(`^${uuid}$`);
const userChannelName = new RegExp(`^private-encrypted-user-(${uuid})$`);
const conversationPresenceChannelName = new RegExp(`^presence-conversation-(${uuid})$`);

// 164 characters and this alphabet are the hosted limits.
const channelName = /^[A-Za-z0-9_\-=@,.;]{1,164}$/;
// Real ids have at most 20 digits on either side; the bound keeps the signed text short.
const socketId = /^\d{1,20}\.\d{1,20}$/;

/** The channel on which one user receives everything. Throws RealtimeError `invalid` unless given a lower-case uuid. */
export function userChannel(userId: string): string {
  return `private-encrypted-user-${checkedUuid(userId)}`;
}

/** The channel of typing and online marks in one conversation. Throws RealtimeError `invalid` unless given a lower-case uuid. */
export function conversationPresenceChannel(conversationId: string): string {
  return `presence-conversation-${checkedUuid(conversationId)}`;
}

/** What one of our two kinds of channel is about, or null for any other name. */
export function parseChannelName(name: string): ParsedChannelName | null {
  const userId = userChannelName.exec(name)?.[1];
  if (userId) return { kind: 'user', userId };
  const conversationId = conversationPresenceChannelName.exec(name)?.[1];
  if (conversationId) return { kind: 'conversation-presence', conversationId };
  return null;
}

/** Whether a client's claim to be a socket may be put into a text that we sign. */
export function isSocketId(value: unknown): value is string {
  return typeof value === 'string' && socketId.test(value);
}

/** Whether a name may be put into a text that we sign: no colon, no newline, no `#server-to-user-`. */
export function isChannelName(value: unknown): value is string {
  return typeof value === 'string' && channelName.test(value);
}

/** Whether the payloads of a channel are sealed. */
export function isEncryptedChannel(name: string): boolean {
  return name.startsWith('private-encrypted-');
}

/** The same text, once it is known to be a lower-case uuid. Throws RealtimeError `invalid`. */
export function checkedUuid(value: string): string {
  if (typeof value !== 'string' || !wholeUuid.test(value)) {
    throw new RealtimeError('invalid', 'An id in a channel name must be a lower-case uuid');
  }
  return value;
}
