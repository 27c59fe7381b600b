import type { Finding, ScoreContext } from './verdict.ts';

type Detector = (text: string, context: ScoreContext) => Finding[];

/** A pattern, what it is called, and what it adds. Bounded quantifiers only: the text is somebody else's. */
function pattern(id: string, group: string, points: number, expression: RegExp): Detector {
  return (text) =>
    Array.from(text.matchAll(expression), (match) => ({
      id,
      group,
      span: [match.index, match.index + match[0].length],
      evidence: match[0],
      points,
    }));
}

/** Once a rental is confirmed, people have to find each other: sharing contact details is normal. */
function beforeConfirmation(detect: Detector): Detector {
  return (text, context) =>
    context.rentalStatus === 'confirmed' || context.rentalStatus === 'picked_up' ? [] : detect(text, context);
}

export const detectors: readonly Detector[] = [
  pattern(
    'payment.wire',
    'payment',
    50,
    /\b(western union|money ?gram|wire (transfer|the money|me)|bank wire)\b/gi,
  ),
  pattern(
    'payment.gift-card',
    'payment',
    60,
    /\b(gift ?cards?|itunes cards?|steam cards?|google play cards?)\b/gi,
  ),
  pattern('payment.crypto', 'payment', 50, /\b(bitcoin|btc|usdt|ethereum|crypto(currency)?)\b/gi),
  // People also camp with friends and family: only as a way to pay.
  pattern(
    'payment.friends-and-family',
    'payment',
    50,
    /\b(paypal|venmo|zelle|pay|payment|send|transfer)\b[^.!?\n]{0,40}\bfriends (and|&) family\b|\bfriends (and|&) family (payment|option|transfer)\b/gi,
  ),
  pattern('payment.overpayment', 'payment', 45, /\b(cashier'?s|certified) (check|cheque)\b/gi),
  pattern('secret.code', 'secret', 60, /\b(verification|confirmation|security|6[- ]?digit) (code|pin)\b/gi),
  beforeConfirmation(
    pattern('contact.messenger', 'contact', 40, /\b(whats ?app|telegram|wechat|viber|signal me)\b/gi),
  ),
  beforeConfirmation(
    pattern(
      'contact.email',
      'contact',
      40,
      /[\w.+-]{1,64}@[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63}){0,4}\.[a-z]{2,24}/gi,
    ),
  ),
];
