import { describe, expect, it } from 'vitest';
import { score } from './score.ts';
import type { ScoreContext } from './verdict.ts';

const before: ScoreContext = { rentalStatus: null };

const everything =
  "Pay by western union or a gift card or bitcoin, send it as friends and family or a cashier's check, " +
  'tell me the verification code, whatsapp me or write to a@b.example';

describe('an honest message scores 0', () => {
  it.each([
    'Hi! Is the mountain bike free this Saturday and Sunday?',
    'Would you take 40 for both days instead of 50?',
    'That’s a bit high for us, could you do 35 a day if we take it for the week?',
    'Can we chat about the price?',
    'We chat tomorrow then.',
    'We’re going camping with friends and family, so we need the big tent.',
    'I’ll pay the deposit here, see you at 9.',
    'Do you send a receipt?',
    'Do you include a helmet and a lock? We have no tools.',
    'The front brake squeaks a bit. Can I check it when I pick it up?',
    'I can bring it back at 5:30 pm, or 6 at the latest.',
    'It’s model X-200 from 2021, 12.5 kg, frame number 4401223.',
    'My sister signed for it. Could you confirm the pickup time?',
    'Send me a picture of the lens at f/1.8@50mm?',
    'नमस्ते, के यो क्यामेरा शनिबार खाली छ?',
    'مرحبا، هل الدراجة متاحة غدا؟',
    '👍',
  ])('%s', (text) => {
    expect(score({ text }, before)).toEqual({ action: 'allow', score: 0, findings: [] });
  });
});

describe('a risky message gets a safety note', () => {
  it.each([
    ['Please pay by Western Union', 'payment.wire'],
    ['send the deposit as a gift card', 'payment.gift-card'],
    ['I only take BTC', 'payment.crypto'],
    ['PayPal friends and family only please', 'payment.friends-and-family'],
    ['use the friends & family option', 'payment.friends-and-family'],
    ['I will mail a cashiers check', 'payment.overpayment'],
    ['read me the 6-digit code you got', 'secret.code'],
    ['text me on WhatsApp', 'contact.messenger'],
    ['my WeChat is ana', 'contact.messenger'],
    ['write to ana.b+c@mail.example.co', 'contact.email'],
  ])('%s', (text, id) => {
    const verdict = score({ text }, before);
    expect(verdict.action).toBe('nudge');
    expect(verdict.findings.map((finding) => finding.id)).toEqual([id]);
    const [finding] = verdict.findings;
    expect(text.slice(...(finding?.span ?? []))).toBe(finding?.evidence);
  });

  it.each(['confirmed', 'picked_up'] as const)(
    'sharing contact details is normal once a rental is %s',
    (rentalStatus) => {
      expect(score({ text: 'whatsapp me, or a@b.example' }, { rentalStatus }).score).toBe(0);
      expect(score({ text: 'pay in bitcoin' }, { rentalStatus }).score).toBeGreaterThan(0);
    },
  );
});

describe('the score', () => {
  it.each([
    '',
    'hello',
    'bitcoin',
    'bitcoin bitcoin bitcoin',
    'a gift card or bitcoin, and whatsapp me',
    everything,
    everything.repeat(20),
  ])('is the sum of its findings’ points exactly, one for each group, at most 100: %s', (text) => {
    const { score: total, findings } = score({ text }, before);
    expect(findings.reduce((sum, finding) => sum + finding.points, 0)).toBe(total);
    expect(total).toBeLessThanOrEqual(100);
    expect(new Set(findings.map((finding) => finding.group)).size).toBe(findings.length);
    expect(findings.map((finding) => finding.points)).toEqual(
      findings.map(({ points }) => points).sort((a, b) => b - a),
    );
    expect(findings.every((finding) => finding.points > 0)).toBe(true);
  });

  it('counts the strongest of a group', () => {
    expect(score({ text: 'bitcoin or a gift card' }, before).findings.map(({ id }) => id)).toEqual([
      'payment.gift-card',
    ]);
  });

  it('ends at 100', () => {
    expect(score({ text: everything }, before).score).toBe(100);
  });
});

describe('text made to take long', () => {
  it.each([
    ['letters', 'a'.repeat(5_000)],
    ['almost an address', `${'a'.repeat(4_990)}@`],
    ['many at signs', 'a@'.repeat(2_500)],
    ['an endless domain', `a@${'a.'.repeat(2_499)}`],
    ['an endless domain of hyphens', `a@${'-'.repeat(4_998)}`],
    ['addresses that end wrongly', 'a@b.c1 '.repeat(714)],
    ['nested dots', `${'a.'.repeat(1_000)}@${'b.'.repeat(1_500)}`],
    ['pay, and again', 'pay '.repeat(1_250)],
    ['almost friends', 'send friends and '.repeat(294)],
    ['spaces', ' '.repeat(5_000)],
    ['wire', 'wire '.repeat(1_000)],
  ])('returns: %s', (_, text) => {
    expect(score({ text }, before).score).toBeLessThanOrEqual(100);
  });
});
