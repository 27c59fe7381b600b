import { limits } from './limits.ts';

export type ChannelKind = 'public' | 'private' | 'private-encrypted' | 'presence' | 'server-to-user';

const serverToUserPrefix = '#server-to-user-';
const plainName = new RegExp(`^[A-Za-z0-9_\\-=@,.;]{1,${limits.channelNameLength}}$`);
const serverToUserName = new RegExp(`^${serverToUserPrefix}[^\\p{Cc}]{1,${limits.userIdLength}}$`, 'u');

export function isChannelName(name: unknown): name is string {
  return typeof name === 'string' && (plainName.test(name) || serverToUserName.test(name));
}

export function channelKind(name: string): ChannelKind {
  if (name.startsWith(serverToUserPrefix)) return 'server-to-user';
  if (name.startsWith('private-encrypted-')) return 'private-encrypted';
  if (name.startsWith('private-')) return 'private';
  if (name.startsWith('presence-')) return 'presence';
  return 'public';
}

export function serverToUserChannel(userId: string): string {
  return `${serverToUserPrefix}${userId}`;
}

/** A name that was refused, as error messages show it: short, whatever it was. */
export function quoteName(name: unknown): string {
  return typeof name === 'string' ? JSON.stringify(name.slice(0, limits.channelNameLength)) : typeof name;
}
