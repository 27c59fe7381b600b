import { isChannelName, isEncryptedChannel, isSocketId } from './channel-names.ts';
import type { ChannelsConfig } from './channels-config.ts';
import { channelSharedSecret, signText, toBase64 } from './channels-signature.ts';
import { RealtimeError } from './realtime-error.ts';

export interface PresenceMember {
  userId: string;
  /** Shown to every other member; at most 1 kB of JSON. */
  info?: Record<string, unknown>;
}

export interface ChannelAuthorization {
  auth: string;
  channel_data?: string;
  shared_secret?: string;
}

export interface UserAuthentication {
  auth: string;
  user_data: string;
}

// The hosted limits of a presence member: https://pusher.com/docs/channels/using_channels/presence-channels/
const maxUserIdLength = 128;
const maxUserInfoBytes = 1_024;

/**
 * The answer that lets one socket subscribe to one private, encrypted or presence channel. Who may do so is
 * for the caller to decide; here only texts that cannot mean anything else are signed (GHSA-7v7m-pcw5-h3cg:
 * `socketId:channel` is ambiguous once either may hold a colon or a newline). A presence channel needs
 * `presence`, the others refuse it. Throws RealtimeError `invalid`.
 */
export async function authorizeChannel(
  config: ChannelsConfig,
  request: { socketId: string; channel: string; presence?: PresenceMember },
): Promise<ChannelAuthorization> {
  const { socketId, channel, presence } = request;
  checkSocketId(socketId);
  if (!isChannelName(channel) || !/^(private|presence)-./.test(channel)) {
    throw new RealtimeError('invalid', 'Invalid channel name');
  }
  if (channel.startsWith('presence-') !== (presence !== undefined)) {
    throw new RealtimeError('invalid', 'A presence channel, and no other, takes a member');
  }
  if (presence) {
    const channelData = serialisePresence(presence);
    const signature = await signText(config, `${socketId}:${channel}:${channelData}`);
    return { auth: `${config.key}:${signature}`, channel_data: channelData };
  }
  const auth = `${config.key}:${await signText(config, `${socketId}:${channel}`)}`;
  if (!isEncryptedChannel(channel)) return { auth };
  return { auth, shared_secret: toBase64(channelSharedSecret(config, channel)) };
}

/**
 * The answer that signs one socket in as a user, so that `terminateConnections` finds it.
 * Throws RealtimeError `invalid`.
 */
export async function authenticateUser(
  config: ChannelsConfig,
  request: { socketId: string; user: { id: string; [key: string]: unknown } },
): Promise<UserAuthentication> {
  checkSocketId(request.socketId);
  checkUserId(request.user.id);
  const userData = JSON.stringify(request.user);
  const signature = await signText(config, `${request.socketId}::user::${userData}`);
  return { auth: `${config.key}:${signature}`, user_data: userData };
}

function serialisePresence({ userId, info }: PresenceMember): string {
  checkUserId(userId);
  if (info === undefined) return JSON.stringify({ user_id: userId });
  if (new TextEncoder().encode(JSON.stringify(info)).length > maxUserInfoBytes) {
    throw new RealtimeError('too_large', `A presence member's info exceeds ${maxUserInfoBytes} bytes`);
  }
  return JSON.stringify({ user_id: userId, user_info: info });
}

function checkSocketId(socketId: unknown): void {
  if (!isSocketId(socketId)) throw new RealtimeError('invalid', 'Invalid socket id');
}

function checkUserId(userId: unknown): void {
  if (typeof userId !== 'string' || userId === '' || userId.length > maxUserIdLength) {
    throw new RealtimeError('invalid', 'Invalid user id');
  }
}
