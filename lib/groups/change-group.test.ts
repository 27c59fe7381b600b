import { describe, expect, it, vi } from 'vitest';
import type { Announcement } from '../realtime/announce.ts';
import { type ChangeGroupDeps, changeGroup, checkTitle } from './change-group.ts';

function deps(announce: ChangeGroupDeps['announce'] = async () => undefined) {
  return {
    announce: vi.fn(announce),
    rememberPublished: vi.fn(),
    settle: vi.fn(async () => undefined),
  } satisfies ChangeGroupDeps;
}

const stored = (...events: Announcement['event'][]) => ({
  answer: 'done',
  conversationId: 'c1',
  announcements: events.map((event, index) => ({
    outboxId: `o${index}`,
    event,
    change: 7,
    recipientIds: ['ana'],
  })),
});

describe('a change of a group', () => {
  it('is told to those whom the database names, and its outbox rows go with the next write', async () => {
    const given = deps();
    expect(await changeGroup(async () => stored('participant.changed', 'message.created'), given)).toBe(
      'done',
    );
    expect(given.announce.mock.calls[0]).toEqual(
      ['participant.changed', 'message.created'].map((event) => ({
        event,
        conversationId: 'c1',
        change: 7,
        recipientIds: ['ana'],
      })),
    );
    expect(given.rememberPublished.mock.calls.map(([id]) => id)).toEqual(['o0', 'o1']);
    expect(given.settle).not.toHaveBeenCalled();
  });

  it('that ended connections is settled at once, so that they are ended once', async () => {
    const given = deps();
    await changeGroup(async () => stored('participant.changed', 'connections.ended'), given);
    expect(given.settle).toHaveBeenCalledWith(['o0', 'o1']);
    expect(given.rememberPublished).not.toHaveBeenCalled();
  });

  it('that can’t be told is answered all the same, and left to the outbox', async () => {
    vi.spyOn(console, 'warn').mockReturnValue();
    const given = deps(async () => {
      throw new Error('Channels is down');
    });
    expect(await changeGroup(async () => stored('connections.ended'), given)).toBe('done');
    expect(given.settle).not.toHaveBeenCalled();
    expect(given.rememberPublished).not.toHaveBeenCalled();
  });
});

describe('a group’s name', () => {
  it.each(['Canoe week', 'Kayak 12-14 June', 'Équipe Népal 5', 'رحلة الجبل', 'हिमाल यात्रा'])(
    'may be %s',
    (title) => {
      expect(() => checkTitle(title)).not.toThrow();
    },
  );

  it.each([
    'Pay by wire transfer to IBAN DE89370400440532013000',
    'Text me on WhatsApp +351 912 345 678',
    'ana@gmail.com',
    'www.pay-here.xyz',
  ])('may not be %s', (title) => {
    expect(() => checkTitle(title)).toThrow(expect.objectContaining({ code: 'message_blocked' }));
  });
});
