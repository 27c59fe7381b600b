import { describe, expect, it } from 'vitest';
import { score } from './score.ts';
import type { ScoreContext, VerdictAction } from './verdict.ts';

const before: ScoreContext = { rentalStatus: null };
const every: { actions: VerdictAction[] } = { actions: ['allow', 'nudge', 'mask', 'hold', 'block'] };

const everything =
  "Pay by western union or a gift card or bitcoin, send it as friends and family or a cashier's check, " +
  'tell me the verification code, whatsapp me or write to a@b.example';

describe('an honest message scores 0', () => {
  it.each([
    'Hi! Is the surfboard free next Saturday and Sunday?',
    'Would you take 40 for both days instead of 50?',
    'That’s a bit much for us, could you do 35 a day if we take it for ten days?',
    'Can we chat about the price?',
    'Can I call you?',
    'Can I pay cash on pick-up?',
    'I already paid the deposit through the app.',
    'Please don’t pay outside the app, it isn’t allowed.',
    '100 now and 100 when I bring it back?',
    'Is it a 2x11 or 1x12? I have 700x28 tyres.',
    'We’re going hiking with friends and family, so we need the big stove.',
    'I’ll pay the deposit here, see you at 9.',
    'Does it come with a helmet and a lock? We have no tools.',
    'The rear brake squeaks a bit. Can I check it when I pick it up?',
    'I can bring it back at 5:30 pm, or 6 at the latest.',
    'It’s model X-200 from 2021, 12.5 kg, frame number 4401223.',
    'My brother signed for it. Could you confirm the pickup time?',
    'Send me a picture of the lens at f/1.8@50mm?',
    'Thanks, that was a great trip. The kids loved the canoe!',
    'Is there a second battery, and how long does it last?',
    'नमस्ते, के यो क्यामेरा शनिबार खाली छ?',
    'مرحبا، هل الدراجة متاحة غدا؟',
    'Здравствуйте, свободна ли палатка в субботу?',
    '👍',
    '',
    '15000',
    'ok',
  ])('%s', (text) => {
    expect(score({ text }, before)).toEqual({ action: 'allow', score: 0, findings: [] });
  });
});

describe('an honest message full of numbers is allowed, also from a newcomer', () => {
  it.each([
    'From 2026-08-12, 10:30 to 2026-08-19, 17:00.',
    'Trailer plate AB-12-CD, 750 kg. Is 3 x 45 = 135 right?',
    'It’s 1.200,00 € new, so please be careful with it.',
    'GPS 41.1579, -8.6291 is the car park, frame number WTU148G0721K.',
  ])('%s', (text) => {
    const newcomer = { ...before, isFirstMessage: true, accountAgeDays: 0 };
    expect(score({ text }, newcomer, every).action).toBe('allow');
  });
});

describe('a risky message gets a safety note', () => {
  it.each([
    ['Please pay by Western Union', 'payment.wire'],
    ['send the deposit as a gift card', 'payment.gift-card'],
    ['I only take BTC', 'payment.crypto'],
    ['PayPal friends and family only please', 'payment.friends-and-family'],
    ['I will mail a cashiers check', 'overpayment.cheque'],
    ['read me the 6-digit code you got', 'secret.code'],
    ['text me on WhatsApp', 'contact.messenger'],
    ['my WeChat is ana', 'contact.messenger'],
    ['write to ana.b+c@mail.example.co', 'contact.email'],
    ['call me at 415-555-2671', 'contact.phone'],
  ])('%s', (text, id) => {
    const { action, findings } = score({ text }, before);
    expect(action).toBe('nudge');
    expect(findings[0]?.id).toBe(id);
  });

  it('a scam without a single forbidden word is known by its wording', () => {
    const text =
      'Dear friend, compliments of the season. I need your urgent assistance to move the sum that my late father left in ' +
      'the bank here, and you will be rewarded for your honest cooperation. Kindly reply me with your full details.';
    const { action, findings } = score({ text }, before);
    expect(action).toBe('nudge');
    expect(findings.map(({ id }) => id)).toContain('wording.scam');
  });
});

describe('the context', () => {
  it.each(['confirmed', 'picked_up'] as const)(
    'sharing contact details is normal once a rental is %s',
    (rentalStatus) => {
      expect(score({ text: '415-555-2671, or a@b.example' }, { rentalStatus }).score).toBe(0);
      expect(score({ text: 'pay in bitcoin' }, { rentalStatus }).action).toBe('nudge');
    },
  );

  it.each<[string, Partial<ScoreContext>]>([
    ['it is the first message', { isFirstMessage: true }],
    ['the account is new', { accountAgeDays: 0 }],
    ['the sender was reported', { earlierReports: 2 }],
    ['earlier messages were suspicious', { suspiciousMessages: 3 }],
    ['many people got the same text', { recipientsOfSameText: 30 }],
  ])('a risky message is riskier when %s', (_, context) => {
    const text = 'I will mail a cashiers check';
    expect(score({ text }, { ...before, ...context }).score).toBeGreaterThan(score({ text }, before).score);
  });

  it('a risky message is less risky from somebody verified', () => {
    const text = 'I will mail a cashiers check';
    expect(score({ text }, { ...before, isVerified: true }).score).toBeLessThan(
      score({ text }, before).score,
    );
  });

  it('nobody is suspected for being new', () => {
    const context = { ...before, isFirstMessage: true, accountAgeDays: 0, earlierReports: 1 };
    expect(score({ text: 'Is the surfboard free on Sunday?' }, context).score).toBe(0);
  });

  it('a number sent in pieces is found when its last piece comes', () => {
    expect(score({ text: '3456' }, { ...before, earlierTexts: ['98', '4112'] }).findings[0]).toMatchObject({
      id: 'contact.phone',
      evidence: '3456',
    });
  });

  it('the same text to thirty people gets a safety note, whatever it says', () => {
    const context = { ...before, recipientsOfSameText: 30 };
    expect(score({ text: 'Hello, I like your listing very much.' }, context).action).toBe('nudge');
  });
});

describe('the verdict', () => {
  it('is allow or nudge, unless the caller can do more', () => {
    expect(score({ text: everything }, before).action).toBe('nudge');
  });

  it.each<[VerdictAction, string]>([
    ['allow', 'Is the surfboard free on Sunday?'],
    ['nudge', 'I only take BTC'],
    ['mask', 'call me at 415-555-2671'],
    ['hold', 'Pay by western union, I will mail a cashiers check and refund the difference to me'],
    ['block', everything],
  ])('%s: %s', (action, text) => {
    expect(score({ text }, before, every).action).toBe(action);
  });

  it.each([
    'call me on 9841234567',
    'WhatsApp me on 912345678',
    'my number is +351 912 345 678',
    'ana (at) mail dot com',
    'wa.me/351912345678',
    't.me/ana_gear',
    'telegram @ana_gear',
    'my insta is ana.gear',
    'nine one two three four five six seven eight',
  ])('hides contact details and holds nothing, also of a newcomer: %s', (text) => {
    const newcomer = { ...before, isFirstMessage: true, accountAgeDays: 0 };
    expect(score({ text }, before, every).action).toBe('mask');
    expect(score({ text }, newcomer, every).action).toBe('mask');
  });

  it('is the sternest that the caller can do', () => {
    expect(score({ text: everything }, before, { actions: ['allow', 'nudge', 'hold'] }).action).toBe('hold');
    expect(score({ text: everything }, before, { actions: ['allow'] }).action).toBe('allow');
  });

  it('never blocks for the wording alone', () => {
    const text =
      'Dear friend, I am the barrister of your late uncle who left the sum in the bank for his next of kin. '.repeat(
        4,
      );
    const { findings, action } = score({ text }, before, every);
    expect(findings.some(({ id }) => id === 'wording.scam')).toBe(true);
    expect(action).not.toBe('block');
  });

  it('doesn’t mask contact details once a rental is confirmed', () => {
    expect(score({ text: 'call me at 415-555-2671' }, { rentalStatus: 'confirmed' }, every).action).toBe(
      'allow',
    );
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
    ['lone surrogates', '\ud800'.repeat(5_000)],
    ['one word of Cyrillic', 'п'.repeat(5_000)],
    ['zero-width characters', 'p\u200b'.repeat(2_500)],
  ])('returns: %s', (_, text) => {
    expect(score({ text }, before).score).toBeLessThanOrEqual(100);
  });
});
