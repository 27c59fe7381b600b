import type { Combined } from './combine.ts';
import type { VerdictAction } from './verdict.ts';

/** Chosen so that one clear finding reaches it; see docs/fraud.md for what that flags. */
export const nudgeFrom = 40;
const holdFrom = 62;
const blockFrom = 66;

const mildestFirst: readonly VerdictAction[] = ['allow', 'nudge', 'mask', 'hold', 'block'];
const masked = /^contact\.(?:phone|email|handle|messenger-link)$/;
/**
 * What honest newcomers do too: they give a number, word it oddly, and are new. However much of it comes together, hiding
 * the contact details is enough.
 */
const excusable =
  /^(?:contact\.|wording\.|link\.disguised$|evasion\.disguised-word$|context\.(?:first-message|new-account|suspicious-conversation)$)/;

/** Whether what this finding points at is hidden from the other side. */
export function masks(findingId: string): boolean {
  return masked.test(findingId);
}

/** What to do about a message, as far as the product can: the sternest of `supported` that isn't sterner than deserved. */
export function decide({ score, clues }: Combined, supported: readonly VerdictAction[]): VerdictAction {
  const deserved = mildestFirst.indexOf(deserve(score, clues));
  return (
    mildestFirst.findLast((action, sternness) => sternness <= deserved && supported.includes(action)) ??
    'allow'
  );
}

function deserve(score: number, clues: Combined['clues']): VerdictAction {
  // A certain finding and something besides: neither the model nor any one rule blocks by itself.
  if (score >= blockFrom && clues.some(({ isCertain }) => isCertain)) {
    return 'block';
  }
  if (score >= holdFrom && clues.some(({ id, points }) => points > 0 && !excusable.test(id))) {
    return 'hold';
  }
  if (clues.some(({ id, points }) => points > 0 && masked.test(id))) {
    return 'mask';
  }
  return score >= nudgeFrom ? 'nudge' : 'allow';
}
