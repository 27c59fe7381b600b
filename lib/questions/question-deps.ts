import { readServerEnvironment } from '../env.server.ts';
import type { Caller } from '../http/authenticate.ts';
import { alterationRate } from '../messages/alteration-deps.ts';
import { judge } from '../messages/judge.ts';
import { checkRate } from '../rate-limits/check-rate.ts';
import { limits } from '../rate-limits/limits.ts';
import { createDatabaseClient } from '../supabase/database-client.ts';
import { unwrap } from '../supabase/database-error.ts';
import { signPermit, signVerdict } from '../supabase/server-signature.ts';
import { redis } from '../upstash/redis.ts';
import { type QuestionRow, toQuestion } from './question.ts';
import type { WriteQuestionDeps } from './write-question.ts';

/** Asking and answering for real, as the caller. */
export function writeQuestionDeps(caller: Caller): WriteQuestionDeps {
  const client = createDatabaseClient(caller.accessToken);
  return {
    checkRate: () => checkRate(redis(), [alterationRate(caller.userId)]),
    judge: (text) => judge({ kind: 'plain', text }, { rentalStatus: null }),
    sign: ({ kind, questionId, gearId, text }, { verdict, notice }) =>
      signVerdict(readServerEnvironment().SIGNING_KEY, {
        senderId: caller.userId,
        conversationId: gearId,
        messageId: questionId,
        kind,
        body: { kind: 'plain', text },
        notice,
        action: verdict.action,
        score: verdict.score,
        reasons: verdict.findings.map((finding) => finding.id),
      }),
    async store({ kind, questionId, gearId, text }, verdict) {
      const words = { p_id: questionId, p_text: text, p_verdict: { ...verdict } };
      const row = unwrap(
        kind === 'question'
          ? await client.rpc('ask_question', {
              ...words,
              p_gear_id: gearId,
              p_daily_limit: limits.questionsByUser.max,
            })
          : await client.rpc('answer_question', words),
      );
      return toQuestion(row as unknown as QuestionRow);
    },
  };
}

/** Takes a question of the caller's off its page. Throws `not_found`, `rate_limited`. */
export async function removeQuestion(caller: Caller, id: string): Promise<void> {
  await checkRate(redis(), [alterationRate(caller.userId)]);
  const permit = await signPermit(readServerEnvironment().SIGNING_KEY, {
    purpose: 'remove-question',
    userId: caller.userId,
    subject: id,
  });
  unwrap(await createDatabaseClient(caller.accessToken).rpc('remove_question', { p_id: id, ...permit }));
}
