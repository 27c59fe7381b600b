import { combine } from './combine.ts';
import { decide } from './decide.ts';
import type { Clue, ReadMessage } from './detectors/detector.ts';
import { findClues, findTextClues, type TextClues } from './detectors/detectors.ts';
import { findCircumstances, findRepetition, trustFactor } from './find-circumstances.ts';
import { findWording } from './model/find-wording.ts';
import { readMessage } from './read-message.ts';
import type { Finding, ScoreContext, Verdict, VerdictAction } from './verdict.ts';

/** What the product does about messages. Masking and holding exist in verdicts only, until they exist for people. */
const productActions: readonly VerdictAction[] = ['allow', 'nudge'];

/** What there is to see in a text, whoever says it to whom: most of the work, and it can be done before that is known. */
export interface ReadText {
  text: string;
  read: ReadMessage;
  clues: TextClues;
  wording: Clue[];
}

export function readText(text: string): ReadText {
  const read = readMessage(text);
  return { text, read, clues: findTextClues(read), wording: findWording(read) };
}

/**
 * How risky a message is, and why: a pure function of text and context, without I/O. The points of the findings it
 * returns add up to the score exactly. `actions` says what the caller can do about a message; the action is never
 * sterner than the message deserves, nor one that is not in there.
 */
export function score(
  message: { text: string } | ReadText,
  context: ScoreContext,
  { actions = productActions }: { actions?: readonly VerdictAction[] } = {},
): Verdict {
  const { text, read, clues, wording } = 'read' in message ? message : readText(message.text);
  const found = [...findClues(read, context, clues), ...wording, ...findRepetition(context, text)];
  const combined = combine(
    found.length > 0 ? [...found, ...findCircumstances(context)] : [],
    trustFactor(context),
  );
  return {
    action: decide(combined, actions),
    score: combined.score,
    findings: combined.clues.map((clue) => toFinding(text, clue)),
  };
}

function toFinding(text: string, clue: ReturnType<typeof combine>['clues'][number]): Finding {
  const { id, group, span, points, value } = clue;
  const finding = { id, group, span, evidence: text.slice(...span), points };
  return value === undefined ? finding : { ...finding, value };
}
