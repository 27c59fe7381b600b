import { AppError } from '../errors.ts';
import { findHidden, maskText } from '../fraud/mask.ts';
import { type ReadText, score } from '../fraud/score.ts';
import type { Finding, ScoreContext, Verdict, VerdictAction } from '../fraud/verdict.ts';
import type { PlainBody, WrittenBody } from './message.ts';

/** What the scoring makes of a text. */
export interface Judgement {
  verdict: Verdict;
  /** As others may read it: without contact details when they are masked. */
  body: WrittenBody;
  /** What is kept besides, as JSON, for the sender and for moderators; undefined where there is nothing to keep. */
  notice: string | undefined;
}

const everyAction: readonly VerdictAction[] = ['allow', 'nudge', 'mask', 'hold', 'block'];

/** Scores a text, which may have been read before, and applies the verdict to it. A pure function, like the score. */
export function judge(body: WrittenBody, context: ScoreContext, read?: ReadText): Judgement {
  // What is sealed is scored on the devices that can read it.
  if (body.kind === 'sealed') {
    return { verdict: { action: 'allow', score: 0, findings: [] }, body, notice: undefined };
  }
  const verdict = score(read ?? body, context, { actions: everyAction });
  const { action, findings } = verdict;
  if (action === 'allow' || action === 'nudge') {
    return { verdict, body, notice: undefined };
  }
  const hidden = findHidden(findings);
  const masked: PlainBody | null =
    hidden.length === 0 ? null : { kind: 'plain', text: maskText(body.text, hidden) };
  const isMasked = action === 'mask' && masked !== null;
  return {
    verdict,
    body: isMasked ? masked : body,
    notice: JSON.stringify({
      original: isMasked ? body : null,
      masked,
      hidden,
      reasons: reasonsOf(findings),
      // Of a text full of them, the strongest say enough.
      findings: findings.slice(0, 20),
    }),
  };
}

/** Groups of findings, strongest first: what people are told. What is known of them besides their words is left out. */
export function reasonsOf(findings: readonly Finding[]): string[] {
  const groups = findings.filter(({ points }) => points > 0).map(({ group }) => group);
  return [...new Set(groups)].filter((group) => group !== 'context').slice(0, 5);
}

/** Why this isn't sent, or null when it is: it is blocked, or whoever wrote it wants to be asked before a warning. */
export function refuse({ verdict }: Judgement, acknowledged: boolean | undefined): AppError | null {
  const details = { reasons: reasonsOf(verdict.findings) };
  if (verdict.action === 'block') {
    return new AppError('message_blocked', 'This message can’t be sent', { details });
  }
  if (verdict.action === 'nudge' && acknowledged === false) {
    return new AppError('message_blocked', 'This message would be shown with a safety note', {
      details: { ...details, canSendAnyway: true },
    });
  }
  return null;
}
