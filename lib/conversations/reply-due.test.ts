import { describe, expect, it } from 'vitest';
import type { Conversation } from './conversation.ts';
import { replyDueSince } from './reply-due.ts';

const now = new Date('2026-03-01T12:00:00Z');

function conversation(
  senderId: string | null,
  createdAt: string,
  body: unknown = { kind: 'plain', text: 'Hi' },
) {
  return {
    participants: [
      { userId: 'ben', role: 'lister' },
      { userId: 'ana', role: 'renter' },
    ],
    lastMessage: { senderId, createdAt, body },
  } as unknown as Conversation;
}

describe('a reply is due', () => {
  it('when a renter has waited for an hour', () => {
    expect(replyDueSince(conversation('ana', '2026-03-01T11:00:00Z'), 'ben', now)).toBe(
      '2026-03-01T11:00:00Z',
    );
  });

  it.each([
    ['sooner', conversation('ana', '2026-03-01T11:30:00Z'), 'ben'],
    ['after the lister’s own message', conversation('ben', '2026-03-01T09:00:00Z'), 'ben'],
    ['after something that only happened', conversation(null, '2026-03-01T09:00:00Z'), 'ben'],
    ['from a renter', conversation('ben', '2026-03-01T09:00:00Z'), 'ana'],
    ['after a message that was unsent', conversation('ana', '2026-03-01T09:00:00Z', null), 'ben'],
  ])('not %s', (_, given, whose) => {
    expect(replyDueSince(given, whose, now)).toBeNull();
  });
});
