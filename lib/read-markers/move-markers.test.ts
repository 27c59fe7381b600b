import { afterEach, describe, expect, it, vi } from 'vitest';
import type { MarkerNews, StoredMarker } from './marker.ts';
import { moveMarker } from './move-marker.ts';
import { moveMarkers } from './move-markers.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

function stored(conversationId: string, news: Partial<MarkerNews> | null = {}): StoredMarker {
  return {
    marker: { conversationId, readSeq: 7, deliveredSeq: 9, unreadCount: 2, change: 12 },
    news: news && {
      recipientIds: ['ana', 'ben', 'cara'],
      hidingIds: [],
      shownReadSeq: 7,
      isShown: true,
      outboxId: `${conversationId}-row`,
      ...news,
    },
  };
}

function setUp(...markers: StoredMarker[]) {
  return {
    store: vi.fn(async () => markers),
    announce: vi.fn(async () => undefined),
    rememberPublished: vi.fn(),
  };
}

const moves = [{ conversationId: 'c1', readSeq: 7 }];
const event = { event: 'marker.moved', conversationId: 'c1', change: 12 };
const marker = (readSeq: number) => ({ marker: { userId: 'ben', readSeq, deliveredSeq: 9 } });

describe('moving markers', () => {
  it('tells everybody how far their reader is, and the reader alone what is left unread', async () => {
    const deps = setUp(stored('c1'));
    expect(await moveMarkers({ userId: 'ben', moves }, deps)).toEqual([
      { conversationId: 'c1', readSeq: 7, deliveredSeq: 9, unreadCount: 2, change: 12 },
    ]);
    expect(deps.store).toHaveBeenCalledWith(moves);
    expect(deps.announce).toHaveBeenCalledExactlyOnceWith(
      { ...event, recipientIds: ['ben'], detail: marker(7) },
      { ...event, recipientIds: ['ana', 'cara'], detail: marker(7) },
    );
    expect(deps.rememberPublished).toHaveBeenCalledExactlyOnceWith('c1-row');
  });

  it('tells others what the reader shows, who hides how far they have read', async () => {
    const deps = setUp(stored('c1', { shownReadSeq: 3 }));
    await moveMarkers({ userId: 'ben', moves }, deps);
    expect(deps.announce).toHaveBeenCalledExactlyOnceWith(
      { ...event, recipientIds: ['ben'], detail: marker(7) },
      { ...event, recipientIds: ['ana', 'cara'], detail: marker(3) },
    );
  });

  it('tells those who hide theirs nothing of what others have read', async () => {
    const deps = setUp(stored('c1', { hidingIds: ['cara'] }));
    await moveMarkers({ userId: 'ben', moves }, deps);
    expect(deps.announce).toHaveBeenCalledExactlyOnceWith(
      { ...event, recipientIds: ['ben'], detail: marker(7) },
      { ...event, recipientIds: ['ana'], detail: marker(7) },
      { ...event, recipientIds: ['cara'], detail: marker(0) },
    );
  });

  it('that others are not shown tells them that there is a new change, and not whose', async () => {
    const deps = setUp(stored('c1', { shownReadSeq: 3, isShown: false }));
    await moveMarkers({ userId: 'ben', moves }, deps);
    expect(deps.announce).toHaveBeenCalledExactlyOnceWith(
      { ...event, recipientIds: ['ben'], detail: marker(7) },
      {
        event: 'conversation.updated',
        conversationId: 'c1',
        change: 12,
        recipientIds: ['ana', 'cara'],
        detail: { hiddenMessageIds: [] },
      },
    );
  });

  it('of several conversations announces all at once', async () => {
    const deps = setUp(stored('c1'), stored('c2', null), stored('c3'));
    expect(await moveMarkers({ userId: 'ben', moves }, deps)).toHaveLength(3);
    expect(deps.announce).toHaveBeenCalledOnce();
    expect(deps.announce.mock.calls[0]).toHaveLength(4);
    expect(deps.rememberPublished.mock.calls).toEqual([['c1-row'], ['c3-row']]);
  });

  it('to where they are tells nobody', async () => {
    const deps = setUp(stored('c1', null));
    expect(await moveMarkers({ userId: 'ben', moves }, deps)).toHaveLength(1);
    expect(deps.announce).not.toHaveBeenCalled();
  });

  it('succeeds when it cannot be announced', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const deps = {
      ...setUp(stored('c1')),
      announce: vi.fn(() => Promise.reject(new Error('Channels is down'))),
    };
    expect(await moveMarkers({ userId: 'ben', moves }, deps)).toHaveLength(1);
    expect(deps.rememberPublished).not.toHaveBeenCalled();
  });
});

describe('moving one', () => {
  it('gives where it is', async () => {
    const reader = { userId: 'ben', move: { conversationId: 'c1', deliveredSeq: 9 } };
    expect(await moveMarker(reader, setUp(stored('c1', null)))).toMatchObject({
      conversationId: 'c1',
      deliveredSeq: 9,
    });
  });

  it('is not there for a stranger', async () => {
    const reader = { userId: 'cara', move: { conversationId: 'c1', readSeq: 1 } };
    await expect(moveMarker(reader, setUp())).rejects.toMatchObject({ code: 'not_found' });
  });
});
