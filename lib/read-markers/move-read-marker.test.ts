import { afterEach, describe, expect, it, vi } from 'vitest';
import { type MoveReadMarkerDeps, moveReadMarker } from './move-read-marker.ts';

const reader = { userId: 'ben', conversationId: 'c1', seq: 7 };
const marker = { readSeq: 7, deliveredSeq: 7, unreadCount: 0, change: 12 };

afterEach(() => {
  vi.restoreAllMocks();
});

function setUp(overrides: Partial<MoveReadMarkerDeps> = {}) {
  return {
    store: vi.fn(async () => ({ ...marker, recipientIds: ['ana', 'ben'], outboxId: 'o1' as string | null })),
    announce: vi.fn(async () => undefined),
    rememberPublished: vi.fn(),
    ...overrides,
  };
}

describe('moving a read marker', () => {
  it('tells everybody in the conversation how far its reader is, and the reader alone what is left unread', async () => {
    const deps = setUp();
    expect(await moveReadMarker(reader, deps)).toEqual(marker);
    expect(deps.store).toHaveBeenCalledWith('c1', 7);
    expect(deps.announce).toHaveBeenCalledWith({
      event: 'marker.moved',
      conversationId: 'c1',
      change: 12,
      recipientIds: ['ana', 'ben'],
      detail: { marker: { userId: 'ben', readSeq: 7, deliveredSeq: 7 } },
    });
    expect(deps.rememberPublished).toHaveBeenCalledWith('o1');
  });

  it('tells nobody when it had been there already', async () => {
    const deps = setUp({ store: vi.fn(async () => ({ ...marker, recipientIds: [], outboxId: null })) });
    expect(await moveReadMarker(reader, deps)).toEqual(marker);
    expect(deps.announce).not.toHaveBeenCalled();
  });

  it('succeeds when it cannot be announced', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const deps = setUp({ announce: vi.fn(() => Promise.reject(new Error('Channels is down'))) });
    expect(await moveReadMarker(reader, deps)).toEqual(marker);
    expect(deps.rememberPublished).not.toHaveBeenCalled();
  });
});
