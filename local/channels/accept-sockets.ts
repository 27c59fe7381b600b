import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { ChannelsApp } from './channels-app.ts';
import { Connection } from './connection.ts';
import { protocolFrame } from './frame.ts';
import { startHeartbeat } from './heartbeat.ts';
import { leaveChannel } from './join-channel.ts';
import { limits } from './limits.ts';
import { receiveFrame } from './receive-frame.ts';

const supportedProtocol = '7';
const noAddress = new URL('http://localhost/');

/** Serves WebSockets at `/app/{key}`; the returned function closes every one of them at once. */
export function acceptSockets(app: ChannelsApp, server: Server): () => void {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.frameBytes,
    perMessageDeflate: false,
  });

  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    // A client that goes away during the handshake must not end the process.
    stream.on('error', () => stream.destroy());
    if (app.random() < app.faults.refuse) {
      app.stats.refused += 1;
      stream.destroy();
      return;
    }
    sockets.handleUpgrade(request, stream, head, (socket) => welcome(app, socket, request.url ?? '/'));
  });

  return () => {
    for (const socket of sockets.clients) socket.terminate();
    sockets.close();
  };
}

function welcome(app: ChannelsApp, socket: WebSocket, url: string): void {
  // ws closes the socket itself after an error (a frame that is too large, say); unheard, it would throw.
  socket.on('error', () => {});
  const connection = new Connection(socket);
  const refusal = findRefusal(app, url);
  if (refusal) {
    connection.closeWith(refusal.code, refusal.message);
    return;
  }
  attend(app, connection, socket);
  const activityTimeout = app.activityTimeoutMs / 1000;
  connection.send(
    protocolFrame('pusher:connection_established', {
      socket_id: connection.socketId,
      activity_timeout: activityTimeout,
    }),
  );
}

function attend(app: ChannelsApp, connection: Connection, socket: WebSocket): void {
  app.connections.add(connection);
  app.stats.connections += 1;
  const heartbeat = startHeartbeat({
    activityTimeoutMs: app.activityTimeoutMs,
    pongTimeoutMs: app.pongTimeoutMs,
    ping: () => connection.send(protocolFrame('pusher:ping', {})),
    giveUp: () => connection.closeWith(4201, 'Pong reply not received'),
  });
  socket.on('message', (bytes) => {
    // A client that was told to go is no longer listened to, even if it takes its time to go.
    if (socket.readyState !== socket.OPEN) return;
    heartbeat.beat();
    try {
      receiveFrame(app, connection, bytes.toString());
    } catch {
      // JSON nested too deep to be written again, for one: whoever sends that loses the connection, not the server.
      connection.closeWith(4200, 'The message could not be processed');
    }
  });
  socket.on('close', () => {
    heartbeat.stop();
    app.connections.delete(connection);
    for (const channel of [...connection.subscriptions.keys()]) leaveChannel(app, connection, channel);
  });
}

/** https://pusher.com/docs/channels/library_auth_reference/pusher-websockets-protocol#error-codes */
function findRefusal(app: ChannelsApp, url: string): { code: number; message: string } | null {
  const { pathname, searchParams } = URL.parse(url, 'http://localhost') ?? noAddress;
  const [, root, key, ...rest] = pathname.split('/');
  if (root !== 'app' || key === undefined || rest.length > 0)
    return { code: 4005, message: 'Path not found' };
  if (key !== app.key) {
    const message = `App key ${key.slice(0, 40)} not in this cluster. Did you forget to specify the cluster?`;
    return { code: 4001, message };
  }
  const protocol = searchParams.get('protocol');
  if (protocol === null) return { code: 4008, message: 'No protocol version supplied' };
  if (protocol !== supportedProtocol) return { code: 4007, message: 'Unsupported protocol version' };
  return null;
}
