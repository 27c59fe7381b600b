import { type Alteration, type AlterMessageDeps, announceAlteration } from './alteration.ts';
import type { Message } from './message.ts';

/** Somebody's emoji on a message, set or taken back. */
export interface ReactionChange {
  messageId: string;
  emoji: string;
  isOn: boolean;
}

export interface ReactToMessageDeps extends AlterMessageDeps {
  store(reaction: ReactionChange): Promise<Alteration>;
}

/**
 * Answers a message with an emoji, or takes that back; what is so already changes nothing. Throws `rate_limited`, `not_found`,
 * `conflict` (unsent, or 20 different ones already).
 */
export async function reactToMessage(reaction: ReactionChange, deps: ReactToMessageDeps): Promise<Message> {
  await deps.checkRate();
  return announceAlteration('reaction.changed', await deps.store(reaction), deps);
}
