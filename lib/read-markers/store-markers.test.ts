import { describe, expect, it, vi } from 'vitest';
import type { DatabaseClient } from '../supabase/database-client.ts';
import { signPermit } from '../supabase/server-signature.ts';
import { testEnvironment } from '../test-environment.ts';
import { markersSubject, storeMarkers } from './store-markers.ts';

const moves = [
  { conversationId: 'c2', readSeq: 7 },
  { conversationId: 'c1', deliveredSeq: 1_000_000 },
  { conversationId: 'c3', readSeq: 0, deliveredSeq: 2 },
];

describe('storing markers', () => {
  it('says of each what moves, in the text that the database writes too', () => {
    expect(markersSubject(moves)).toBe('c2 7 -,c1 - 1000000,c3 0 2');
  });

  it('is one call, with a permit for exactly this', async () => {
    vi.useFakeTimers();
    const rows = [
      { conversation_id: 'c1', read_seq: 1, delivered_seq: 2, unread_count: 3, change: 4 },
      {
        conversation_id: 'c2',
        read_seq: 7,
        delivered_seq: 7,
        unread_count: 0,
        change: 9,
        shownReadSeq: 5,
        isShown: false,
        recipientIds: ['ana'],
        hidingIds: [],
        outboxId: 'o1',
      },
    ];
    const rpc = vi.fn(async () => ({ data: rows, error: null }));
    const request = {
      userId: 'ben',
      moves,
      signingKey: testEnvironment.SIGNING_KEY,
      publishedIds: ['o0'],
    };
    expect(await storeMarkers({ rpc } as unknown as DatabaseClient, request)).toEqual([
      {
        marker: { conversationId: 'c1', readSeq: 1, deliveredSeq: 2, unreadCount: 3, change: 4 },
        news: null,
      },
      {
        marker: { conversationId: 'c2', readSeq: 7, deliveredSeq: 7, unreadCount: 0, change: 9 },
        news: { shownReadSeq: 5, isShown: false, recipientIds: ['ana'], hidingIds: [], outboxId: 'o1' },
      },
    ]);
    expect(rpc).toHaveBeenCalledExactlyOnceWith('move_markers', {
      p_markers: [
        { conversation_id: 'c2', read_seq: 7 },
        { conversation_id: 'c1', delivered_seq: 1_000_000 },
        { conversation_id: 'c3', read_seq: 0, delivered_seq: 2 },
      ],
      p_published_ids: ['o0'],
      ...(await signPermit(testEnvironment.SIGNING_KEY, {
        purpose: 'move-markers',
        userId: 'ben',
        subject: 'c2 7 -,c1 - 1000000,c3 0 2',
      })),
    });
    vi.useRealTimers();
  });
});
