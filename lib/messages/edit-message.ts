import { AppError } from '../errors.ts';
import type { Verdict } from '../fraud/verdict.ts';
import type { SignedVerdict } from '../supabase/server-signature.ts';
import { type Alteration, type AlterMessageDeps, announceAlteration } from './alteration.ts';
import type { Message, WrittenBody } from './message.ts';
import { unscored } from './send-message.ts';

export interface EditMessageDeps extends AlterMessageDeps {
  /** The message, when the editor can read it. Throws `not_found`. */
  find(messageId: string): Promise<Message>;
  score(text: string): Verdict;
  sign(message: Message, body: WrittenBody, verdict: Verdict): Promise<SignedVerdict>;
  /** Stores it as the editor: theirs, in time, and another text than before. The database counts too. */
  store(messageId: string, body: WrittenBody, verdict: SignedVerdict): Promise<Alteration>;
}

/**
 * Gives a message another text: scored like a new one, so that nobody sends something harmless and edits the rest in.
 * Throws `rate_limited`, `not_found`, `message_blocked`, `forbidden` (not theirs, or later than 15 minutes), `conflict` (unsent).
 */
export async function editMessage(
  edit: { messageId: string; body: WrittenBody },
  deps: EditMessageDeps,
): Promise<Message> {
  await deps.checkRate();
  const message = await deps.find(edit.messageId);
  const verdict = edit.body.kind === 'sealed' ? unscored : deps.score(edit.body.text);
  // Others have read the message: a text that would have to wait for review can't take its place.
  if (verdict.action === 'block' || verdict.action === 'hold') {
    throw new AppError('message_blocked', 'The message can’t be changed to this', {
      details: { reasons: verdict.findings.map((finding) => finding.id) },
    });
  }
  const signed = await deps.sign(message, edit.body, verdict);
  return announceAlteration('message.updated', await deps.store(edit.messageId, edit.body, signed), deps);
}
