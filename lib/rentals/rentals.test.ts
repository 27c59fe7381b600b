import { describe, expect, it, vi } from 'vitest';
import type { Message, OfferBody } from '../messages/message.ts';
import type { WrittenAnnouncement } from '../realtime/announce-written.ts';
import { changeRental } from './change-rental.ts';
import { makeOffer, settleOffer } from './offer.ts';
import { changesOpenTo, type Rental } from './rental.ts';

const rental: Rental = {
  id: 'rental',
  gearId: 'gear',
  renterId: 'ana',
  listerId: 'ben',
  status: 'confirmed',
  startsOn: '2030-05-03',
  endsOn: '2030-05-05',
  priceMinor: 9000,
  depositMinor: null,
};

const terms = {
  kind: 'offer',
  startsOn: '2030-05-03',
  endsOn: '2030-05-05',
  priceMinor: 9000,
  depositMinor: 0,
  currency: 'EUR',
  text: 'Deal?',
} as const;

const body: OfferBody = {
  ...terms,
  status: 'open',
  expiresAt: '2030-01-01T00:00:00Z',
  settledById: null,
  countersId: null,
  rentalId: null,
};

const message = { id: 'offer', conversationId: 'c', body } as Message;

const announcement: WrittenAnnouncement = {
  outboxId: 'row',
  event: 'rental.changed',
  conversationId: 'c',
  change: 7,
  recipientIds: ['ana', 'ben'],
  message: { id: 'm', reactions: [] as object[], change: 7 } as WrittenAnnouncement['message'],
  rental: {
    id: 'rental',
    gear_id: 'gear',
    renter_id: 'ana',
    lister_id: 'ben',
    status: 'confirmed',
    starts_on: '2030-05-03',
    ends_on: '2030-05-05',
    price_minor: 9000,
    deposit_minor: null,
  },
};

function announcing() {
  return {
    checkRate: vi.fn(async () => undefined),
    announce: vi.fn(async () => undefined),
    rememberPublished: vi.fn(),
    forgetScoreContext: vi.fn(async () => undefined),
  };
}

describe('changing a rental', () => {
  it('tells everybody in the conversation, with the message and the rental', async () => {
    const deps = {
      ...announcing(),
      store: async () => ({ rental, conflict: false, announcements: [announcement] }),
    };
    expect(await changeRental({ rentalId: 'rental', status: 'confirmed' }, deps)).toEqual(rental);
    expect(deps.announce).toHaveBeenCalledWith(
      expect.objectContaining({
        event: 'rental.changed',
        change: 7,
        recipientIds: ['ana', 'ben'],
        detail: expect.objectContaining({
          rental: { id: 'rental', status: 'confirmed', startsOn: '2030-05-03', endsOn: '2030-05-05' },
        }),
      }),
    );
    expect(deps.rememberPublished).toHaveBeenCalledWith('row');
    expect(deps.forgetScoreContext).toHaveBeenCalledWith([announcement]);
  });

  it('says in which state it is when somebody was faster', async () => {
    const deps = { ...announcing(), store: async () => ({ rental, conflict: true, announcements: [] }) };
    await expect(changeRental({ rentalId: 'rental', status: 'declined' }, deps)).rejects.toMatchObject({
      code: 'conflict',
      details: { status: 'confirmed' },
    });
    expect(deps.announce).not.toHaveBeenCalled();
  });

  it('offers each side what is theirs to do', () => {
    expect(changesOpenTo('lister', 'requested')).toEqual(['confirmed', 'declined']);
    expect(changesOpenTo('renter', 'requested')).toEqual(['cancelled']);
    expect(changesOpenTo('renter', 'picked_up')).toEqual([]);
    expect(changesOpenTo('lister', 'returned')).toEqual([]);
  });
});

describe('an offer', () => {
  const offer = { id: 'offer', conversationId: 'c', senderId: 'ana', terms, countersId: null };
  const signed = { action: 'allow', score: 0, reasons: [], expiresAt: 1, signature: '00' };
  const stored = { message, created: true, conflict: false, announcements: [] };
  const makeDeps = (action: 'allow' | 'mask' | 'hold' | 'block') => ({
    ...announcing(),
    judge: async (text: string) => ({
      verdict: { action, score: 0, findings: [] },
      body: { kind: 'plain' as const, text: action === 'mask' ? 'Call ••••••' : text },
      notice: undefined,
    }),
    sign: async () => signed,
    store: vi.fn(async () => stored),
  });

  it('is stored with a verdict about its note', async () => {
    const deps = makeDeps('allow');
    expect(await makeOffer(offer, deps)).toEqual({ message, created: true });
    expect(deps.store).toHaveBeenCalledWith(offer, signed);
  });

  it('whose note holds contact details is stored without them', async () => {
    const deps = makeDeps('mask');
    await makeOffer(offer, deps);
    expect(deps.store).toHaveBeenCalledWith({ ...offer, terms: { ...terms, text: 'Call ••••••' } }, signed);
  });

  it.each(['hold', 'block'] as const)('is refused whole when its note deserves %s', async (action) => {
    const deps = makeDeps(action);
    await expect(makeOffer(offer, deps)).rejects.toMatchObject({ code: 'message_blocked' });
    expect(deps.store).not.toHaveBeenCalled();
  });

  it('that somebody else settled first is a conflict that says how', async () => {
    const settled = { ...message, body: { ...body, status: 'withdrawn' as const } };
    const deps = { ...announcing(), store: async () => ({ ...stored, message: settled, conflict: true }) };
    await expect(settleOffer({ messageId: 'offer', answer: 'accepted' }, deps)).rejects.toMatchObject({
      code: 'conflict',
      details: { status: 'withdrawn', offer: settled },
    });
  });
});
