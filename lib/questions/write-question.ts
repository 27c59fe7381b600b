import { AppError } from '../errors.ts';
import { type Judgement, reasonsOf } from '../messages/judge.ts';
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
  judge(text: string): Judgement;
  sign(text: PublicText, judgement: Judgement): Promise<SignedVerdict>;
  /** Stores it as the caller. Throws `not_found`, `forbidden`, `conflict`, `rate_limited`. */
  store(text: PublicText, verdict: SignedVerdict): Promise<Question>;
}

/**
 * Asks or answers in public: not too fast, and scored like a message. Contact details are hidden, for good. What looks risky is refused
 * with its reasons, rather than held: nobody waits for a question who could be told when it is there, and it can be asked in
 * private, where it is reviewed. Throws `rate_limited`, `message_blocked`, `not_found`, `forbidden`, `conflict`.
 */
export async function writeQuestion(text: PublicText, deps: WriteQuestionDeps): Promise<Question> {
  await deps.checkRate();
  const judgement = deps.judge(text.text);
  const { verdict, body } = judgement;
  if ((verdict.action !== 'allow' && verdict.action !== 'mask') || body.kind !== 'plain') {
    throw new AppError('message_blocked', 'This can’t be published', {
      details: { reasons: reasonsOf(verdict.findings) },
    });
  }
  const readable = { ...text, text: body.text };
  return deps.store(readable, await deps.sign(readable, judgement));
}
