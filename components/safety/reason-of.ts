const known = [
  'contact',
  'link',
  'payment',
  'overpayment',
  'advance-fee',
  'secret',
  'support',
  'pressure',
  'prize',
  'harassment',
  'profanity',
  'evasion',
  'repetition',
  'newcomer-link',
] as const;

/** A reason that there are words for. */
export function reasonOf(group: string): (typeof known)[number] | 'other' {
  return known.find((reason) => reason === group) ?? 'other';
}
