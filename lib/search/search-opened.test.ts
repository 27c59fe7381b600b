import { expect, test } from 'vitest';
import type { Conversation } from '../conversations/conversation.ts';
import type { Message } from '../messages/message.ts';
import { searchOpened } from './search-opened.ts';

test('opened texts are found on the device by every word, newest first', () => {
  const texts = ['The old lighthouse', null, 'A LIGHTHOUSE, again'];
  const held = [
    {
      conversation: {} as Conversation,
      messages: texts.map((_, place) => ({
        id: String(place),
        createdAt: new Date(Date.UTC(2026, 0, 1, 0, place)).toISOString(),
      })) as unknown as Message[],
    },
  ];
  const find = (search: string, atMost = 20) =>
    searchOpened(held, search, atMost, (message) => texts[Number(message.id)] ?? null);
  expect(find('lighthouse').map((hit) => hit.message.id)).toEqual(['2', '0']);
  expect(find('lighthouse')[1]?.snippet).toEqual([
    { text: 'The old ', isHit: false },
    { text: 'lighthouse', isHit: true },
  ]);
  expect(find('lighthouse', 1)).toHaveLength(1);
  expect(find('old again')).toEqual([]);
  expect(find(' ')).toEqual([]);
});
