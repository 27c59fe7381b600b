import { channelKind } from './channel-name.ts';
import type { ChannelsApp } from './channels-app.ts';
import type { Connection } from './connection.ts';
import { protocolFrame } from './frame.ts';
import { describeMember, type Member } from './member.ts';

/** Subscribes the connection, tells it who is there, and tells the others if its user was not there before. */
export function joinChannel(
  app: ChannelsApp,
  connection: Connection,
  channel: string,
  member: Member | null,
): void {
  const wasOccupied = app.registry.isOccupied(channel);
  const isNewcomer = member !== null && !app.registry.membersOf(channel).has(member.id);
  app.registry.add(connection, channel, member);
  app.stats.subscriptions += 1;

  const state = member ? { presence: presenceState(app, channel) } : {};
  connection.send(protocolFrame('pusher_internal:subscription_succeeded', state, channel));

  if (!wasOccupied) reportOccupancy(app, 'channel_occupied', channel);
  if (isNewcomer) {
    tellOthers(
      app,
      connection,
      protocolFrame('pusher_internal:member_added', describeMember(member), channel),
      channel,
    );
    app.webhooks.report({ name: 'member_added', channel, user_id: member.id });
  }
}

/** Undoes `joinChannel`; the others are told when the last connection of the user is gone. */
export function leaveChannel(app: ChannelsApp, connection: Connection, channel: string): void {
  const member = connection.subscriptions.get(channel);
  if (member === undefined) return;
  app.registry.remove(connection, channel);

  if (member && !app.registry.membersOf(channel).has(member.id)) {
    const frame = protocolFrame('pusher_internal:member_removed', { user_id: member.id }, channel);
    tellOthers(app, connection, frame, channel);
    app.webhooks.report({ name: 'member_removed', channel, user_id: member.id });
  }
  if (!app.registry.isOccupied(channel)) reportOccupancy(app, 'channel_vacated', channel);
}

function presenceState(app: ChannelsApp, channel: string) {
  const members = [...app.registry.membersOf(channel).values()];
  return {
    count: members.length,
    ids: members.map(({ id }) => id),
    hash: Object.fromEntries(members.map(({ id, info }) => [id, info ?? null])),
  };
}

/** Membership is not subject to faults: clients of the real service cannot lose it without losing the socket. */
function tellOthers(app: ChannelsApp, connection: Connection, frame: string, channel: string): void {
  for (const other of app.registry.connectionsOf(channel)) {
    if (other !== connection) other.send(frame);
  }
}

function reportOccupancy(app: ChannelsApp, name: 'channel_occupied' | 'channel_vacated', channel: string) {
  if (channelKind(channel) !== 'server-to-user') app.webhooks.report({ name, channel });
}
