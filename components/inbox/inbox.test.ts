import { describe, expect, test } from 'vitest';
import type { Conversation, Participant } from '@/lib/conversations/conversation';
import { matchesSearch } from './matches-search';
import { mergeInbox } from './merge-inbox';

function participant(userId: string, name: string): Participant {
  return {
    userId,
    role: 'member',
    name,
    avatarUrl: null,
    verifiedAt: null,
    memberSince: '2025-01-01T00:00:00Z',
    readSeq: 0,
    deliveredSeq: 0,
    joinedSeq: 0,
    leftAt: null,
    lastSeenAt: null,
    change: 1,
  };
}

function conversation(id: string, given: Partial<Conversation> = {}): Conversation {
  return {
    id,
    kind: 'direct',
    sealed: false,
    title: null,
    startedBy: null,
    invited: [],
    sealingConsents: [],
    lastSeq: 1,
    lastChange: 1,
    lastMessage: null,
    gear: {
      id: 'gear',
      slug: 'mountain-bike',
      title: 'Mountain bike',
      imageUrl: null,
      dailyPriceMinor: 3500,
      currency: 'EUR',
    },
    rental: null,
    participants: [participant('ana', 'Ana Moreira'), participant('ben', 'Bén Okafor')],
    unreadCount: 0,
    sortAt: '2026-03-01T10:00:00Z',
    archivedAt: null,
    mutedUntil: null,
    pinnedAt: null,
    labels: [],
    markedUnread: false,
    createdAt: '2026-03-01T10:00:00Z',
    ...given,
  };
}

describe('searching the inbox', () => {
  test.each(['ben', 'BIKE', 'okafor mountain', '  ', 'bén'])(
    '%j finds ana’s conversation with ben about the bike',
    (search) => {
      expect(matchesSearch(conversation('1'), search, 'ana')).toBe(true);
    },
  );

  test.each(['ana', 'kayak', 'ben kayak'])('%j does not', (search) => {
    expect(matchesSearch(conversation('1'), search, 'ana')).toBe(false);
  });
});

describe('the pages of the inbox', () => {
  test('are one list, newest first', () => {
    const merged = mergeInbox(
      [conversation('new', { sortAt: '2026-03-03T00:00:00Z' })],
      [
        conversation('old', { sortAt: '2026-03-01T00:00:00Z' }),
        conversation('mid', { sortAt: '2026-03-02T00:00:00+00:00' }),
      ],
    );
    expect(merged.map((one) => one.id)).toEqual(['new', 'mid', 'old']);
  });

  test('hold a conversation once, as whoever knows more of it', () => {
    const stale = conversation('1', { lastChange: 4, unreadCount: 2 });
    const fresh = conversation('1', { lastChange: 5, unreadCount: 0 });
    expect(mergeInbox([fresh], [stale])).toEqual([fresh]);
    expect(mergeInbox([stale], [fresh])).toEqual([fresh]);
  });
});
