import type { RateAnswer } from '../rate-limits/check-rate.ts';
import { type AnnounceDeps, announceStored } from '../realtime/announce.ts';
import type { Conversation } from './conversation.ts';

export interface StartedConversation {
  conversation: Conversation;
  created: boolean;
  recipientIds: string[];
  outboxId: string | null;
}

export interface StartConversationDeps extends AnnounceDeps {
  find(gearId: string): Promise<Conversation | null>;
  /** Counts the attempt. Throws `rate_limited`. */
  checkRate(): Promise<RateAnswer>;
  /** Uncounts the attempt. */
  giveBackRate(): Promise<void>;
  /** Makes it, or gets it when somebody was faster. The database counts too. */
  start(gearId: string): Promise<StartedConversation>;
}

/**
 * The renter's conversation with the lister of a piece of gear: the one there is, or a new one. Throws `not_found` for
 * gear that isn't listed, `forbidden` for one's own, `rate_limited` after too many new ones.
 */
export async function startConversation(
  gearId: string,
  deps: StartConversationDeps,
): Promise<{ conversation: Conversation; created: boolean }> {
  const existing = await deps.find(gearId);
  if (existing) {
    return { conversation: existing, created: false };
  }
  await deps.checkRate();
  const started = await start(gearId, deps);
  const { conversation, created } = started;
  await announceStored(
    started.outboxId,
    {
      event: 'conversation.created',
      conversationId: conversation.id,
      change: conversation.lastChange,
      recipientIds: started.recipientIds,
    },
    deps,
  );
  return { conversation, created };
}

/** Only a conversation that came to be counts. */
async function start(gearId: string, deps: StartConversationDeps): Promise<StartedConversation> {
  let started: StartedConversation | undefined;
  try {
    started = await deps.start(gearId);
    return started;
  } finally {
    if (!started?.created) {
      await deps.giveBackRate();
    }
  }
}
