import type { ChannelsApp } from './channels-app.ts';
import type { JsonObject } from './json-object.ts';

/** POST /apps/{id}/users/{user_id}/terminate_connections: ends the connections that signed in as the user. */
export function terminateConnections(app: ChannelsApp, userId: string): JsonObject {
  for (const connection of [...app.connections]) {
    if (connection.user?.id === userId) connection.closeWith(4009, 'You got disconnected by the app.');
  }
  return {};
}
