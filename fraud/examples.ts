import { readFeatures } from '../lib/fraud/model/features.ts';
import { readMessage } from '../lib/fraud/read-message.ts';
import type { Example } from './fit-model.ts';
import { honestMessages } from './honest-messages.ts';
import { kindOf, type Row } from './read-rows.ts';

/** How much a row counts. Replies are about the same things as scams, so they teach most, but they aren't all innocent. */
const rowWeights = { scam: 1, reply: 0.35, spam: 4, negotiation: 3, ordinary: 1, abusive: 0 };
const honestWeight = 5;

export function toExample(row: Row): Example {
  const kind = kindOf(row);
  return {
    indexes: readIndexes(row.text),
    isBad: kind === 'scam' || kind === 'spam',
    weight: rowWeights[kind],
  };
}

export const honestExamples: readonly Example[] = honestMessages.map((text) => ({
  indexes: readIndexes(text),
  isBad: false,
  weight: honestWeight,
}));

function readIndexes(text: string): Uint16Array {
  return Uint16Array.from(readFeatures(readMessage(text).full), ({ index }) => index);
}
