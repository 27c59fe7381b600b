import { describe, expect, test } from 'vitest';
import type { Conversation, Participant } from '@/lib/conversations/conversation';
import { matchesSearch } from './matches-search';
import { isAmong } from './narrowing';
import { settle } from './use-settled-order';

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

describe('narrowing the inbox', () => {
  const returned = { id: 'r', status: 'returned' as const, startsOn: '2026-01-01', endsOn: '2026-01-02' };

  test.each([
    [{}, {}],
    [{ filter: 'unread' as const }, { unreadCount: 2 }],
    [{ filter: 'unread' as const }, { markedUnread: true }],
    [{ stage: 'inquiry' as const }, { rental: null }],
    [{ stage: 'past' as const }, { rental: returned }],
    [{ label: 'l' }, { labels: ['k', 'l'] }],
    [{ gearId: 'gear', role: 'member' as const }, {}],
  ])('%j holds %j', (narrowing, given) => {
    expect(isAmong(conversation('1', given), narrowing, 'ana')).toBe(true);
  });

  test.each([
    [{ filter: 'unread' as const }, {}],
    [{ stage: 'inquiry' as const }, { rental: returned }],
    [{ label: 'l' }, { labels: ['k'] }],
    [{ gearId: 'other' }, {}],
    [{ gearId: 'gear' }, { gear: null }],
    [{ role: 'lister' as const }, {}],
  ])('%j doesn’t hold %j', (narrowing, given) => {
    expect(isAmong(conversation('1', given), narrowing, 'ana')).toBe(false);
  });
});

describe('a list that somebody points into', () => {
  test.each([
    ['keeps its order when one of them has news', ['a', 'b', 'c'], ['c', 'a', 'b'], ['a', 'b', 'c']],
    ['doesn’t show a new one before them', ['a', 'b'], ['new', 'a', 'b'], ['a', 'b']],
    ['lets go of what has gone', ['a', 'b', 'c'], ['a', 'c'], ['a', 'c']],
    ['takes in what is loaded behind them', ['a', 'b'], ['a', 'b', 'c', 'd'], ['a', 'b', 'c', 'd']],
    ['takes back what comes back', ['a', 'b', 'c'], ['a', 'b', 'c'], ['a', 'b', 'c']],
    ['is what there is when nothing is left of it', ['a'], ['b'], ['b']],
  ])('%s', (_, kept, current, expected) => {
    expect(settle(kept, current)).toEqual(expected);
  });
});
