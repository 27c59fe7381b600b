import { channelKind, isChannelName, quoteName, serverToUserChannel } from './channel-name.ts';
import type { ChannelsApp } from './channels-app.ts';
import type { Connection } from './connection.ts';
import { protocolFrame } from './frame.ts';
import { joinChannel } from './join-channel.ts';
import { isJsonObject, type JsonObject } from './json-object.ts';
import { limits } from './limits.ts';
import { type Member, parseChannelData } from './member.ts';
import { findAuthFault } from './signatures.ts';

interface Refusal {
  code: number | null;
  type: 'AuthError' | 'LimitReached' | 'SubscriptionError';
  status: number;
  message: string;
}

/** Answers `pusher:subscribe`. */
export function subscribe(app: ChannelsApp, connection: Connection, data: unknown): void {
  const request = isJsonObject(data) ? data : {};
  const channel = request.channel;
  if (!isChannelName(channel)) {
    connection.sendError(null, `Invalid channel name: ${quoteName(channel)}`);
    return;
  }
  if (connection.subscriptions.has(channel)) {
    connection.sendError(null, `Existing subscription to channel ${channel}`);
    return;
  }
  const outcome = admit(app, connection, channel, request);
  if ('refusal' in outcome) refuse(connection, channel, outcome.refusal);
  else joinChannel(app, connection, channel, outcome.member);
}

type Admission = { member: Member | null } | { refusal: Refusal };

function admit(app: ChannelsApp, connection: Connection, channel: string, request: JsonObject): Admission {
  switch (channelKind(channel)) {
    case 'public':
      return { member: null };
    case 'server-to-user':
      return connection.user && channel === serverToUserChannel(connection.user.id)
        ? { member: null }
        : unauthorized(`The connection is not signed in as the user of ${channel}`);
    case 'private':
    case 'private-encrypted':
      return checkSignature(app, connection, channel, request) ?? { member: null };
    case 'presence':
      return (
        checkSignature(app, connection, channel, request) ?? admitMember(app, connection, channel, request)
      );
  }
}

function checkSignature(app: ChannelsApp, connection: Connection, channel: string, request: JsonObject) {
  const { auth, channel_data: channelData } = request;
  const parts = [connection.socketId, channel];
  if (typeof channelData === 'string') parts.push(channelData);
  const fault = findAuthFault(auth, parts.join(':'), app);
  return fault === null ? null : unauthorized(fault);
}

function admitMember(
  app: ChannelsApp,
  connection: Connection,
  channel: string,
  request: JsonObject,
): Admission {
  // A signed-in connection may leave channel_data out: it joins as its user.
  const isAsUser = request.channel_data === undefined && connection.user !== null;
  const member = isAsUser ? connection.user : parseChannelData(request.channel_data);
  if (member === null || typeof member === 'string') {
    const message = member ?? 'channel_data is required';
    return { refusal: { code: null, type: 'SubscriptionError', status: 400, message } };
  }
  const members = app.registry.membersOf(channel);
  if (!members.has(member.id) && members.size >= limits.presenceMembers) {
    const message = `Presence channel ${channel} has reached its limit of ${limits.presenceMembers} members`;
    return { refusal: { code: 4004, type: 'LimitReached', status: 4004, message } };
  }
  return { member };
}

function unauthorized(message: string): { refusal: Refusal } {
  return { refusal: { code: 4009, type: 'AuthError', status: 401, message } };
}

/** Says it twice, because clients listen on the connection, on the channel, or both. */
function refuse(connection: Connection, channel: string, { code, type, status, message }: Refusal): void {
  connection.sendError(code, message);
  connection.send(protocolFrame('pusher:subscription_error', { type, error: message, status }, channel));
}
