import { describe, expect, it } from 'vitest';
import { createTestServer } from './test-server.ts';
import {
  openTimeline,
  withChanges,
  withFailure,
  withMessages,
  withOlder,
  withoutPending,
  withPending,
  withSending,
} from './timeline-reducer.ts';
import type { PendingMessage } from './types.ts';

function setUp({ held = 5, hasOlder = held < 5 }: { held?: number; hasOlder?: boolean } = {}) {
  const written = 5;
  const server = createTestServer({ me: 'ana' });
  const id = server.start(['ana', 'ben']);
  for (let index = 1; index <= written; index += 1) {
    server.write(id, 'ben', `message ${index}`);
  }
  const all = server.messages(id);
  const timeline = openTimeline({
    conversation: server.conversation(id),
    messages: all.slice(written - held),
    hasOlder,
  });
  return { server, id, all, timeline };
}

const pending = (id: string): PendingMessage => ({
  id,
  conversationId: 'c',
  body: { kind: 'plain', text: id },
  replyToId: null,
  createdAt: '2026-01-01T00:00:00Z',
  state: 'sending',
  failure: null,
});

describe('a timeline', () => {
  it('puts messages into the order of their places, whatever order they come in', () => {
    const { all, timeline } = setUp({ held: 0, hasOlder: false });
    const shuffled = [3, 0, 4, 1, 2].flatMap((index) => all[index] ?? []);
    expect(withMessages(timeline, shuffled).messages).toEqual(all);
  });

  it('takes a newer version of a message and keeps it when the older one comes late', () => {
    const { server, id, all, timeline } = setUp();
    server.edit(id, all[1]?.id ?? '', 'edited');
    const edited = withMessages(timeline, server.messages(id));
    expect(edited.messages[1]?.body?.text).toBe('edited');
    expect(withMessages(edited, all).messages[1]?.body?.text).toBe('edited');
    expect(withOlder(edited, all, false).messages[1]?.body?.text).toBe('edited');
  });

  it('leaves out what lies before the oldest message held, unless everything is held', () => {
    const { all, timeline } = setUp({ held: 2 });
    expect(withMessages(timeline, all.slice(0, 2))).toBe(timeline);
    expect(
      withMessages({ ...timeline, hasOlder: false }, all.slice(0, 2)).messages.map(({ seq }) => seq),
    ).toEqual([1, 2, 4, 5]);
    expect(withOlder(timeline, all.slice(0, 3), false)).toMatchObject({ messages: all, hasOlder: false });
  });

  it('never steps back when an answer is older than what it knows', () => {
    const { server, id, all, timeline } = setUp();
    const old = {
      conversation: timeline.conversation,
      messages: all,
      participants: [],
      lastChange: 3,
      more: false,
    };
    server.write(id, 'ben', 'newer');
    const newer = openTimeline({
      conversation: server.conversation(id),
      messages: server.messages(id),
      hasOlder: false,
    });
    expect(withChanges(newer, old)).toEqual(newer);
  });

  it('a stored message is no longer pending; the others keep their places', () => {
    const { all, timeline } = setUp();
    let waiting = { ...timeline, messages: all.slice(0, 2) };
    for (const id of ['a', all[2]?.id ?? '', 'b']) {
      waiting = { ...withPending(waiting, pending(id)), messages: waiting.messages };
    }
    expect(withMessages(waiting, all.slice(2, 3)).pending.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('a message that fails, is sent again and is discarded changes nothing but itself', () => {
    const { timeline } = setUp();
    const failure = { code: 'unavailable', message: 'There was no answer', retryable: true };
    const waiting = withPending(withPending(timeline, pending('a')), pending('b'));
    const failed = withFailure(waiting, 'a', failure);
    expect(failed.pending).toEqual([{ ...pending('a'), state: 'failed', failure }, pending('b')]);
    expect(withSending(failed, 'a').pending).toEqual(waiting.pending);
    expect(withoutPending(failed, 'a').pending).toEqual([pending('b')]);
    expect(withFailure(waiting, 'unknown', failure)).toEqual(waiting);
  });
});
