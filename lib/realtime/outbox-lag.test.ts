import { describe, expect, it, vi } from 'vitest';
import type { DatabaseClient } from '../supabase/database-client.ts';
import { createLagWatch, readOutboxLag } from './outbox-lag.ts';

const lag = { waiting: 3, oldestSeconds: 95, dead: 1 };

describe('how far the outbox is behind', () => {
  it('is what the database counts', async () => {
    const rpc = async () => ({ data: { waiting: 3, oldest_seconds: 95, dead: 1 }, error: null });
    expect(await readOutboxLag({ rpc } as unknown as DatabaseClient)).toEqual(lag);
  });

  it('is asked once in two seconds, however many want to know', async () => {
    let now = 1_000_000;
    const read = vi.fn(async () => lag);
    const watch = createLagWatch(read, () => now);
    expect(await Promise.all([watch(), watch(), watch()])).toEqual([lag, lag, lag]);
    now += 1_999;
    await watch();
    expect(read).toHaveBeenCalledOnce();
    now += 1;
    await watch();
    expect(read).toHaveBeenCalledTimes(2);
  });

  it('is unknown while the database can’t be asked, which is not asked oftener for that', async () => {
    let now = 1_000_000;
    const read = vi.fn(async () => lag).mockRejectedValueOnce(new Error('gone'));
    const watch = createLagWatch(read, () => now);
    expect([await watch(), await watch()]).toEqual([null, null]);
    expect(read).toHaveBeenCalledOnce();
    now += 2_000;
    expect(await watch()).toEqual(lag);
  });
});
