import { type Bytes, uuidFrom } from './bytes.ts';
import { SealingError } from './sealing-error.ts';

/** Takes a record apart from its beginning. Every step throws `malformed` when there isn't enough left. */
export function readBytes(bytes: Uint8Array) {
  let offset = 0;

  function take(length: number): Bytes {
    if (offset + length > bytes.length) {
      throw new SealingError('malformed');
    }
    offset += length;
    return new Uint8Array(bytes.subarray(offset - length, offset));
  }

  return {
    take,
    uint8: () => take(1)[0] ?? 0,
    uint32: () => new DataView(take(4).buffer).getUint32(0),
    uuid: () => uuidFrom(take(16)),
    rest: () => take(bytes.length - offset),
    get isAtEnd() {
      return offset === bytes.length;
    },
  };
}
