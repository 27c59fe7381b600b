import { describe, expect, it } from 'vitest';
import { textOf } from '../messages/message.ts';
import { findMissingQuotes, withNeededQuotes } from './needed-quotes.ts';
import { createTestServer } from './test-server.ts';
import {
  openTimeline,
  withChanges,
  withExcerpt,
  withMessages,
  withNewer,
  withOlder,
  withoutHidden,
} from './timeline-reducer.ts';

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

function changesOf(server: ReturnType<typeof setUp>['server'], id: string) {
  return { conversation: server.conversation(id), hiddenMessageIds: [], participants: [], more: false };
}

describe('a timeline', () => {
  it('puts messages into the order of their places, whatever order they come in', () => {
    const { all, timeline } = setUp({ held: 0, hasOlder: false });
    const shuffled = [3, 0, 4, 1, 2].flatMap((index) => all[index] ?? []);
    expect(withMessages(timeline, shuffled).messages).toEqual(all);
  });

  it('takes a newer version of a message, and keeps it when the older one comes late', () => {
    const { server, id, all, timeline } = setUp();
    server.edit(id, all[1]?.id ?? '', 'edited');
    const edited = withMessages(timeline, server.messages(id));
    expect(textOf(edited.messages[1]?.body)).toBe('edited');
    expect(textOf(withMessages(edited, all).messages[1]?.body)).toBe('edited');
    expect(textOf(withOlder(edited, all, false).messages[1]?.body)).toBe('edited');
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
      hiddenMessageIds: [],
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

  it('of an answer that is older than what it knows, only what is new is taken in', () => {
    const { server, id, all, timeline } = setUp();
    const answer = { ...changesOf(server, id), messages: all, lastChange: 9 };
    const meanwhile = { ...withoutHidden(timeline, [all[2]?.id ?? '']), change: 8 };
    expect(withChanges(meanwhile, answer).messages).toEqual(meanwhile.messages);
  });

  it('forgets what I deleted for myself, wherever it is, and who answers it quotes nothing', () => {
    const { all, timeline } = setUp({ held: 2 });
    const [first, second, , fourth, fifth] = all.map(({ id }) => id);
    const past = withExcerpt(timeline, { messages: all.slice(0, 2), hasOlder: false });
    const quoting = { ...past, quotes: { [first ?? '']: all[0] ?? null } };
    const rest = withoutHidden(quoting, [first ?? '', fourth ?? '']);
    expect(rest.messages.map(({ id }) => id)).toEqual([fifth]);
    expect(rest.excerpt?.messages.map(({ id }) => id)).toEqual([second]);
    expect(rest.quotes[first ?? '']).toBeNull();
    expect(withoutHidden(rest, [second ?? '']).excerpt).toBeNull();
    expect(withoutHidden(timeline, ['unknown'])).toBe(timeline);
  });

  it('an excerpt that touches the newest messages becomes one with them', () => {
    const { all, timeline } = setUp({ held: 2 });
    const apart = withExcerpt(timeline, { messages: all.slice(0, 2), hasOlder: false });
    expect(apart).toMatchObject({ messages: all.slice(3), hasOlder: true });
    expect(apart.excerpt?.messages).toEqual(all.slice(0, 2));
    const joined = withNewer(apart, all.slice(2, 3), false);
    expect(joined).toMatchObject({ messages: all, hasOlder: false, excerpt: null });
    expect(withExcerpt(timeline, { messages: all.slice(1, 3), hasOlder: true })).toMatchObject({
      messages: all.slice(1),
      hasOlder: true,
      excerpt: null,
    });
  });

  it('an excerpt behind which nothing readable lies becomes one with the newest messages, too', () => {
    const { all, timeline } = setUp({ held: 2 });
    const apart = withExcerpt(timeline, { messages: all.slice(0, 2), hasOlder: false });
    expect(withNewer(apart, [], true)).toMatchObject({ excerpt: null, hasOlder: false });
  });

  it('older pages go before the excerpt when there is one', () => {
    const { all, timeline } = setUp({ held: 1 });
    const apart = withExcerpt(timeline, { messages: all.slice(2, 3), hasOlder: true });
    const older = withOlder(apart, all.slice(0, 2), false);
    expect(older.excerpt).toEqual({ messages: all.slice(0, 3), hasOlder: false });
    expect(older.messages).toBe(apart.messages);
  });

  it('a message that alters is altered in the excerpt and in quotes as well', () => {
    const { server, id, all, timeline } = setUp({ held: 1 });
    const first = all[0]?.id ?? '';
    const apart = withExcerpt(timeline, { messages: all.slice(0, 2), hasOlder: false });
    server.edit(id, first, 'edited');
    const edited = withMessages(apart, server.messages(id));
    expect(textOf(edited.excerpt?.messages[0]?.body)).toBe('edited');
    const quoting = withMessages({ ...timeline, quotes: { [first]: all[0] ?? null } }, server.messages(id));
    expect(textOf(quoting.quotes[first]?.body)).toBe('edited');
    expect(textOf(withMessages(quoting, all).quotes[first]?.body)).toBe('edited');
  });

  it('when all that was held has been deleted, an old message doesn’t tear a hole', () => {
    const { server, id, all, timeline } = setUp({ held: 1 });
    const empty = withoutHidden(timeline, [all[4]?.id ?? '']);
    expect(withMessages(empty, all.slice(0, 1)).messages).toEqual([]);
    const next = server.write(id, 'ben', 'next');
    expect(withMessages(empty, [next]).messages).toEqual([next]);
  });
});

describe('the quotes of a timeline', () => {
  function setUpAnswer({ held = 1 } = {}) {
    const parts = setUp({ held });
    const target = parts.all[0]?.id ?? '';
    const answer = parts.server.write(parts.id, 'ben', 'answer', { replyToId: target });
    return { ...parts, target, answer, timeline: withMessages(parts.timeline, [answer]) };
  }

  it('are those that are answered and not held', () => {
    const { timeline, target, all } = setUpAnswer();
    expect(findMissingQuotes(timeline)).toEqual([target]);
    const complete = { ...timeline, quotes: { [target]: all[0] ?? null, unneeded: null } };
    expect(withNeededQuotes(complete).quotes).toEqual({ [target]: all[0] });
    expect(findMissingQuotes(complete)).toEqual([]);
    expect(findMissingQuotes({ ...timeline, quotes: { [target]: null } })).toEqual([]);
  });

  it('are not needed for what is held', () => {
    const { timeline, target, all } = setUpAnswer({ held: 5 });
    expect(findMissingQuotes(timeline)).toEqual([]);
    expect(withNeededQuotes({ ...timeline, quotes: { [target]: all[0] ?? null } }).quotes).toEqual({});
  });

  it('keep what was held until now', () => {
    const { timeline, target, all } = setUpAnswer();
    const former = withExcerpt(timeline, { messages: all.slice(0, 2), hasOlder: false });
    expect(withNeededQuotes({ ...former, excerpt: null }, former).quotes).toEqual({ [target]: all[0] });
  });
});
