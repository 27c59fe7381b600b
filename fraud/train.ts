import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Model } from '../lib/fraud/model/read-model.ts';
import { crossFit, fitAll } from './cross-fit.ts';
import { toExample } from './examples.ts';
import { readRows } from './read-rows.ts';
import { isHeldOut } from './split.ts';

// Trains the model on the part of a folder that is not held out, and writes its weights.
//
//   npm run train:fraud -- path/to/folder [--out file]

const folds = 4;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string', default: 'lib/fraud/model/model-weights.ts' } },
});
const folder = positionals[0];
if (!folder) {
  console.error('Say which folder: npm run train:fraud -- path/to/folder');
  process.exit(1);
}

const rows = readRows(folder).filter((row) => !isHeldOut(row));
const { voice } = crossFit(rows, folds);
const model = { ...fitAll(rows.map(toExample)), ...voice };
writeFileSync(values.out, toModule(model));
console.log(`${rows.length} rows, silent up to ${model.silentUpTo.toFixed(3)}: ${values.out}`);

function toModule({ weights, ...rest }: Model): string {
  const numbers = Object.entries(rest).map(([name, value]) => `  ${name}: ${Number(value.toPrecision(7))},`);
  return [
    '// Written by fraud/train.ts; see docs/fraud.md.',
    'export const modelWeights = {',
    ...numbers,
    `  weights:\n    '${Buffer.from(weights.buffer).toString('base64')}',`,
    '};',
    '',
  ].join('\n');
}
