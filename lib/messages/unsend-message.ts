import { type Alteration, type AlterMessageDeps, announceAlteration } from './alteration.ts';
import type { Message } from './message.ts';

export interface UnsendMessageDeps extends AlterMessageDeps {
  store(messageId: string): Promise<Alteration>;
}

/**
 * Takes a message back for everybody: a tombstone stays in its place. Again, it gives the same tombstone. Throws
 * `rate_limited`, `not_found`, `forbidden` (not theirs, or later than 24 hours).
 */
export async function unsendMessage(messageId: string, deps: UnsendMessageDeps): Promise<Message> {
  await deps.checkRate();
  return announceAlteration('message.unsent', await deps.store(messageId), deps);
}
