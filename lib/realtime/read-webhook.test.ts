import { createHmac } from 'node:crypto';
import Pusher from 'pusher';
import { describe, expect, it } from 'vitest';
import { readWebhook } from './read-webhook.ts';

const config = {
  appId: 'app',
  key: 'key',
  secret: 'secret',
  encryptionMasterKey: Buffer.alloc(32, 7).toString('base64'),
  host: 'channels.example',
  useTls: true,
};
const pusher = new Pusher({ appId: 'app', key: 'key', secret: 'secret', host: 'channels.example' });
const sign = (body: string, secret = 'secret') => createHmac('sha256', secret).update(body).digest('hex');

function webhook(body: string, headers: Record<string, string> = {}) {
  const all = {
    'content-type': 'application/json',
    'x-pusher-key': 'key',
    'x-pusher-signature': sign(body),
    ...headers,
  };
  const request = new Request('https://lendline.example', { method: 'POST', body, headers: all });
  return { request, isValid: pusher.webhook({ headers: all, rawBody: body }).isValid() };
}

const body = JSON.stringify({
  time_ms: 1_767_225_600_000,
  events: [
    { name: 'channel_occupied', channel: 'private-encrypted-user-x' },
    { name: 'member_added', channel: 'presence-conversation-x', user_id: 'सरिता' },
    { name: 'something_new', about: { this: 'that' } },
  ],
});

describe('a webhook of Channels', () => {
  it('is read when Pusher’s own package finds it valid', async () => {
    const { request, isValid } = webhook(body);
    expect(isValid).toBe(true);
    expect(await readWebhook(request, config)).toEqual({
      timeMs: 1_767_225_600_000,
      events: JSON.parse(body).events,
    });
  });

  it.each([
    ['another secret’s signature', { 'x-pusher-signature': sign(body, 'other') }],
    ['no signature', { 'x-pusher-signature': '' }],
    ['a signature in capitals', { 'x-pusher-signature': sign(body).toUpperCase() }],
    ['half of it', { 'x-pusher-signature': sign(body).slice(0, 32) }],
    ['another body’s', { 'x-pusher-signature': sign(`${body} `) }],
    ['another app’s key', { 'x-pusher-key': 'other' }],
    ['no key', { 'x-pusher-key': '' }],
  ])('is refused with %s, as Pusher’s own package does', async (_, headers) => {
    const { request, isValid } = webhook(body, headers);
    expect(isValid).toBe(false);
    await expect(readWebhook(request, config)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it.each([
    ['no JSON', 'x'],
    ['no events', '{"time_ms":1}'],
    ['no time', '{"events":[]}'],
    ['a time that no clock shows', '{"time_ms":1e300,"events":[]}'],
    ['events without names', '{"time_ms":1,"events":[{}]}'],
  ])('is refused with %s, however well signed', async (_, text) => {
    await expect(readWebhook(webhook(text).request, config)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('is not read to its end when it is too long', async () => {
    await expect(readWebhook(webhook('x'.repeat(200_000)).request, config)).rejects.toMatchObject({
      code: 'payload_too_large',
    });
  });
});
