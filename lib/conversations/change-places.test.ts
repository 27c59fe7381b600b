import { describe, expect, it, vi } from 'vitest';
import { AppError } from '../errors.ts';
import { changePlace } from './change-place.ts';
import { changePlaces, type StoredPlace } from './change-places.ts';

const place = {
  archivedAt: '2026-01-01T00:00:00Z',
  mutedUntil: null,
  pinnedAt: null,
  labels: [],
  markedUnread: false,
};

function stored(conversationId: string, recipientIds: string[] | null): StoredPlace {
  const news = recipientIds && { recipientIds, outboxId: `${conversationId}-row` };
  return { conversationId, change: 12, place, news };
}

function setUp(...places: StoredPlace[]) {
  return {
    checkRate: vi.fn(async () => 'allowed' as unknown),
    store: vi.fn(async () => places),
    announce: vi.fn(async () => undefined),
    rememberPublished: vi.fn(),
  };
}

const request = { userId: 'ben', conversationIds: ['c1', 'c2'], change: { archived: true } };

describe('changing one’s place in conversations', () => {
  it('tells one’s own devices what, and the others only that there is a new change', async () => {
    const deps = setUp(stored('c1', ['ana', 'ben']), stored('c2', ['ben']));
    expect(await changePlaces(request, deps)).toEqual([
      { conversationId: 'c1', change: 12, isChanged: true, place },
      { conversationId: 'c2', change: 12, isChanged: true, place },
    ]);
    expect(deps.store).toHaveBeenCalledWith(['c1', 'c2'], { archived: true });
    const changed = { event: 'participant.changed', change: 12, recipientIds: ['ben'], detail: { place } };
    expect(deps.announce).toHaveBeenCalledExactlyOnceWith(
      { ...changed, conversationId: 'c1' },
      {
        event: 'conversation.updated',
        conversationId: 'c1',
        change: 12,
        recipientIds: ['ana'],
        detail: { hiddenMessageIds: [] },
      },
      { ...changed, conversationId: 'c2' },
    );
    expect(deps.rememberPublished.mock.calls).toEqual([['c1-row'], ['c2-row']]);
  });

  it('to what it is already tells nobody', async () => {
    const deps = setUp(stored('c1', null));
    expect(await changePlaces(request, deps)).toMatchObject([{ isChanged: false, place }]);
    expect(deps.announce).not.toHaveBeenCalled();
  });

  it('too fast stores nothing', async () => {
    const tooFast = new AppError('rate_limited', '');
    const deps = { ...setUp(), checkRate: vi.fn(() => Promise.reject(tooFast)) };
    await expect(changePlaces(request, deps)).rejects.toBe(tooFast);
    expect(deps.store).not.toHaveBeenCalled();
  });

  it('of a stranger in one conversation finds nothing there', async () => {
    const one = { userId: 'cara', conversationId: 'c1', change: { archived: true } };
    await expect(changePlace(one, setUp())).rejects.toMatchObject({ code: 'not_found' });
  });
});
