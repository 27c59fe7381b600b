import { readBytes } from './byte-reader.ts';
import { concat, uint32 } from './bytes.ts';
import { SealingError } from './sealing-error.ts';

/** Steps of 256 bytes up to 1,024, of 1,024 beyond: what a length tells is which step. */
function paddedLength(length: number): number {
  const step = length <= 1_024 ? 256 : 1_024;
  return Math.ceil(length / step) * step;
}

/** Length, content, zeros. */
export function pad(content: Uint8Array): Uint8Array {
  const padded = new Uint8Array(paddedLength(4 + content.length));
  padded.set(concat(uint32(content.length), content));
  return padded;
}

/** Throws `malformed` unless `pad` gives exactly this. */
export function unpad(padded: Uint8Array): Uint8Array {
  const reader = readBytes(padded);
  const content = reader.take(reader.uint32());
  if (padded.length !== paddedLength(4 + content.length) || reader.rest().some((byte) => byte !== 0)) {
    throw new SealingError('malformed');
  }
  return content;
}
