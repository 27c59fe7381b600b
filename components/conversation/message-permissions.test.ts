import { describe, expect, test } from 'vitest';
import type { Message } from '@/lib/messages/message';
import { permissionsOf } from './message-permissions';

const sentAt = Date.parse('2026-03-01T10:00:00Z');
const minutes = (count: number) => sentAt + count * 60_000;

function message(given: Partial<Message> = {}): Message {
  return {
    id: '1',
    conversationId: 'bike',
    seq: 1,
    change: 1,
    senderId: 'ana',
    kind: 'text',
    body: { kind: 'plain', text: 'Hello' },
    replyToId: null,
    reactions: [],
    verdict: 'allow',
    createdAt: '2026-03-01T10:00:00Z',
    editedAt: null,
    unsentAt: null,
    ...given,
  };
}

describe('what ana may do with a message', () => {
  test('hers can be edited for 15 minutes and unsent for 24 hours', () => {
    const may = (now: number) => {
      const { edit, unsend } = permissionsOf(message(), 'ana', now);
      return { edit, unsend };
    };
    expect(may(minutes(14))).toEqual({ edit: true, unsend: true });
    expect(may(minutes(15))).toEqual({ edit: false, unsend: true });
    expect(may(minutes(24 * 60 - 1))).toEqual({ edit: false, unsend: true });
    expect(may(minutes(24 * 60))).toEqual({ edit: false, unsend: false });
  });

  test('it is known when the next of these ends', () => {
    const endsAt = (now: number) => permissionsOf(message(), 'ana', now).endsAt;
    expect(endsAt(minutes(1))).toBeGreaterThan(minutes(14));
    expect(endsAt(minutes(1))).toBeLessThanOrEqual(minutes(15));
    expect(endsAt(minutes(16))).toBeGreaterThan(minutes(23 * 60));
    expect(endsAt(minutes(25 * 60))).toBeNull();
  });

  test('ben’s can be answered and copied, and neither edited nor unsent', () => {
    expect(permissionsOf(message({ senderId: 'ben' }), 'ana', minutes(1))).toEqual({
      react: true,
      reply: true,
      copy: true,
      edit: false,
      unsend: false,
      endsAt: null,
    });
  });

  test('nothing is left to do with one that was unsent', () => {
    const unsent = message({ body: null, unsentAt: '2026-03-01T10:01:00Z' });
    expect(Object.values(permissionsOf(unsent, 'ana', minutes(2))).filter(Boolean)).toEqual([]);
  });

  test('one in review can be unsent, and nobody can answer it', () => {
    expect(permissionsOf(message({ verdict: 'hold' }), 'ana', minutes(1))).toMatchObject({
      react: false,
      reply: false,
      edit: false,
      unsend: true,
    });
  });
});
