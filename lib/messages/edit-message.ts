import { AppError } from '../errors.ts';
import type { SignedVerdict } from '../supabase/server-signature.ts';
import { type Alteration, type AlterMessageDeps, announceAlteration } from './alteration.ts';
import { type Judgement, reasonsOf, refuse } from './judge.ts';
import type { Message, WrittenBody } from './message.ts';

export interface EditMessageDeps extends AlterMessageDeps {
  /** The message, when the editor can read it. Throws `not_found`. */
  find(messageId: string): Promise<Message>;
  /** Scores it with what is known of the editor. Throws `message_blocked` for what newcomers can’t send yet. */
  judge(message: Message, body: WrittenBody): Promise<Judgement>;
  sign(message: Message, judgement: Judgement): Promise<SignedVerdict>;
  /** Stores it as the editor: theirs, in time, and another text than before. The database counts too. */
  store(messageId: string, body: WrittenBody, verdict: SignedVerdict): Promise<Alteration>;
}

/**
 * Gives a message another text: scored like a new one, so that nobody sends something harmless and edits the rest in.
 * Throws `rate_limited`, `not_found`, `message_blocked`, `forbidden` (not theirs, or later than 15 minutes), `conflict` (unsent).
 */
export async function editMessage(
  edit: { messageId: string; body: WrittenBody; acknowledged?: boolean | undefined },
  deps: EditMessageDeps,
): Promise<Message> {
  await deps.checkRate();
  const message = await deps.find(edit.messageId);
  const judgement = await deps.judge(message, edit.body);
  // Others have read the message: a text that would have to wait for review can't take its place.
  if (judgement.verdict.action === 'hold') {
    throw new AppError('message_blocked', 'The message can’t be changed to this', {
      details: { reasons: reasonsOf(judgement.verdict.findings) },
    });
  }
  const refusal = refuse(judgement, edit.acknowledged);
  if (refusal) {
    throw refusal;
  }
  const signed = await deps.sign(message, judgement);
  return announceAlteration(
    'message.updated',
    await deps.store(edit.messageId, judgement.body, signed),
    deps,
  );
}
