import type { Clue } from './detectors/detector.ts';
import type { ScoreContext } from './verdict.ts';

/** What the context adds to a message in which something was found. By itself, being new is no reason to be suspected. */
export function findCircumstances(context: ScoreContext): Clue[] {
  const { accountAgeDays, earlierReports = 0, suspiciousMessages = 0 } = context;
  const circumstances: [id: string, weight: number][] = [
    ['context.first-message', context.isFirstMessage ? 0.5 : 0],
    [
      'context.new-account',
      accountAgeDays === undefined || accountAgeDays >= 7 ? 0 : accountAgeDays < 1 ? 0.9 : 0.5,
    ],
    ['context.reported', Math.min(earlierReports, 4) * 0.6],
    ['context.suspicious-conversation', Math.min(suspiciousMessages, 4) * 0.4],
  ];
  return circumstances
    .filter(([, weight]) => weight > 0)
    .map(([id, weight]) => ({ id, group: 'context', weight, span: [0, 0] }));
}

/** The same text to many people: counted on its own, because what it says need not be suspicious. */
export function findRepetition({ recipientsOfSameText = 0 }: ScoreContext, raw: string): Clue[] {
  if (recipientsOfSameText < 4 || raw.length < 20) {
    return [];
  }
  const weight = Math.min(0.8 * Math.log2(recipientsOfSameText), 4.2);
  return [{ id: 'repetition.same-text', group: 'repetition', weight, span: [0, raw.length] }];
}

/** Somebody who was verified, or has been here long without a report, is believed more. */
export function trustFactor({ isVerified, accountAgeDays = 0, earlierReports = 0 }: ScoreContext): number {
  if (earlierReports > 0) {
    return 1;
  }
  return (isVerified ? 0.88 : 1) * (accountAgeDays > 365 ? 0.92 : 1);
}
