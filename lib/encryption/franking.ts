import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concat, isSame, utf8 } from './bytes.ts';

export const frankingKeyLength = 32;

/**
 * Ties a sender to one text in one place, without telling the text: HMAC-SHA256 with a key that travels sealed. HMAC fills short
 * keys up with zeros, so a key of any other length than 32 bytes could be a second one for the same commitment.
 */
export function commitTo(payload: Uint8Array, contextHash: Uint8Array, frankingKey: Uint8Array): Uint8Array {
  return hmac(sha256, frankingKey, concat(utf8('lendline-franking'), Uint8Array.of(1), contextHash, payload));
}

/** Whether this is the text, and the place, that was committed to. */
export function isCommittedTo(
  commitment: Uint8Array,
  opened: { payload: Uint8Array; contextHash: Uint8Array; frankingKey: Uint8Array },
): boolean {
  return (
    commitment.length === 32 &&
    opened.frankingKey.length === frankingKeyLength &&
    isSame(commitment, commitTo(opened.payload, opened.contextHash, opened.frankingKey))
  );
}
