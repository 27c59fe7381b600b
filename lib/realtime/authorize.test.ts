import { randomBytes } from 'node:crypto';
import Pusher from 'pusher';
import { describe, expect, it } from 'vitest';
import { authenticateUser, authorizeChannel } from './authorize.ts';
import type { ChannelsConfig } from './channels-config.ts';
import { RealtimeError } from './realtime-error.ts';

const config: ChannelsConfig = {
  appId: '77',
  key: 'app-key',
  secret: 'app-sécret',
  encryptionMasterKey: randomBytes(32).toString('base64'),
  host: 'api-eu.pusher.com',
  useTls: true,
};
const official = new Pusher({
  appId: config.appId,
  key: config.key,
  secret: config.secret,
  encryptionMasterKeyBase64: config.encryptionMasterKey,
  cluster: 'eu',
});
const id = '0b2f7c1e-5d3a-4c6b-9e8f-1a2b3c4d5e6f';
const socketId = '1234.5678';

describe('realtime authorisation', () => {
  it.each(['private-a', `private-encrypted-user-${id}`, 'private-a_b-c=d@e,f.g;h'])(
    '%s is authorised byte for byte as the official package does',
    async (channel) => {
      const ours = await authorizeChannel(config, { socketId, channel });
      expect(ours).toEqual(official.authorizeChannel(socketId, channel));
    },
  );

  it('a presence member is authorised byte for byte as the official package does', async () => {
    const channel = `presence-conversation-${id}`;
    const info = { name: 'Ana "अना" 🙂', verified: true };
    const ours = await authorizeChannel(config, { socketId, channel, presence: { userId: id, info } });
    expect(ours).toEqual(official.authorizeChannel(socketId, channel, { user_id: id, user_info: info }));

    const nameless = await authorizeChannel(config, { socketId, channel, presence: { userId: id } });
    expect(nameless).toEqual(official.authorizeChannel(socketId, channel, { user_id: id }));
  });

  it('a user is signed in byte for byte as the official package does', async () => {
    const user = { id, user_info: { name: 'Ben' }, watchlist: [] };
    expect(await authenticateUser(config, { socketId, user })).toEqual(
      official.authenticateUser(socketId, user),
    );
  });

  it.each([
    ['1.1:private-encrypted-user', 'private-a'],
    ['1.1\n', 'private-a'],
    ['1.1::user::{"id":"ana"}', 'private-a'],
    ['', 'private-a'],
    ['1.1', 'private-a:b'],
    ['1.1', 'private-a\n'],
    ['1.1', ':user::{"id":"ana"}'],
    ['1.1', '::user::{"id":"ana"}'],
    ['1.1', 'private-a::user::{"id":"ana"}'],
    ['1.1', '#server-to-user-ana'],
    ['1.1', 'public-channel'],
    ['1.1', 'private-'],
    ['1.1', `private-${'a'.repeat(157)}`],
    ['1.1', 'presence-conversation'],
    ['1.1', undefined as unknown as string],
    [undefined as unknown as string, 'private-a'],
  ])('socket %j asking for channel %j gets no signature', async (socket, channel) => {
    await expect(authorizeChannel(config, { socketId: socket, channel })).rejects.toThrow(RealtimeError);
  });

  it('a private channel is not signed together with presence data', async () => {
    const request = { socketId, channel: 'private-a', presence: { userId: id } };
    await expect(authorizeChannel(config, request)).rejects.toThrow(RealtimeError);
  });

  it.each(['1.1:presence-a', '1.1\n', '1.1::user::', 'x'])(
    'socket %j is not signed in as a user',
    async (socket) => {
      await expect(authenticateUser(config, { socketId: socket, user: { id } })).rejects.toThrow(
        RealtimeError,
      );
    },
  );

  it('a user without an id is not signed in', async () => {
    for (const userId of ['', 7 as unknown as string, 'x'.repeat(129)]) {
      const asked = authenticateUser(config, { socketId, user: { id: userId } });
      await expect(asked).rejects.toThrow(RealtimeError);
    }
  });

  it('presence info over 1 kB is refused', async () => {
    const channel = `presence-conversation-${id}`;
    const presence = { userId: id, info: { name: 'é'.repeat(600) } };
    await expect(authorizeChannel(config, { socketId, channel, presence })).rejects.toMatchObject({
      code: 'too_large',
    });
  });
});
