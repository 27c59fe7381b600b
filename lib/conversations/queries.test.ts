import { describe, expect, it, vi } from 'vitest';
import type { DatabaseClient } from '../supabase/database-client.ts';
import { listConversations } from './queries.ts';

const id = '0b7e2f7c-1d9a-4c55-9a53-6d6c1f4f3a10';

function setUp(rows: unknown[]) {
  const rpc = vi.fn(async () => ({ data: rows, error: null }));
  return { rpc, client: { rpc } as unknown as DatabaseClient };
}

function row(sortAt: string) {
  return {
    id,
    last_message: null,
    gear: null,
    rental: null,
    participants: [],
    invited: [],
    mine: {
      unread_count: 0,
      sort_at: sortAt,
      archived_at: null,
      muted_until: null,
      pinned_at: null,
      labels: [],
      marked_unread: false,
    },
  };
}

describe('the cursor of the inbox', () => {
  it.each(['2026-01-01T12:00:00+00:00', '2026-01-01T12:00:00.123456+00:00'])(
    'leads on from a conversation of %s to the microsecond, and survives an address',
    async (sortAt) => {
      const first = setUp([row(sortAt), row(sortAt)]);
      const { nextCursor } = await listConversations(first.client, { limit: 2 });
      expect(nextCursor).toMatch(/^[\w:.-]+$/);
      const next = setUp([]);
      expect(await listConversations(next.client, { cursor: nextCursor ?? '' })).toEqual({
        data: [],
        nextCursor: null,
      });
      expect(next.rpc).toHaveBeenCalledWith('list_conversations', {
        p_before_sort_at: sortAt.replace('+00:00', 'Z'),
        p_before_id: id,
        p_before_pinned: false,
        p_limit: 30,
        p_narrowed: {},
      });
    },
  );

  it('says when the page ended among what is pinned', async () => {
    const pinned = row('2026-01-01T12:00:00+00:00');
    pinned.mine.pinned_at = '2026-01-02T12:00:00+00:00' as never;
    const { nextCursor } = await listConversations(setUp([pinned]).client, { limit: 1 });
    const next = setUp([]);
    await listConversations(next.client, { cursor: nextCursor ?? '', filter: 'unread', gearId: 'g' });
    expect(next.rpc).toHaveBeenCalledWith('list_conversations', {
      p_before_sort_at: '2026-01-01T12:00:00Z',
      p_before_id: id,
      p_before_pinned: true,
      p_limit: 30,
      p_narrowed: { filter: 'unread', gear_id: 'g' },
    });
  });

  it('is null after the last page', async () => {
    const { client } = setUp([row('2026-01-01T12:00:00+00:00')]);
    expect((await listConversations(client, { limit: 2 })).nextCursor).toBeNull();
  });

  it.each([
    '',
    'x',
    `1_${id}`,
    `pp2026-01-01T00:00:00Z_${id}`,
    `2026_${id}`,
    `infinity_${id}`,
    `2026-13-45T00:00:00Z_${id}`,
    `2026-02-30T00:00:00Z_${id}`,
    `2026-01-01T25:00:00Z_${id}`,
    `2026-01-01T00:00:00Z_${'-'.repeat(36)}`,
    `2026-01-01T00:00:00Z_${id}_x`,
    `2026-01-01T00:00:00Z_${id}\n`,
    `2026-01-01T00:00:00Z,or(id.eq.1)_${id}`,
  ])('%j was not given by us: it is refused before the database is asked', async (cursor) => {
    const { client, rpc } = setUp([]);
    await expect(listConversations(client, { cursor })).rejects.toMatchObject({
      code: 'invalid_input',
      details: { fields: [{ path: 'cursor' }] },
    });
    expect(rpc).not.toHaveBeenCalled();
  });
});
