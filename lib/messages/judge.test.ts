import { describe, expect, it } from 'vitest';
import { judge } from './judge.ts';

const say = (text: string, context = {}) => {
  const known = { rentalStatus: null, isVerified: true, accountAgeDays: 100, ...context };
  const { body, ...judgement } = judge({ kind: 'plain', text }, known);
  return { ...judgement, body: body as { kind: 'plain'; text: string } };
};

describe('judging a message', () => {
  it('lets haggling through without keeping anything', () => {
    expect(say('Would you take 40 for the weekend?')).toMatchObject({
      verdict: { action: 'allow' },
      body: { text: 'Would you take 40 for the weekend?' },
      notice: undefined,
    });
  });

  it('masks contact details, and keeps what was written and where they are', () => {
    const { verdict, body, notice } = say('Call me: +351 912 345 678');
    expect(verdict.action).toBe('mask');
    expect(body.text).toBe('Call me: ••••••');
    expect(JSON.parse(notice ?? '')).toMatchObject({
      original: { kind: 'plain', text: 'Call me: +351 912 345 678' },
      masked: body,
      hidden: [[9, 25]],
      reasons: expect.arrayContaining(['contact']),
    });
  });

  it('masks the last piece of a number that was sent in pieces', () => {
    const { verdict, body } = say('345 678', { earlierTexts: ['my number', '+351 91', '2'] });
    expect(verdict.action).toBe('mask');
    expect(body.text).toBe('••••••');
  });

  it('leaves contact details alone once the rental is confirmed', () => {
    expect(say('Call me: +351 912 345 678', { rentalStatus: 'confirmed' }).verdict.action).toBe('allow');
  });

  it('keeps a held message as it is, with what others will read if it is released', () => {
    const text = 'Pay by wire transfer to my agent and text me on +351 912 345 678, send the gift card codes';
    const { verdict, body, notice } = say(text);
    expect(verdict.action).toBe('hold');
    expect(body.text).toBe(text);
    expect(JSON.parse(notice ?? '')).toMatchObject({
      original: null,
      masked: { text: expect.stringContaining('••••••') },
    });
  });
});
