import { describe, expect, it } from 'vitest';
import { parseRealtimeEvent } from './realtime-event.ts';
import { createTestServer } from './test-server.ts';

const server = createTestServer({ me: 'ana' });
const conversationId = server.start(['ana', 'ben']);
const message = server.write(conversationId, 'ben', 'hello');
const { change } = message;
const hint = { conversationId, change };

describe('an event from the wire', () => {
  it.each(['message.created', 'message.updated', 'message.unsent', 'reaction.changed'])(
    '%s brings its message',
    (name) => {
      const reacted = { ...message, reactions: [{ emoji: '👍', userIds: ['ben'] }] };
      expect(parseRealtimeEvent(name, { ...hint, message: reacted })).toEqual({
        name,
        ...hint,
        message: reacted,
      });
      const tombstone = { ...message, body: null, unsentAt: '2026-01-01T00:00:00Z' };
      expect(parseRealtimeEvent(name, { ...hint, message: tombstone })?.message).toEqual(tombstone);
    },
  );

  it.each([
    ['of another conversation', { conversationId: 'another' }],
    ['of another change', { change: 77 }],
    ['without a place', { seq: '1' }],
    ['with a negative place', { seq: -1 }],
    ['with a body that is none', { body: { kind: 'plain', text: 7 } }],
    ['of a kind of body that is not known', { body: { kind: 'sealed', text: '' } }],
    ['without reactions', { reactions: undefined }],
    ['with reactions that are none', { reactions: [{ emoji: '👍' }] }],
    ['with people that are none', { reactions: [{ emoji: '👍', userIds: [1] }] }],
    ['of nobody in particular', { senderId: undefined }],
    ['of no time', { createdAt: 0 }],
  ])('with a message %s only says that there is something to fetch', (_, wrong) => {
    const broken = { ...message, ...wrong };
    expect(parseRealtimeEvent('message.created', { ...hint, message: broken })).toEqual({
      name: 'message.created',
      ...hint,
    });
  });

  it('says which messages I have deleted, unless the list is none', () => {
    const parse = (hiddenMessageIds: unknown) =>
      parseRealtimeEvent('conversation.updated', { ...hint, hiddenMessageIds })?.hiddenMessageIds;
    expect(parse(['a', 'b'])).toEqual(['a', 'b']);
    expect(parse([])).toEqual([]);
    expect([parse('a'), parse([1]), parse(null), parse({ length: 0 })]).toEqual(Array(4).fill(undefined));
  });

  it('says which rental the conversation is about, unless it is none', () => {
    const parse = (rental: unknown) =>
      parseRealtimeEvent('rental.changed', { ...hint, message, rental })?.rental;
    const rental = { id: 'r', status: 'confirmed', startsOn: '2030-05-03', endsOn: '2030-05-05' };
    expect(parse(rental)).toEqual(rental);
    expect(parse(null)).toBeNull();
    expect([parse({ ...rental, status: 7 }), parse('r'), parse(undefined)]).toEqual(Array(3).fill(undefined));
  });

  it('says how far a marker has moved, unless it is none', () => {
    const parse = (marker: unknown) => parseRealtimeEvent('marker.moved', { ...hint, marker })?.marker;
    const marker = { userId: 'ben', readSeq: 1, deliveredSeq: 1 };
    expect(parse(marker)).toEqual(marker);
    expect([parse({ ...marker, readSeq: 'all' }), parse([]), parse({ readSeq: 1 })]).toEqual(
      Array(3).fill(undefined),
    );
  });

  it.each([
    'client-typing',
    'client-message.created',
    'message.exploded',
    'constructor',
    'pusher:subscription_succeeded',
  ])('%s is none of ours', (name) => {
    expect(parseRealtimeEvent(name, hint)).toBeNull();
  });
});
