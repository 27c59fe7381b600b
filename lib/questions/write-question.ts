import { AppError } from '../errors.ts';
import type { Verdict } from '../fraud/verdict.ts';
import type { SignedVerdict } from '../supabase/server-signature.ts';
import type { Question } from './question.ts';

/** A question, or with the question's id its answer. */
export interface PublicText {
  kind: 'question' | 'answer';
  questionId: string;
  gearId: string;
  text: string;
}

export interface WriteQuestionDeps {
  /** Counts the attempt. Throws `rate_limited`. */
  checkRate(): Promise<unknown>;
  score(text: string): Verdict;
  sign(text: PublicText, verdict: Verdict): Promise<SignedVerdict>;
  /** Stores it as the caller. Throws `not_found`, `forbidden`, `conflict`, `rate_limited`. */
  store(text: PublicText, verdict: SignedVerdict): Promise<Question>;
}

/**
 * Asks or answers in public: not too fast, and scored like a message. What looks risky is refused with its reasons, since everybody
 * would read it. Throws `rate_limited`, `message_blocked`, `not_found`, `forbidden`, `conflict`.
 */
export async function writeQuestion(text: PublicText, deps: WriteQuestionDeps): Promise<Question> {
  await deps.checkRate();
  const verdict = deps.score(text.text);
  if (verdict.action !== 'allow') {
    throw new AppError('message_blocked', 'This can’t be published', {
      details: { reasons: verdict.findings.map((finding) => finding.id) },
    });
  }
  return deps.store(text, await deps.sign(text, verdict));
}
