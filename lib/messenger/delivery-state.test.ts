import { describe, expect, it } from 'vitest';
import { deliveryStateOf } from './delivery-state.ts';
import { createTestServer } from './test-server.ts';

function setUp(people: string[]) {
  const server = createTestServer({ me: 'ana' });
  const id = server.start(people);
  const message = server.write(id, 'ana', 'hello');
  return { server, id, message, state: () => deliveryStateOf(message, server.conversation(id)) };
}

describe('what a sender is told of a message', () => {
  it('is sent until the other has read it', () => {
    const { server, id, state } = setUp(['ana', 'ben']);
    expect(state()).toBe('sent');
    server.moveMarker(id, 'ben', 1);
    expect(state()).toBe('read');
  });

  it('is delivered once a device of the other has it', () => {
    const { server, id, message } = setUp(['ana', 'ben']);
    const conversation = server.conversation(id);
    const participants = conversation.participants.map((participant) => ({
      ...participant,
      deliveredSeq: 1,
    }));
    expect(deliveryStateOf(message, { ...conversation, participants })).toBe('delivered');
  });

  it('in a group is read when all have, except those who left', () => {
    const { server, id, state } = setUp(['ana', 'ben', 'cara']);
    server.moveMarker(id, 'ben', 1);
    expect(state()).toBe('sent');
    server.remove(id, 'cara');
    expect(state()).toBe('read');
  });

  it('in a group is not read by those who joined later and can’t read it', () => {
    const { server, id, state } = setUp(['ana', 'ben', 'cara']);
    server.remove(id, 'cara');
    server.add(id, 'cara');
    expect(state()).toBe('sent');
    server.moveMarker(id, 'ben', 1);
    expect(state()).toBe('read');
    server.remove(id, 'ben');
    expect(state()).toBe('sent');
  });

  it('does not count what the sender has read themselves', () => {
    const { server, id, state } = setUp(['ana', 'ben']);
    server.moveMarker(id, 'ana', 1);
    expect(state()).toBe('sent');
  });

  it('is sent when nobody else is left', () => {
    const { server, id, state } = setUp(['ana', 'ben']);
    server.remove(id, 'ben');
    expect(state()).toBe('sent');
  });

  it('is held while it is in review, whatever the markers say', () => {
    const { server, id, message } = setUp(['ana', 'ben']);
    server.moveMarker(id, 'ben', 1);
    expect(deliveryStateOf({ ...message, verdict: 'hold' }, server.conversation(id))).toBe('held');
  });
});
