import type { Clue, ReadMessage } from '../detectors/detector.ts';
import { rawSpan } from '../views/view.ts';
import { type Feature, readFeatures } from './features.ts';
import { type Model, readModel } from './read-model.ts';

/** Enough for a safety note, too little for more: what a model says can't be pointed at. */
const highestWeight = 4.6;
/** Less than this isn't worth a word. */
const lowestWeight = 0.3;
/** A price or an "ok" has no wording. A word is two features. */
const fewestFeatures = 5;

/** What the wording as a whole says; its evidence is the pair of words that weighs most. */
export function findWording({ raw, full }: ReadMessage, model: Model = readModel()): Clue[] {
  const features = readFeatures(full);
  const weight = Math.min((wordingLogit(features, model) - model.silentUpTo) * model.slope, highestWeight);
  const [first, ...others] = features.filter(({ isPair }) => isPair);
  if (
    !first ||
    weight < lowestWeight ||
    features.length < fewestFeatures ||
    raw === '' ||
    isMostlyFigures(full.text)
  ) {
    return [];
  }
  const strongest = others.reduce(
    (best, feature) => (weightOf(feature, model) > weightOf(best, model) ? feature : best),
    first,
  );
  return [
    { id: 'wording.scam', group: 'wording', weight, span: rawSpan(full, strongest.start, strongest.end) },
  ];
}

/** Days, sizes and sums have no wording either. */
function isMostlyFigures(text: string): boolean {
  const figures = text.match(/\p{N}/gu)?.length ?? 0;
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  return letters <= 1.2 * figures;
}

/** The model's log-odds, before it is shifted so that ordinary messages count nothing. */
export function wordingLogit(features: readonly Pick<Feature, 'index'>[], model: Model): number {
  let sum = 0;
  for (const { index } of features) {
    sum += model.weights[index] ?? 0;
  }
  return model.bias + sum * model.scale * normOf(features.length);
}

/** Makes long texts comparable with short ones, and few words count for little. */
export function normOf(featureCount: number): number {
  return 1 / Math.sqrt(featureCount + 30);
}

function weightOf(feature: Feature, model: Model): number {
  return model.weights[feature.index] ?? 0;
}
