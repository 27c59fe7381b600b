import { describe, expect, it, vi } from 'vitest';
import { type Announcement, announce, announceAllStored, toRealtimeMessages } from './announce.ts';
import { createPublisher } from './publish.ts';

const ana = '11111111-1111-4111-8111-111111111111';
const ben = '22222222-2222-4222-8222-222222222222';

function announcement(text: string): Announcement {
  return {
    event: 'message.created',
    conversationId: 'c1',
    change: 12,
    recipientIds: [ana, ben],
    detail: { message: { body: { kind: 'plain', text } } },
  };
}

describe('an announcement', () => {
  it('goes to the own channel of each recipient, with what changed', () => {
    expect(toRealtimeMessages(announcement('hello'))).toEqual(
      [ana, ben].map((userId) => ({
        channel: `private-encrypted-user-${userId}`,
        name: 'message.created',
        data: { conversationId: 'c1', change: 12, message: { body: { kind: 'plain', text: 'hello' } } },
      })),
    );
  });

  it.each(['a', 'न', '😀', '"'])('of a long message (%s) says only where to look', (character) => {
    expect(toRealtimeMessages(announcement(character.repeat(7_000)))[0]?.data).toEqual({
      conversationId: 'c1',
      change: 12,
    });
  });

  it('without detail says only where to look', () => {
    const { detail: _, ...hint } = announcement('');
    expect(toRealtimeMessages(hint)[0]?.data).toEqual({ conversationId: 'c1', change: 12 });
  });

  it('that ends connections ends those of its recipients, also when the others can’t be told', async () => {
    const publisher = {
      publish: vi.fn(async () => undefined),
      terminateConnections: vi.fn(async () => undefined),
    };
    const ended: Announcement = { ...announcement(''), event: 'connections.ended', recipientIds: [ben] };
    await announce(publisher, announcement('hello'), ended);
    expect(publisher.publish).toHaveBeenCalledWith(toRealtimeMessages(announcement('hello')));
    expect(publisher.terminateConnections.mock.calls).toEqual([[ben]]);

    publisher.publish.mockRejectedValueOnce(new Error('refused'));
    await expect(announce(publisher, announcement('hello'), ended)).rejects.toThrow('refused');
    expect(publisher.terminateConnections).toHaveBeenCalledTimes(2);
  });

  it('to nobody is no event', () => {
    expect(toRealtimeMessages({ ...announcement('hello'), recipientIds: [] })).toEqual([]);
  });

  it('of several changes goes out in one call, to each what is for them', async () => {
    const publish = vi.fn(async () => undefined);
    const seen = {
      ...announcement(''),
      event: 'marker.moved' as const,
      recipientIds: [ben],
      detail: { marker: 7 },
    };
    await announce({ publish, terminateConnections: vi.fn() }, announcement('hello'), seen);
    expect(publish.mock.calls).toMatchObject([
      [
        [
          { channel: `private-encrypted-user-${ana}`, name: 'message.created' },
          { channel: `private-encrypted-user-${ben}`, name: 'message.created' },
          { channel: `private-encrypted-user-${ben}`, name: 'marker.moved', data: { change: 12, marker: 7 } },
        ],
      ],
    ]);
  });

  it('of several stored changes is remembered row by row, or left to the outbox as a whole', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const deps = { announce: vi.fn(async () => undefined), rememberPublished: vi.fn() };
    await announceAllStored(['o1', 'o2'], [announcement('hello')], deps);
    expect(deps.rememberPublished.mock.calls).toEqual([['o1'], ['o2']]);
    await announceAllStored([], [], deps);
    expect(deps.announce).toHaveBeenCalledOnce();

    deps.announce.mockRejectedValueOnce(new Error('Channels is down'));
    await announceAllStored(['o3'], [announcement('a secret')], deps);
    expect(deps.rememberPublished).toHaveBeenCalledTimes(2);
    expect(JSON.stringify(warn.mock.calls)).toMatch(/Left to the outbox.*c1/);
    expect(JSON.stringify(warn.mock.calls)).not.toContain('a secret');
    warn.mockRestore();
  });

  it('at its longest, sealed, is one that Channels takes, in one call', async () => {
    const calls = vi.fn<typeof fetch>(async () => Response.json({}));
    vi.stubGlobal('fetch', calls);
    const key = Buffer.alloc(32, 7).toString('base64');
    const publisher = createPublisher(
      {
        appId: 'app',
        key: 'key',
        secret: 'secret',
        encryptionMasterKey: key,
        host: 'channels.example',
        useTls: true,
      },
      { timeoutMs: 1_000 },
    );
    const longest = announcement('a'.repeat(6_880));
    expect(toRealtimeMessages(longest)[0]?.data).toHaveProperty('message');
    await announce(publisher, longest);
    expect(calls).toHaveBeenCalledOnce();
    vi.unstubAllGlobals();
  });
});
