import { describe, expect, it } from 'vitest';
import { concat, fromBase64, randomBytes, toBase64 } from './bytes.ts';
import { isRevealedTruly, revealMessage } from './report.ts';
import { ana, ben, conversationId, messageId, open, seal } from './test-people.ts';

const place = { conversationId, messageId, senderId: ana.userId };
const sealed = seal('Pay me outside or else');
const revealed = revealMessage(sealed, open(sealed));

describe('what a report reveals', () => {
  it('is true of the message as it was sent', () => {
    expect(isRevealedTruly(revealed, place)).toBe(true);
  });

  it('shows the sender nothing else: neither content key nor another message’s franking key', () => {
    expect(Object.keys(revealed).sort()).toEqual(['commitment', 'frankingKey', 'recipients', 'text']);
    const another = seal('See you on Saturday');
    expect(
      isRevealedTruly({ ...revealMessage(another, open(another)), frankingKey: revealed.frankingKey }, place),
    ).toBe(false);
  });

  it.each([
    ['an edited text', { text: 'Pay me outside or else!' }],
    ['an invented text', { text: 'I will hurt you' }],
    ['no text', { text: '' }],
    ['a lone surrogate', { text: '\ud800' }],
    ['another commitment', { commitment: seal('Pay me outside or else').commitment }],
    ['another franking key', { frankingKey: toBase64(randomBytes(32)) }],
    ['no franking key', { frankingKey: '' }],
    ['what isn’t base64', { frankingKey: 'ü' }],
    ['fewer recipients', { recipients: revealed.recipients.slice(0, 1) }],
    ['recipients who aren’t people', { recipients: [{ userId: 'x', version: 1 }] }],
  ])('is not true of %s', (_, change) => {
    expect(isRevealedTruly({ ...revealed, ...change }, place)).toBe(false);
  });

  it.each([
    ['sender', { senderId: ben.userId }],
    ['message', { messageId: 'd0000000-0000-4000-8000-000000000002' }],
    ['conversation', { conversationId: 'c0000000-0000-4000-8000-000000000002' }],
  ])('is not true of another %s', (_, change) => {
    expect(isRevealedTruly(revealed, { ...place, ...change })).toBe(false);
  });

  it('is not true with a key that HMAC would fill up to the same (wrong key length)', () => {
    const key = fromBase64(revealed.frankingKey);
    expect(
      isRevealedTruly({ ...revealed, frankingKey: toBase64(concat(key, Uint8Array.of(0))) }, place),
    ).toBe(false);
    expect(isRevealedTruly({ ...revealed, frankingKey: toBase64(key.slice(0, 31)) }, place)).toBe(false);
  });
});
