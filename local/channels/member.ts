import { type JsonObject, parseJsonObject } from './json-object.ts';
import { limits } from './limits.ts';

/** A user, on presence channels and of a signed-in connection. */
export interface Member {
  id: string;
  info: unknown;
}

/** The member that a subscription's `channel_data` names; a string says what is wrong with it. */
export function parseChannelData(channelData: unknown): Member | string {
  const data = typeof channelData === 'string' ? parseJsonObject(channelData) : null;
  if (!data) return 'Invalid channel_data: expected a JSON object with a user_id';
  return toMember(data.user_id, data.user_info);
}

/** The user that a sign-in's `user_data` names; a string says what is wrong with it. */
export function parseUserData(userData: string): Member | string {
  const data = parseJsonObject(userData);
  if (!data || typeof data.id !== 'string') return 'Invalid user_data: expected a JSON object with an id';
  return toMember(data.id, data.user_info);
}

/** What the other members are told about a member. */
export function describeMember(member: Member): JsonObject {
  return member.info !== undefined ? { user_id: member.id, user_info: member.info } : { user_id: member.id };
}

function toMember(userId: unknown, info: unknown): Member | string {
  const id = typeof userId === 'number' ? String(userId) : userId;
  if (typeof id !== 'string' || id === '') return 'Invalid user_id: expected a string';
  if (id.length > limits.userIdLength) return `user_id is longer than ${limits.userIdLength} characters`;
  if (Buffer.byteLength(JSON.stringify(info ?? null)) > limits.userInfoBytes) {
    return `user_info is larger than ${limits.userInfoBytes} bytes`;
  }
  return { id, info };
}
