import type { ChannelsApp } from './channels-app.ts';
import type { Connection } from './connection.ts';
import { protocolFrame } from './frame.ts';
import { isJsonObject } from './json-object.ts';
import { parseUserData } from './member.ts';
import { findAuthFault } from './signatures.ts';

/** Answers `pusher:signin`. A wrong signature ends the connection with 4009, after which pusher-js stays away. */
export function signIn(app: ChannelsApp, connection: Connection, data: unknown): void {
  const { auth, user_data } = isJsonObject(data) ? data : {};
  const userData = typeof user_data === 'string' ? user_data : '';
  const fault = findAuthFault(auth, `${connection.socketId}::user::${userData}`, app);
  if (fault !== null) {
    connection.closeWith(4009, fault);
    return;
  }
  const user = parseUserData(userData);
  if (typeof user === 'string') {
    connection.closeWith(4009, user);
    return;
  }
  if (connection.user !== null) {
    connection.sendError(null, 'The connection is already signed in');
    return;
  }
  connection.user = user;
  connection.send(protocolFrame('pusher:signin_success', { user_data: userData }));
}
