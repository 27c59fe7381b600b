import { type Share, shareOf } from './intervals.ts';
import { groupBy, isFlagged, type Scored } from './scored.ts';

/** The share of conversations in which one of the first `within` messages of these is flagged. */
export function caughtWithin(
  messages: readonly Scored[],
  within: number,
  isHit: (message: Scored) => boolean = isFlagged,
): Share {
  const conversations = groupBy(
    messages.filter(({ row }) => row.conv !== undefined),
    ({ row }) => `${row.set} ${row.conv}`,
  );
  return shareOf(
    [...conversations.entries()],
    ([, ofConversation]) =>
      [...ofConversation]
        .sort((a, b) => (a.row.i ?? 0) - (b.row.i ?? 0))
        .slice(0, within)
        .some(isHit),
    ([conversation]) => conversation,
  );
}
