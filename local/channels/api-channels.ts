import { ApiError } from './api-error.ts';
import { describeChannel, parseInfo } from './channel-attributes.ts';
import { channelKind, isChannelName } from './channel-name.ts';
import type { ChannelsApp } from './channels-app.ts';
import type { JsonObject } from './json-object.ts';

type Query = ReadonlyMap<string, string>;

/** GET /apps/{id}/channels */
export function listChannels(app: ChannelsApp, query: Query): JsonObject {
  const prefix = query.get('filter_by_prefix') ?? '';
  const info = parseInfo(query.get('info'));
  if (info.includes('user_count') && !prefix.startsWith('presence-')) {
    throw new ApiError(
      400,
      'user_count may only be requested for presence channels - please supply filter_by_prefix begining with presence-',
    );
  }
  const names = app.registry.occupiedChannels().filter((name) => name.startsWith(prefix));
  return { channels: Object.fromEntries(names.map((name) => [name, describeChannel(app, name, info)])) };
}

/** GET /apps/{id}/channels/{name} */
export function getChannel(app: ChannelsApp, channel: string, query: Query): JsonObject {
  requireChannelName(channel);
  const info = parseInfo(query.get('info'));
  if (info.includes('user_count') && channelKind(channel) !== 'presence') {
    throw new ApiError(400, 'user_count may only be requested for presence channels');
  }
  return { occupied: app.registry.isOccupied(channel), ...describeChannel(app, channel, info) };
}

/** GET /apps/{id}/channels/{name}/users */
export function listUsers(app: ChannelsApp, channel: string): JsonObject {
  requireChannelName(channel);
  if (channelKind(channel) !== 'presence') {
    throw new ApiError(400, 'Users can only be retrieved for presence channels');
  }
  return { users: [...app.registry.membersOf(channel).keys()].map((id) => ({ id })) };
}

function requireChannelName(channel: string): void {
  if (!isChannelName(channel)) throw new ApiError(400, 'Invalid channel name');
}
