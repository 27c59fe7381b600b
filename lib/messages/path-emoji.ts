import { parseInput } from '../http/read-json.ts';
import { reactionSchema } from './schemas.ts';

/** An emoji from the address, percent-encoded or not. Throws `invalid_input` for anything else than exactly one. */
export function pathEmoji(value: string): string {
  return parseInput(reactionSchema, { emoji: decode(value) }).emoji;
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    // Not the encoding of anything, and so no emoji either.
    return value;
  }
}
