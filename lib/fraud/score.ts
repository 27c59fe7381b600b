import { detectors } from './detectors.ts';
import type { Finding, ScoreContext, Verdict } from './verdict.ts';

/** From this score on the recipient sees a safety note. Chosen so that one clear finding reaches it. */
const nudgeFrom = 40;
const highestScore = 100;

/**
 * How risky a message is, and why: a pure function of text and context, without I/O. The points of the findings it
 * returns add up to the score exactly.
 */
export function score(message: { text: string }, context: ScoreContext): Verdict {
  const found = detectors.flatMap((detect) => detect(message.text, context));
  const findings = strongestOfEachGroup(found);
  const total = findings.reduce((sum, finding) => sum + finding.points, 0);
  return { action: total >= nudgeFrom ? 'nudge' : 'allow', score: total, findings };
}

function strongestOfEachGroup(found: Finding[]): Finding[] {
  const strongest = new Map<string, Finding>();
  for (const finding of found) {
    const known = strongest.get(finding.group);
    if (!known || finding.points > known.points) {
      strongest.set(finding.group, finding);
    }
  }
  let left = highestScore;
  return [...strongest.values()]
    .sort((a, b) => b.points - a.points)
    .map((finding) => {
      const points = Math.min(finding.points, left);
      left -= points;
      return { ...finding, points };
    })
    .filter((finding) => finding.points > 0);
}
