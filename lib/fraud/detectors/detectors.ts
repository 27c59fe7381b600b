import type { ScoreContext } from '../verdict.ts';
import { type Clue, type Detector, findPattern, type Pattern } from './detector.ts';
import { findEmails } from './find-emails.ts';
import { findEvasion } from './find-evasion.ts';
import { findLinks } from './find-links.ts';
import { findPhones } from './find-phones.ts';
import { findProfanity } from './find-profanity.ts';
import { moneyPatterns } from './money-patterns.ts';
import { contactPatterns, pressurePatterns } from './word-patterns.ts';

const findWords =
  (patterns: readonly Pattern[]): Detector =>
  ({ full }) =>
    patterns.flatMap((pattern) => findPattern(full, pattern));

/** Once a rental is confirmed, people have to find each other: sharing contact details is normal. */
const mayShareContacts = ({ rentalStatus }: ScoreContext) =>
  rentalStatus === 'confirmed' || rentalStatus === 'picked_up';

const contactDetectors: readonly Detector[] = [findPhones, findEmails, findWords(contactPatterns)];
const otherDetectors: readonly Detector[] = [
  findLinks,
  findWords(moneyPatterns),
  findWords(pressurePatterns),
  findProfanity,
  findEvasion,
];

/** Everything that rules find in a message. */
export const findClues: Detector = (message, context) => {
  const others = otherDetectors.flatMap((detect) => detect(message, context));
  if (mayShareContacts(context)) {
    return others.filter(isNotContact);
  }
  return [...contactDetectors.flatMap((detect) => detect(message, context)), ...others];
};

const isNotContact = ({ group }: Clue) => group !== 'contact';
