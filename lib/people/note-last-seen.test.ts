import { describe, expect, it, vi } from 'vitest';
import type { WebhookEvent } from '../realtime/read-webhook.ts';
import { noteLastSeen } from './note-last-seen.ts';

const ana = '11111111-1111-4111-8111-111111111111';
const ben = '22222222-2222-4222-8222-222222222222';
const own = `private-encrypted-user-${ana}`;
const conversation = 'presence-conversation-33333333-3333-4333-8333-333333333333';
const timeMs = Date.parse('2026-01-01T12:00:00.123Z');

async function noted(...events: WebhookEvent[]) {
  const store = vi.fn(async () => undefined);
  await noteLastSeen({ timeMs, events }, { store });
  return store.mock.calls as unknown as [{ userId: string; seenAt: string }[]][];
}

describe('when somebody was last here', () => {
  it.each([
    { event: { name: 'channel_occupied', channel: own }, is: { isConnected: true } },
    { event: { name: 'channel_vacated', channel: own }, is: { isConnected: false } },
    { event: { name: 'member_added', channel: conversation, user_id: ana }, is: {} },
    { event: { name: 'member_removed', channel: conversation, user_id: ana }, is: {} },
  ])('is what Channels says with $event.name', async ({ event, is }) => {
    expect(await noted(event)).toEqual([[[{ userId: ana, seenAt: '2026-01-01T12:00:00.123Z', ...is }]]]);
  });

  it('leaves somebody connected whose page was loaded again, and who has closed a conversation since', async () => {
    const [calls] = await noted(
      { name: 'channel_vacated', channel: own },
      { name: 'channel_occupied', channel: own },
      { name: 'member_removed', channel: conversation, user_id: ana },
    );
    expect(calls?.[0]).toMatchObject([{ userId: ana, isConnected: true }]);
  });

  it('is noted in one call for everybody, once each', async () => {
    const calls = await noted(
      { name: 'channel_vacated', channel: own },
      { name: 'member_removed', channel: conversation, user_id: ana },
      { name: 'member_removed', channel: conversation, user_id: ben },
    );
    expect(calls).toHaveLength(1);
    expect(calls[0]?.[0].map(({ userId }) => userId)).toEqual([ana, ben]);
  });

  it.each([
    { name: 'client_event', channel: conversation, user_id: ana },
    { name: 'channel_occupied', channel: conversation },
    { name: 'channel_occupied', channel: 'private-encrypted-user-x' },
    { name: 'member_added', channel: own, user_id: ana },
    { name: 'member_added', channel: conversation },
    { name: 'member_added', channel: conversation, user_id: 7 },
    { name: 'member_added', channel: conversation, user_id: `${ana}\n` },
    { name: 'something_new' },
  ])('is not asked of %j, and the database neither', async (event) => {
    expect(await noted(event)).toEqual([]);
  });
});
