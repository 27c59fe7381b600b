import { describe, expect, it } from 'vitest';
import { conversationPresenceChannel, isSocketId, parseChannelName, userChannel } from './channel-names.ts';
import { RealtimeError } from './realtime-error.ts';

const id = '0b2f7c1e-5d3a-4c6b-9e8f-1a2b3c4d5e6f';

describe('channel names', () => {
  it('a channel name made for a user or a conversation is parsed back to its id', () => {
    expect(userChannel(id)).toBe(`private-encrypted-user-${id}`);
    expect(parseChannelName(userChannel(id))).toEqual({ kind: 'user', userId: id });
    expect(conversationPresenceChannel(id)).toBe(`presence-conversation-${id}`);
    expect(parseChannelName(conversationPresenceChannel(id))).toEqual({
      kind: 'conversation-presence',
      conversationId: id,
    });
  });

  it.each([
    `private-user-${id}`,
    `private-encrypted-user-${id.toUpperCase()}`,
    `private-encrypted-user-${id}\n`,
    `\nprivate-encrypted-user-${id}`,
    `private-encrypted-user-${id}:x`,
    `1.1:private-encrypted-user-${id}`,
    `private-encrypted-user-${id}${id}`,
    `private-encrypted-user-${id.slice(1)}`,
    `presence-conversation-${id} `,
    `presence-conversation-`,
    '',
  ])('%j is not the name of one of our channels', (name) => {
    expect(parseChannelName(name)).toBeNull();
  });

  it.each([id.toUpperCase(), `${id}\n`, '', 'me', '../users', undefined as unknown as string])(
    'no channel is named after %j',
    (value) => {
      expect(() => userChannel(value)).toThrow(RealtimeError);
      expect(() => conversationPresenceChannel(value)).toThrow(RealtimeError);
    },
  );

  it.each(['1.1', '123456.7890123', '12345678901234567890.12345678901234567890'])(
    '%j is a socket id',
    (value) => {
      expect(isSocketId(value)).toBe(true);
    },
  );

  it.each([
    '1.1\n',
    '\n1.1',
    '1.1:private-x',
    '1.1::user::{}',
    '1.1 ',
    '1',
    '1.',
    '.1',
    '1.1.1',
    '-1.1',
    '١.١',
    `1.${'1'.repeat(21)}`,
    '',
    1.1,
    null,
    undefined,
    ['1.1'],
  ])('%j is not a socket id', (value) => {
    expect(isSocketId(value)).toBe(false);
  });
});
