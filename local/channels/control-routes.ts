import type { IncomingMessage } from 'node:http';
import { BlockList, isIPv6 } from 'node:net';
import { ApiError } from './api-error.ts';
import type { ChannelsApp } from './channels-app.ts';
import { parseFaults } from './faults.ts';
import { type JsonObject, parseJsonObject } from './json-object.ts';
import { readBody } from './request-body.ts';
import { createStats } from './stats.ts';

const maxBodyBytes = 10_000;

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

/** Answers `/local/…`: what tests read and set. Nothing of it exists on the hosted service. */
export async function callControl(app: ChannelsApp, request: IncomingMessage): Promise<JsonObject> {
  if (!isLoopback(request.socket.remoteAddress)) {
    throw new ApiError(403, 'Control routes answer to this machine only');
  }
  switch (`${request.method} ${request.url}`) {
    case 'GET /local/stats':
      return { ...app.stats, openConnections: app.connections.size };
    case 'DELETE /local/stats':
      Object.assign(app.stats, createStats());
      return { ...app.stats, openConnections: app.connections.size };
    case 'GET /local/faults':
      return { ...app.faults };
    case 'PUT /local/faults':
      app.faults = await readFaults(request);
      return { ...app.faults };
    case 'POST /local/cut':
      return { cut: cutAll(app) };
    default:
      throw new ApiError(404, 'Unknown control route');
  }
}

/** An address of this machine itself, also when IPv4 arrives on an IPv6 socket. */
export function isLoopback(address: string | undefined): boolean {
  return address !== undefined && loopback.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

async function readFaults(request: IncomingMessage) {
  const faults = parseFaults(parseJsonObject((await readBody(request, maxBodyBytes)).toString('utf8')));
  if (typeof faults === 'string') throw new ApiError(400, faults);
  return faults;
}

function cutAll(app: ChannelsApp): number {
  const connections = [...app.connections];
  for (const connection of connections) connection.cut();
  return connections.length;
}
