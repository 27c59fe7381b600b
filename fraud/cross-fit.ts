import { wordingLogit } from '../lib/fraud/model/find-wording.ts';
import type { Model } from '../lib/fraud/model/read-model.ts';
import { honestExamples, toExample } from './examples.ts';
import { type Example, fitModel } from './fit-model.ts';
import { kindOf, type Row } from './read-rows.ts';
import { partOf } from './split.ts';

/** The share of negotiation messages that the model alone may flag. */
const flaggedShare = 0.0012;
/** Below the flagging threshold by this much (log-odds), the model says nothing. */
const silence = 1.5;
/** What counts as enough for a safety note. */
const enough = 3;

export interface CrossFit {
  /** The model that hasn't read this row's conversation. */
  modelFor(row: Row): Model;
  /** Where a model begins to speak, and how loud. */
  voice: Pick<Model, 'silentUpTo' | 'slope'>;
}

/** As many models as folds, each trained on the rows of the others, and a threshold from what they say about theirs. */
export function crossFit(rows: readonly Row[], folds: number): CrossFit {
  const examples = rows.map(toExample);
  const foldOf = (row: Row) => partOf(row) % folds;
  const models = Array.from({ length: folds }, (_, fold) =>
    fitAll(examples.filter((_, at) => foldOf(rows[at] as Row) !== fold)),
  );
  const modelFor = (row: Row) => models[foldOf(row)] as Model;
  const logits = rows.flatMap((row, at) =>
    kindOf(row) === 'negotiation' ? [logitOf(examples[at] as Example, modelFor(row))] : [],
  );
  return {
    modelFor,
    voice: { silentUpTo: findThreshold(logits) - silence, slope: enough / silence },
  };
}

/** A model of these examples and the made-up honest messages. */
export function fitAll(examples: readonly Example[]): Model {
  return fitModel([...examples, ...honestExamples].filter(({ weight }) => weight > 0));
}

/** The log-odds that the wanted share exceeds. */
function findThreshold(logits: number[]): number {
  logits.sort((a, b) => b - a);
  // Few are so high, and far apart: between two of them, not at one.
  const place = logits.length * flaggedShare;
  const [above = 0, below = above] = logits.slice(Math.floor(place));
  return above + (below - above) * (place % 1);
}

function logitOf({ indexes }: Example, model: Model): number {
  return wordingLogit(
    Array.from(indexes, (index) => ({ index })),
    model,
  );
}
