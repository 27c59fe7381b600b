import { AppError } from '../errors.ts';
import { score } from '../fraud/score.ts';
import type { VerdictAction } from '../fraud/verdict.ts';
import { type AnnounceDeps, type Announcement, announceAllStored } from '../realtime/announce.ts';

const everyAction: readonly VerdictAction[] = ['allow', 'nudge', 'mask', 'hold', 'block'];

/** Stricter than for a message: names say little, stay where they are, and what is found in one was put there for a reason. */
const refusedScore = 30;

/** What a change of a group's people gave, and whom it has to be told. */
export interface StoredGroupChange<Answer> {
  answer: Answer;
  conversationId: string;
  /** What the outbox holds of it. Without details: devices fetch what has changed. */
  announcements: {
    outboxId: string;
    event: Announcement['event'];
    change: number;
    recipientIds: string[];
  }[];
}

export interface ChangeGroupDeps extends AnnounceDeps {
  /** Removes outbox rows now, not with the next write. Never throws. */
  settle(outboxIds: string[]): Promise<void>;
}

/**
 * Somebody starts, joins, names or leaves a group, asks or removes somebody: stored by the database, which decides who may, and
 * told to everybody concerned. Rejects as the database does.
 */
export async function changeGroup<Answer>(
  store: () => Promise<StoredGroupChange<Answer>>,
  deps: ChangeGroupDeps,
): Promise<Answer> {
  const { answer, conversationId, announcements } = await store();
  const publishedIds: string[] = [];
  await announceAllStored(
    announcements.map(({ outboxId }) => outboxId),
    announcements.map(({ event, change, recipientIds }) => ({ event, conversationId, change, recipientIds })),
    { ...deps, rememberPublished: (outboxId) => publishedIds.push(outboxId) },
  );
  // An event twice is harmless; whose connections are ended twice has lost their second one too.
  if (publishedIds.length > 0 && announcements.some(({ event }) => event === 'connections.ended')) {
    await deps.settle(publishedIds);
  } else {
    publishedIds.forEach(deps.rememberPublished);
  }
  return answer;
}

/** A group's name is read by people who are not in it yet: it may not say what a message couldn't. Throws `message_blocked`. */
export function checkTitle(title: string): void {
  const verdict = score({ text: title }, { rentalStatus: null }, { actions: everyAction });
  if (verdict.action !== 'allow' || verdict.score >= refusedScore) {
    throw new AppError('message_blocked', 'This name can’t be used', {
      details: { reasons: verdict.findings.map((finding) => finding.id) },
    });
  }
}
