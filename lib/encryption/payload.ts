import { concat, utf8 } from './bytes.ts';
import { SealingError } from './sealing-error.ts';

const textKind = 1;

/** The canonical bytes of what a message says: a kind, and its UTF-8. */
export function writePayload(text: string): Uint8Array {
  if (!text.isWellFormed()) {
    throw new SealingError('malformed');
  }
  return concat(Uint8Array.of(textKind), utf8(text));
}

/** Throws `malformed` for a kind that this version doesn't know, and for broken UTF-8. */
export function readPayload(payload: Uint8Array): string {
  if (payload[0] !== textKind) {
    throw new SealingError('malformed');
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(payload.subarray(1));
  } catch {
    throw new SealingError('malformed');
  }
}
