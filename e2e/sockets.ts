import { expect } from '@playwright/test';
import { addresses } from './addresses';
import { apiOf } from './api';
import type { Person } from './people';

/** A socket that does what it is let do, signed in as its person, and notes what it hears. */
export async function openSocket(person: Person, channels: string[]) {
  const { host, port, key } = addresses.channels;
  const socket = new WebSocket(`ws://${host}:${port}/app/${key}?protocol=7`);
  const heard: string[] = [];
  const waiting = new Map<string, (data: { socket_id: string }) => void>();
  const next = (event: string) =>
    new Promise<{ socket_id: string }>((resolve) => {
      waiting.set(event, resolve);
    });
  socket.addEventListener('message', ({ data }) => {
    const frame = JSON.parse(String(data));
    if (frame.event.startsWith('pusher')) {
      waiting.get(frame.event)?.(typeof frame.data === 'string' ? JSON.parse(frame.data) : frame.data);
    } else {
      heard.push(frame.event);
    }
  });
  const closed = new Promise<number>((resolve) => {
    socket.addEventListener('close', ({ code }) => resolve(code));
  });
  const { socket_id: socketId } = await next('pusher:connection_established');
  const say = (event: string, data: unknown, channel?: string) =>
    socket.send(JSON.stringify({ event, data, channel }));
  const signedIn = next('pusher:signin_success');
  say('pusher:signin', (await apiOf(person)('POST', 'realtime/user-auth', { socket_id: socketId })).body);
  await signedIn;
  for (const channel of channels) {
    const subscribed = next('pusher_internal:subscription_succeeded');
    const auth = await apiOf(person)('POST', 'realtime/auth', { socket_id: socketId, channel_name: channel });
    expect(auth.status).toBe(200);
    say('pusher:subscribe', { channel, ...auth.body });
    await subscribed;
  }
  return { socketId, heard, closed, say };
}
