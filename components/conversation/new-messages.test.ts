import { describe, expect, test } from 'vitest';
import type { Conversation } from '@/lib/conversations/conversation';
import type { Message } from '@/lib/messages/message';
import { listEntries } from './arrange-messages';
import { findFirstNew, newsAfterArrival, newsWhenOpened } from './new-messages';

const ana = 'ana';
const ben = 'ben';

function message(seq: number, senderId: string | null, given: Partial<Message> = {}): Message {
  return {
    id: `${seq}`,
    conversationId: 'bike',
    seq,
    change: seq,
    senderId,
    kind: 'text',
    body: { kind: 'plain', text: `${seq}` },
    replyToId: null,
    reactions: [],
    verdict: 'allow',
    createdAt: '2026-03-01T10:00:00Z',
    editedAt: null,
    unsentAt: null,
    ...given,
  };
}

/** As ana sees it, who has read up to this seq. */
function conversation(readSeq: number, unreadCount: number): Conversation {
  return { unreadCount, participants: [{ userId: ana, readSeq }] } as unknown as Conversation;
}

function separatorWhenOpened(messages: Message[], readSeq: number, unreadCount: number, hasOlder = false) {
  const news = newsWhenOpened(conversation(readSeq, unreadCount), messages, ana);
  return findFirstNew(listEntries(messages, []), news, ana, hasOlder);
}

describe('the separator of new messages', () => {
  test('stands before the first message of ben that ana has not read', () => {
    expect(
      separatorWhenOpened([message(1, ben), message(2, ana), message(3, ben), message(4, ben)], 1, 2),
    ).toBe('3');
  });

  test('is not there when ana has read everything', () => {
    expect(separatorWhenOpened([message(1, ben), message(2, ana)], 1, 0)).toBeNull();
  });

  test('passes over what ben has unsent', () => {
    const unsent = message(2, ben, { body: null, unsentAt: '2026-03-01T10:01:00Z' });
    expect(separatorWhenOpened([message(1, ben), unsent, message(3, ben)], 1, 1)).toBe('3');
  });

  test('stands before what Lendline says, too', () => {
    expect(separatorWhenOpened([message(1, ben), message(2, null, { kind: 'system' })], 1, 1)).toBe('2');
  });

  test('waits until the first new message is held', () => {
    const held = [message(9, ben), message(10, ben)];
    expect(separatorWhenOpened(held, 3, 7, true)).toBeNull();
    const news = newsWhenOpened(conversation(3, 7), held, ana);
    const all = [3, 4, 5, 6, 7, 8, 9, 10].map((seq) => message(seq, ben));
    expect(findFirstNew(listEntries(all, []), news, ana, true)).toBe('4');
  });

  test('stays where it is when its message is unsent meanwhile', () => {
    const news = newsWhenOpened(conversation(1, 2), [message(1, ben), message(2, ben), message(3, ben)], ana);
    const unsent = message(2, ben, { body: null, unsentAt: '2026-03-01T10:01:00Z' });
    expect(findFirstNew(listEntries([message(1, ben), unsent, message(3, ben)], []), news, ana, false)).toBe(
      '2',
    );
  });

  test('is not drawn for what ana sees arriving', () => {
    expect(newsAfterArrival(null, { newestBefore: 4, seenSeq: 4, isAway: false })).toBeNull();
  });

  test('is drawn before what arrives while ana is away', () => {
    expect(newsAfterArrival(null, { newestBefore: 4, seenSeq: 4, isAway: true })).toBe(4);
  });

  test('stays where it is while there is something before it that ana has not seen', () => {
    expect(newsAfterArrival(2, { newestBefore: 6, seenSeq: 5, isAway: true })).toBe(2);
  });

  test('moves on once ana has seen everything that was new, and goes away again', () => {
    expect(newsAfterArrival(2, { newestBefore: 6, seenSeq: 6, isAway: true })).toBe(6);
  });
});
