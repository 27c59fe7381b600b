import { describe, expect, test } from 'vitest';
import type { Message } from '@/lib/messages/message';
import type { PendingMessage } from '@/lib/messenger/types';
import { arrangeEntries, listEntries } from './arrange-messages';

const ana = 'ana';
const ben = 'ben';

function message(id: string, senderId: string | null, createdAt: string): Message {
  return {
    id,
    conversationId: 'bike',
    seq: Number(id),
    change: Number(id),
    senderId,
    kind: 'text',
    body: { kind: 'plain', text: id },
    replyToId: null,
    reactions: [],
    verdict: 'allow',
    createdAt,
    editedAt: null,
    unsentAt: null,
  };
}

function pending(id: string, createdAt: string): PendingMessage {
  return {
    id,
    conversationId: 'bike',
    body: { kind: 'plain', text: id },
    replyToId: null,
    createdAt,
    state: 'sending',
    failure: null,
    retryAt: null,
  };
}

/** All of them, as one who sees all of them. */
function arrange(messages: Message[], waiting: PendingMessage[], timeZone: string) {
  const entries = listEntries(messages, waiting);
  return arrangeEntries(entries, { start: 0, end: entries.length }, ana, timeZone);
}

describe('messages in a log', () => {
  test('messages that ana writes within five minutes stand together', () => {
    const arranged = arrange(
      [
        message('1', ana, '2026-03-01T10:00:00Z'),
        message('2', ana, '2026-03-01T10:05:00Z'),
        message('3', ana, '2026-03-01T10:10:01Z'),
      ],
      [],
      'UTC',
    );
    expect(arranged.map((one) => [one.startsRun, one.endsRun])).toEqual([
      [true, false],
      [false, true],
      [true, true],
    ]);
  });

  test('an answer of ben ends the run of ana', () => {
    const arranged = arrange(
      [message('1', ana, '2026-03-01T10:00:00Z'), message('2', ben, '2026-03-01T10:00:05Z')],
      [],
      'UTC',
    );
    expect(arranged.map((one) => [one.startsRun, one.endsRun])).toEqual([
      [true, true],
      [true, true],
    ]);
  });

  test('a day begins at midnight of the reader', () => {
    const messages = [message('1', ana, '2026-03-01T22:59:00Z'), message('2', ana, '2026-03-01T23:01:00Z')];
    const days = (timeZone: string) => arrange(messages, [], timeZone).map((one) => one.startsDay);
    expect(days('UTC')).toEqual([true, false]);
    expect(days('Europe/Berlin')).toEqual([true, true]);
  });

  test('a pending message comes last and continues the run of its writer', () => {
    const arranged = arrange(
      [message('1', ana, '2026-03-01T10:00:00Z')],
      [pending('2', '2026-03-01T10:01:00Z')],
      'UTC',
    );
    expect(arranged.map((one) => [one.entry.message.id, one.senderId, one.endsRun])).toEqual([
      ['1', ana, false],
      ['2', ana, true],
    ]);
  });

  test('a message that is stored and still pending is shown once', () => {
    const arranged = arrange(
      [message('1', ana, '2026-03-01T10:00:00Z')],
      [pending('1', '2026-03-01T10:00:00Z')],
      'UTC',
    );
    expect(arranged.map((one) => one.entry.kind)).toEqual(['stored']);
  });

  test('a part of a log looks as it does among all the others', () => {
    const messages = Array.from({ length: 9 }, (_, index) =>
      message(
        `${index + 1}`,
        index % 4 === 0 ? ben : ana,
        `2026-03-0${1 + Math.floor(index / 3)}T10:0${index}:00Z`,
      ),
    );
    const entries = listEntries(messages, []);
    const all = arrange(messages, [], 'UTC');
    for (let start = 0; start < 9; start += 1) {
      expect(arrangeEntries(entries, { start, end: start + 3 }, ana, 'UTC')).toEqual(
        all.slice(start, start + 3),
      );
    }
  });
});
