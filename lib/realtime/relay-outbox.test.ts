import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DatabaseClient } from '../supabase/database-client.ts';
import type { Announcement } from './announce.ts';
import { relayOutbox } from './relay-outbox.ts';

beforeEach(() => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
});

afterEach(() => {
  vi.restoreAllMocks();
});

function setUp(count: number) {
  const rows = Array.from({ length: count }, (_, index) => ({
    id: `o${index}`,
    conversation_id: `c${index}`,
    change: index,
    event: 'message.created',
    recipient_ids: ['ana'],
    attempts: 1,
  }));
  const rpc = vi.fn(async (name: string, _parameters: unknown) => ({
    data: name === 'lease_outbox' ? rows : null,
    error: null,
  }));
  const settled = () => rpc.mock.calls.find(([name]) => name === 'settle_outbox')?.[1];
  return { rows, rpc, settled, client: { rpc } as unknown as DatabaseClient };
}

describe('relaying the outbox', () => {
  it('announces what is left, without content, and removes it', async () => {
    const { client, settled } = setUp(2);
    const announced: Announcement[] = [];
    const counts = await relayOutbox(client, async (each) => void announced.push(each));
    expect(counts).toEqual({ published: 2, failed: 0 });
    expect(announced[0]).toEqual({
      event: 'message.created',
      conversationId: 'c0',
      change: 0,
      recipientIds: ['ana'],
    });
    expect(settled()).toEqual({ published_ids: ['o0', 'o1'], failed_ids: [] });
  });

  it('one that fails does not keep the others back', async () => {
    const { client, settled } = setUp(3);
    const counts = await relayOutbox(client, async ({ change }) => {
      if (change === 1) {
        throw new Error('refused');
      }
    });
    expect(counts).toEqual({ published: 2, failed: 1 });
    expect(settled()).toEqual({ published_ids: ['o0', 'o2'], failed_ids: ['o1'] });
  });

  it('is done before its lease ends, even when every announcement takes the second that it may', async () => {
    vi.useFakeTimers();
    const { client, settled } = setUp(100);
    const relayed = relayOutbox(
      client,
      () => new Promise((_, reject) => setTimeout(reject, 1_000, new Error('timeout'))),
    );
    await vi.advanceTimersByTimeAsync(19_000);
    expect(settled()).toMatchObject({ published_ids: [] });
    expect(await relayed).toEqual({ published: 0, failed: 100 });
    vi.useRealTimers();
  });

  it('leaves what it doesn’t get to for after the lease', async () => {
    vi.useFakeTimers();
    const { client, settled } = setUp(100);
    const announce = vi.fn(() => new Promise<void>((resolve) => setTimeout(resolve, 4_000)));
    const relayed = relayOutbox(client, announce);
    await vi.advanceTimersByTimeAsync(19_000);
    expect(await relayed).toEqual({ published: 30, failed: 0 });
    expect((settled() as { failed_ids: string[] }).failed_ids).toEqual([]);
    vi.useRealTimers();
  });

  it('settles nothing when nothing is left', async () => {
    const { client, rpc } = setUp(0);
    expect(await relayOutbox(client, () => Promise.reject(new Error('never called')))).toEqual({
      published: 0,
      failed: 0,
    });
    expect(rpc).toHaveBeenCalledOnce();
  });

  it('fails aloud when the database does', async () => {
    const failing = { rpc: async () => ({ data: null, error: { code: '57014', message: '', details: '' } }) };
    await expect(
      relayOutbox(failing as unknown as DatabaseClient, async () => undefined),
    ).rejects.toMatchObject({
      code: 'unavailable',
    });
  });
});
