import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type ScoredMessage, signPermit, signVerdict } from './server-signature.ts';

const key = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=';
const now = Date.parse('2026-01-01T00:00:00.999Z');
const expiresAt = Date.parse('2026-01-01T00:02:00Z') / 1000;

const message: ScoredMessage = {
  senderId: '11111111-1111-4111-8111-111111111111',
  conversationId: '22222222-2222-4222-8222-222222222222',
  messageId: '33333333-3333-4333-8333-333333333333',
  kind: 'text',
  body: { kind: 'plain', text: 'Is it free on Sunday?\nनमस्ते 😀' },
  action: 'nudge',
  score: 40,
  reasons: ['contact.email', 'payment.wire'],
};

function hmac(lines: string[]) {
  return createHmac('sha256', Buffer.from(key, 'base64')).update(lines.join('\n')).digest('hex');
}

describe('a signed verdict', () => {
  it('is the HMAC of exactly these lines, valid for 120 seconds', async () => {
    const digest = createHash('sha256').update('text\nplain\nIs it free on Sunday?\nनमस्ते 😀').digest('hex');
    expect(await signVerdict(key, message, now)).toEqual({
      action: 'nudge',
      score: 40,
      reasons: ['contact.email', 'payment.wire'],
      expiresAt,
      signature: hmac([
        'lendline-verdict-1',
        '11111111-1111-4111-8111-111111111111',
        '22222222-2222-4222-8222-222222222222',
        '33333333-3333-4333-8333-333333333333',
        String(expiresAt),
        '40',
        'nudge',
        'contact.email,payment.wire',
        digest,
      ]),
    });
  });

  it('stays what it was when this test was written', async () => {
    expect((await signVerdict(key, { ...message, reasons: [] }, now)).signature).toBe(
      '656171f8968970eb36227fd6616df7624185896d4d5eb5dad4b0c1f94ec1f2bd',
    );
    const permit = { purpose: 'start-conversation', userId: message.senderId, subject: 'x 7' } as const;
    expect((await signPermit(key, permit, now)).p_signature).toBe(
      'd0663b3b2d43accbcf7e0bd7979eb5945a3513344b85e3e109f31845b8ef1dac',
    );
  });

  it.each([
    { senderId: message.conversationId },
    { conversationId: message.senderId },
    { messageId: message.senderId },
    { kind: 'system' },
    { body: { kind: 'plain', text: 'Is it free on Monday?' } },
    { action: 'allow' },
    { score: 41 },
    { reasons: ['contact.email'] },
  ] as Partial<ScoredMessage>[])('is another one for %j', async (difference) => {
    const { signature } = await signVerdict(key, message, now);
    expect((await signVerdict(key, { ...message, ...difference }, now)).signature).not.toBe(signature);
  });

  it('covers the terms of an offer, and not what becomes of it', async () => {
    const terms = {
      kind: 'offer',
      startsOn: '2030-05-03',
      endsOn: '2030-05-05',
      priceMinor: 9000,
      depositMinor: 20000,
      currency: 'EUR',
      text: 'Deal?',
    } as const;
    const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');
    const signatureOf = async (body: ScoredMessage['body']) =>
      (await signVerdict(key, { ...message, kind: 'offer', body, reasons: [] }, now)).signature;
    const lines = ['lendline-verdict-1', message.senderId, message.conversationId, message.messageId];
    const digest = digestOf('offer\noffer\n2030-05-03\n2030-05-05\n9000\n20000\nEUR\nDeal?');
    expect(await signatureOf(terms)).toBe(hmac([...lines, String(expiresAt), '40', 'nudge', '', digest]));
    expect(await signatureOf({ ...terms, priceMinor: 1 })).not.toBe(await signatureOf(terms));
    // A text that reads like the lines of an offer is no offer.
    expect(
      await signatureOf({ kind: 'plain', text: '2030-05-03\n2030-05-05\n9000\n20000\nEUR\nDeal?' }),
    ).not.toBe(await signatureOf(terms));
  });

  it('is another one with another key or a second later', async () => {
    const { signature } = await signVerdict(key, message, now);
    expect((await signVerdict(key.replace('AAEC', 'BBEC'), message, now)).signature).not.toBe(signature);
    expect((await signVerdict(key, message, now + 1_000)).signature).not.toBe(signature);
  });
});

describe('a signed permit', () => {
  it('is the HMAC of exactly these lines, valid for 120 seconds', async () => {
    const permit = {
      purpose: 'start-conversation',
      userId: message.senderId,
      subject: message.messageId,
    } as const;
    expect(await signPermit(key, permit, now)).toEqual({
      p_expires_at: expiresAt,
      p_signature: hmac([
        'lendline-permit-1',
        'start-conversation',
        message.senderId,
        message.messageId,
        String(expiresAt),
      ]),
    });
  });
});
