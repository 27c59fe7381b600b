import { parseJsonObject } from './json-object.ts';

/** A message from a client, of which only the shape of the envelope is known. */
export interface IncomingFrame {
  event: string;
  channel: unknown;
  data: unknown;
}

/** What the client said, or null when it is not a frame. `data` may be JSON or a string that holds JSON. */
export function parseFrame(text: string): IncomingFrame | null {
  const frame = parseJsonObject(text);
  if (!frame || typeof frame.event !== 'string') return null;
  return { event: frame.event, channel: frame.channel, data: frame.data };
}

/** A message to a client about the protocol itself: its data is a string of JSON, as from the hosted service. */
export function protocolFrame(event: string, data: unknown, channel?: string): string {
  return JSON.stringify({ event, data: JSON.stringify(data), channel });
}

/** Errors are the one kind of frame whose data is not doubly encoded. */
export function errorFrame(code: number | null, message: string): string {
  return JSON.stringify({ event: 'pusher:error', data: { code, message } });
}

/** An event of a channel. `data` goes out as it came in; `userId` is who sent it, on presence channels. */
export function eventFrame(event: { name: string; channel: string; data: unknown; userId?: string }): string {
  const { name, channel, data, userId } = event;
  return JSON.stringify({ event: name, channel, data, user_id: userId });
}
