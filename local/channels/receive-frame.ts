import type { ChannelsApp } from './channels-app.ts';
import { receiveClientEvent } from './client-event.ts';
import type { Connection } from './connection.ts';
import { parseFrame, protocolFrame } from './frame.ts';
import { leaveChannel } from './join-channel.ts';
import { isJsonObject } from './json-object.ts';
import { signIn } from './sign-in.ts';
import { subscribe } from './subscribe.ts';

/** Does what a client's message asks for. */
export function receiveFrame(app: ChannelsApp, connection: Connection, text: string): void {
  const frame = parseFrame(text);
  if (!frame) {
    connection.sendError(null, 'Invalid message: expected a JSON object with an event');
    return;
  }
  switch (frame.event) {
    case 'pusher:ping':
      connection.send(protocolFrame('pusher:pong', {}));
      return;
    case 'pusher:pong':
      return;
    case 'pusher:subscribe':
      subscribe(app, connection, frame.data);
      return;
    case 'pusher:unsubscribe':
      unsubscribe(app, connection, frame.data);
      return;
    case 'pusher:signin':
      signIn(app, connection, frame.data);
      return;
  }
  if (frame.event.startsWith('client-')) receiveClientEvent(app, connection, frame);
  else connection.sendError(null, 'Unknown event: client events must be prefixed by client-');
}

function unsubscribe(app: ChannelsApp, connection: Connection, data: unknown): void {
  const channel = isJsonObject(data) ? data.channel : undefined;
  if (typeof channel !== 'string' || !connection.subscriptions.has(channel)) {
    connection.sendError(null, 'No current subscription to the channel');
    return;
  }
  leaveChannel(app, connection, channel);
}
