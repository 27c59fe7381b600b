import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Addresses } from '../local/addresses';

/** The stack that the tests were started on, or the one that is running here. */
export const addresses: Addresses = JSON.parse(
  process.env.LENDLINE_ADDRESSES ??
    readFileSync(join(import.meta.dirname, '../.local/addresses.json'), 'utf8'),
);
