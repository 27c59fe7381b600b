import { channelKind } from './channel-name.ts';
import type { ChannelsApp } from './channels-app.ts';
import type { Connection } from './connection.ts';
import type { IncomingFrame } from './frame.ts';
import { limits } from './limits.ts';
import { publishEvent } from './publish-event.ts';

/** Passes a client's event on to the other subscribers of its channel, and to the webhook. */
export function receiveClientEvent(app: ChannelsApp, connection: Connection, frame: IncomingFrame): void {
  const { event: name, channel, data } = frame;
  const text = typeof data === 'string' ? data : (JSON.stringify(data) ?? '');
  const fault = findFault(connection, name, channel, text);
  if (fault !== null || typeof channel !== 'string') {
    connection.sendError(null, `Client event rejected - ${fault}`);
    return;
  }
  if (isTooOften(app, connection)) {
    connection.sendError(4301, 'Client event rejected - rate limit exceeded');
    return;
  }
  const userId = connection.subscriptions.get(channel)?.id;
  const sender = userId === undefined ? {} : { userId };
  app.stats.clientEvents += 1;
  publishEvent(app, { name, channel, data, exceptSocketId: connection.socketId, ...sender });
  app.webhooks.report({
    name: 'client_event',
    channel,
    event: name,
    data: text,
    socket_id: connection.socketId,
    ...(userId === undefined ? {} : { user_id: userId }),
  });
}

function findFault(connection: Connection, name: string, channel: unknown, text: string): string | null {
  if (typeof channel !== 'string') return 'a channel is required';
  const kind = channelKind(channel);
  if (kind !== 'private' && kind !== 'presence') return 'only supported on private and presence channels';
  if (!connection.subscriptions.has(channel)) return `you are not subscribed to ${channel.slice(0, 200)}`;
  if (name.length > limits.eventNameLength) {
    return `the event name is longer than ${limits.eventNameLength} characters`;
  }
  if (Buffer.byteLength(text) > limits.eventDataBytes) {
    return `the data exceeds the allowed maximum (${limits.eventDataBytes} bytes)`;
  }
  return null;
}

function isTooOften(app: ChannelsApp, connection: Connection): boolean {
  const now = app.now();
  const recent = connection.clientEventTimes.filter((time) => now - time < 1000);
  const isAllowed = recent.length < limits.clientEventsPerSecond;
  connection.clientEventTimes = isAllowed ? [...recent, now] : recent;
  return !isAllowed;
}
