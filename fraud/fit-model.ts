import { featureCount } from '../lib/fraud/model/features.ts';
import { normOf } from '../lib/fraud/model/find-wording.ts';
import type { Model } from '../lib/fraud/model/read-model.ts';
import { createRandom, shuffle } from './random.ts';

/** A text as the model sees it. */
export interface Example {
  indexes: Uint16Array;
  isBad: boolean;
  /** How much it counts. */
  weight: number;
}

const epochs = 8;
const rate = 0.2;
const decay = 1e-6;
/** Rare large weights are cut: one word must not decide, and the rest needs the resolution. */
const largestShare = 0.9995;
/** Weights of up to so many steps are noise; without them the file compresses better. */
const noise = 9;

/** Logistic regression by AdaGrad, its weights rounded to signed bytes. The same examples give the same model. */
export function fitModel(examples: readonly Example[], seed = 1): Model {
  const weights = new Float64Array(featureCount);
  const gradients = new Float64Array(featureCount).fill(1e-6);
  let bias = 0;
  let biasGradients = 1e-6;
  const order = [...examples];
  const random = createRandom(seed);
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    for (const { indexes, isBad, weight } of shuffle(order, random)) {
      const norm = normOf(indexes.length);
      let logit = 0;
      for (const index of indexes) {
        logit += weights[index] ?? 0;
      }
      const error = (1 / (1 + Math.exp(-(logit * norm + bias))) - (isBad ? 1 : 0)) * weight;
      for (const index of indexes) {
        const known = weights[index] ?? 0;
        const gradient = error * norm + decay * known;
        const sum = (gradients[index] ?? 0) + gradient * gradient;
        gradients[index] = sum;
        weights[index] = known - (rate * gradient) / Math.sqrt(sum);
      }
      biasGradients += error * error;
      bias -= (rate * error) / Math.sqrt(biasGradients);
    }
  }
  return quantise(weights, bias);
}

function quantise(weights: Float64Array, bias: number): Model {
  const sizes = Float64Array.from(weights, Math.abs).sort();
  const scale = (sizes[Math.floor(sizes.length * largestShare)] ?? 1) / 127;
  const bytes = Int8Array.from(weights, (weight) => {
    const steps = Math.round(weight / scale);
    return Math.abs(steps) <= noise ? 0 : Math.max(-127, Math.min(127, steps));
  });
  return { bias, scale, weights: bytes, silentUpTo: 0, slope: 1 };
}
