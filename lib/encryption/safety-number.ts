import { sha512 } from '@noble/hashes/sha2.js';
import { concat, uuidBytes } from './bytes.ts';
import { readPublicKey } from './identity.ts';

const rounds = 5_200;

/**
 * Sixty digits that two people compare: the same for both, another one when either key is another. Signal's numeric
 * fingerprint, version 0: docs/encryption.md names the source.
 */
export function safetyNumber(
  one: { userId: string; publicKey: string },
  other: { userId: string; publicKey: string },
): string {
  return [one, other]
    .map(({ userId, publicKey }) => fingerprint(uuidBytes(userId), readPublicKey(publicKey)))
    .sort()
    .join('');
}

/** One person's half: thirty digits from 5,200 rounds of SHA-512, which make finding a second key for the same digits dear. */
export function fingerprint(stableId: Uint8Array, publicKey: Uint8Array): string {
  let hash: Uint8Array = concat(Uint8Array.of(0, 0), publicKey, stableId);
  for (let round = 0; round < rounds; round += 1) {
    hash = sha512(concat(hash, publicKey));
  }
  return [0, 5, 10, 15, 20, 25].map((start) => fiveDigits(hash.subarray(start, start + 5))).join('');
}

function fiveDigits(bytes: Uint8Array): string {
  const value = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  return String(value % 100_000).padStart(5, '0');
}
