import { describe, expect, it } from 'vitest';
import { countUnreadIn, toInbox, withMarker, withMessage } from './conversation-reducer.ts';
import { createTestServer } from './test-server.ts';

function setUp() {
  const server = createTestServer({ me: 'ana' });
  const id = server.start(['ana', 'ben']);
  return { server, id, conversation: server.conversation(id) };
}

describe('a conversation', () => {
  it('with a message of another is what the server says it is', () => {
    const { server, id, conversation } = setUp();
    const message = server.write(id, 'ben', 'hello');
    expect(withMessage(conversation, message, 'ana')).toEqual(server.conversation(id));
  });

  it('with a message of mine is what the server says it is', () => {
    const { server, id, conversation } = setUp();
    const message = server.write(id, 'ana', 'hello');
    expect(withMessage(conversation, message, 'ana')).toEqual(server.conversation(id));
    expect(server.conversation(id).unreadCount).toBe(0);
  });

  it('counts a message once, and a system message as news', () => {
    const { server, id, conversation } = setUp();
    const message = { ...server.write(id, 'ben', 'hello'), senderId: null, kind: 'system' as const };
    const once = withMessage(conversation, message, 'ana');
    expect(once.unreadCount).toBe(1);
    expect(withMessage(once, message, 'ana')).toEqual(once);
  });

  it('comes back from the archive with a new message', () => {
    const { server, id, conversation } = setUp();
    const archived = { ...conversation, archivedAt: '2026-01-01T00:00:00Z' };
    expect(withMessage(archived, server.write(id, 'ben', 'hello'), 'ana').archivedAt).toBeNull();
  });

  it('moves a marker forward only, and only that of its reader', () => {
    const { server, id, conversation } = setUp();
    server.write(id, 'ana', 'hello');
    const before = server.conversation(id);
    const marker = { userId: 'ben', ...server.moveMarker(id, 'ben', 1) };
    const moved = withMarker(before, marker, marker.change);
    expect(moved).toEqual(server.conversation(id));
    expect(withMarker(moved, { userId: 'ben', readSeq: 0, deliveredSeq: 0 }, 1)).toEqual(moved);
    expect(withMarker(moved, { userId: 'stranger', readSeq: 9, deliveredSeq: 9 }, 1).participants).toEqual(
      moved.participants,
    );
    expect(conversation.participants.every(({ readSeq }) => readSeq === 0)).toBe(true);
  });
});

describe('the inbox', () => {
  const at = (id: string, sortAt: string | null, more = {}) => ({
    ...setUp().conversation,
    id,
    sortAt,
    ...more,
  });

  it('is newest first to the microsecond, then by id', () => {
    const inbox = toInbox([
      at('d', '2026-01-01T00:00:00+00:00'),
      at('c', '2026-01-01T00:00:00.0001+00:00'),
      at('b', '2026-01-01T00:00:00.000123+00:00'),
      at('f', '2025-12-31T23:59:59.9+00:00'),
      at('a', '2026-01-01T00:00:01+00:00'),
      at('e', '2026-01-01T00:00:00+00:00'),
    ]);
    expect(inbox.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });

  it('leaves out what was put away or never came into it, and its unread messages', () => {
    const conversations = [
      at('shown', '2026-01-01T00:00:00Z', { unreadCount: 2 }),
      at('archived', '2026-01-01T00:00:00Z', { archivedAt: '2026-01-02T00:00:00Z', unreadCount: 3 }),
      at('unwritten', null),
    ];
    expect(toInbox(conversations).map(({ id }) => id)).toEqual(['shown']);
    expect(countUnreadIn(conversations)).toBe(2);
  });
});
