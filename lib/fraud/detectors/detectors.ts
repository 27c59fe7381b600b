import type { ScoreContext } from '../verdict.ts';
import { type Clue, findPattern, type Pattern, type ReadMessage } from './detector.ts';
import { findEmails } from './find-emails.ts';
import { findDisguisedWords, findEvasion } from './find-evasion.ts';
import { findHandles } from './find-handles.ts';
import { findLinks } from './find-links.ts';
import { findPhones } from './find-phones.ts';
import { findProfanity } from './find-profanity.ts';
import { moneyPatterns } from './money-patterns.ts';
import { contactPatterns, pressurePatterns } from './word-patterns.ts';

type TextDetector = (message: ReadMessage) => Clue[];

const findWords =
  (patterns: readonly Pattern[]): TextDetector =>
  ({ full }) =>
    patterns.flatMap((pattern) => findPattern(full, pattern));

/** Once a rental is confirmed, people have to find each other: sharing contact details is normal. */
const mayShareContacts = ({ rentalStatus }: ScoreContext) =>
  rentalStatus === 'confirmed' || rentalStatus === 'picked_up';

const contactDetectors: readonly TextDetector[] = [findEmails, findHandles, findWords(contactPatterns)];
const otherDetectors: readonly TextDetector[] = [
  findLinks,
  findWords(moneyPatterns),
  findWords(pressurePatterns),
  findProfanity,
  findEvasion,
];

/** What rules find in a text, whoever says it. */
export interface TextClues {
  contact: Clue[];
  other: Clue[];
}

export function findTextClues(message: ReadMessage): TextClues {
  const contact = contactDetectors.flatMap((detect) => detect(message));
  const other = otherDetectors.flatMap((detect) => detect(message));
  return { contact, other: [...other, ...findDisguisedWords(message, [...contact, ...other])] };
}

/** Everything that rules find in a message. */
export function findClues(
  message: ReadMessage,
  context: ScoreContext,
  { contact, other }: TextClues = findTextClues(message),
): Clue[] {
  if (mayShareContacts(context)) {
    return other.filter(isNotContact);
  }
  return [...findPhones(message, context), ...contact, ...other];
}

const isNotContact = ({ group }: Clue) => group !== 'contact';
