import { combine } from '../lib/fraud/combine.ts';
import { findClues } from '../lib/fraud/detectors/detectors.ts';
import { readFeatures } from '../lib/fraud/model/features.ts';
import { wordingLogit } from '../lib/fraud/model/find-wording.ts';
import { readModel } from '../lib/fraud/model/read-model.ts';
import { readMessage } from '../lib/fraud/read-message.ts';
import { fitModel } from './fit-model.ts';
import type { Row } from './read-rows.ts';
import { context } from './scored.ts';

/** Simpler scorers: what the whole one has to beat. */
export function createControls(rows: readonly Row[]): [name: string, score: (text: string) => number][] {
  const model = readModel();
  const sms = rows.filter(({ set }) => set.startsWith('sms'));
  const smsModel = fitModel(
    sms.map(({ text, label }) => ({
      indexes: Uint16Array.from(indexesOf(text), ({ index }) => index),
      isBad: label === 'spam',
      weight: 1,
    })),
  );
  return [
    ['length only', (text) => text.length],
    ['rules only', (text) => combine(findClues(readMessage(text), context)).score],
    ['model only', (text) => wordingLogit(indexesOf(text), model)],
    ['trained on SMS only', (text) => wordingLogit(indexesOf(text), smsModel)],
  ];
}

const indexesOf = (text: string) => readFeatures(readMessage(text).full);
