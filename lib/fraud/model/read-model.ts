import { modelWeights } from './model-weights.ts';

/** Logistic regression over hashed words. */
export interface Model {
  bias: number;
  /** What one step of a weight is worth. */
  scale: number;
  weights: Int8Array;
  /** Below these log-odds the model says nothing. */
  silentUpTo: number;
  /** From there on, what one unit counts as a finding. */
  slope: number;
}

let model: Model | undefined;

/** The trained model. Unpacked once, at the first message. */
export function readModel(): Model {
  if (!model) {
    const { weights, ...rest } = modelWeights;
    const bytes = atob(weights);
    model = { ...rest, weights: Int8Array.from(bytes, (byte) => (byte.charCodeAt(0) << 24) >> 24) };
  }
  return model;
}
