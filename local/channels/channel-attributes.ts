import { ApiError } from './api-error.ts';
import { channelKind } from './channel-name.ts';
import type { ChannelsApp } from './channels-app.ts';

export type Attribute = 'user_count' | 'subscription_count';
export type Attributes = Partial<Record<Attribute, number>>;

/** The attributes that an `info` parameter (a list with commas) asks for. */
export function parseInfo(info: unknown): Attribute[] {
  if (info === undefined || info === '') return [];
  if (typeof info !== 'string') throw new ApiError(400, 'info should be a string');
  return info.split(',').map((name) => {
    const attribute = name.trim();
    if (attribute === 'user_count' || attribute === 'subscription_count') return attribute;
    throw new ApiError(400, `Unknown info attribute: ${attribute.slice(0, 100)}`);
  });
}

/** The attributes of a channel; only presence channels have users to count. */
export function describeChannel(app: ChannelsApp, channel: string, wanted: readonly Attribute[]): Attributes {
  const attributes: Attributes = {};
  if (wanted.includes('user_count') && channelKind(channel) === 'presence') {
    attributes.user_count = app.registry.membersOf(channel).size;
  }
  if (wanted.includes('subscription_count')) {
    attributes.subscription_count = app.registry.connectionsOf(channel).length;
  }
  return attributes;
}
