import { describe, expect, test } from 'vitest';
import type { Conversation, Participant } from '@/lib/conversations/conversation';
import type { Message } from '@/lib/messages/message';
import { namesOfSeers } from './seen-by';

const person = (userId: string, readSeq: number, leftAt: string | null = null, joinedSeq = 0) =>
  ({ userId, name: userId.toUpperCase(), readSeq, leftAt, joinedSeq }) as Participant;

const said = (seq: number, senderId: string) => ({ id: String(seq), seq, senderId }) as Message;

function group(participants: Participant[], messages: Message[], kind = 'group') {
  return { conversation: { kind, participants } as Conversation, messages };
}

const seenBy = (held: ReturnType<typeof group>) =>
  held.messages.map((message) => namesOfSeers(held, message, 'ana'));

describe('who has seen what in a group', () => {
  test('each is named below the last message that they have seen', () => {
    expect(
      seenBy(
        group(
          [person('ana', 3), person('ben', 3), person('cara', 3), person('dan', 1)],
          [said(1, 'ana'), said(2, 'ana'), said(3, 'ana')],
        ),
      ),
    ).toEqual([['DAN'], [], ['BEN', 'CARA']]);
  });

  test('what somebody wrote is not what they have seen', () => {
    expect(seenBy(group([person('ben', 2)], [said(1, 'ana'), said(2, 'ben')]))).toEqual([['BEN'], []]);
  });

  test('nobody is named who has left, or whose read receipts can’t be seen', () => {
    expect(
      seenBy(group([person('ben', 1, '2026-03-01T10:00:00Z'), person('cara', 0)], [said(1, 'ana')])),
    ).toEqual([[]]);
  });

  test('nobody has seen what was written before they joined, nor what Lendline says', () => {
    const joined = { ...said(2, 'lendline'), senderId: null, kind: 'system' as const };
    expect(seenBy(group([person('ben', 2, null, 1)], [said(1, 'ana'), joined]))).toEqual([[], []]);
  });

  test('between two people the state of each message says it already', () => {
    expect(seenBy(group([person('ben', 1)], [said(1, 'ana')], 'direct'))).toEqual([[]]);
  });
});
