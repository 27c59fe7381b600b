import nacl from 'tweetnacl';
import type { Identity } from './identity.ts';
import { readPublicKey } from './identity.ts';

const sharedKeys = new WeakMap<Uint8Array, Map<string, Uint8Array>>();

/**
 * The key that a pair of people has in common, for `nacl.box.after` and `nacl.box.open.after`. Agreeing on it is what
 * takes time; it is remembered for as long as the identity is. Throws `malformed`, `weak_key`.
 */
export function sharedKey(mine: Pick<Identity, 'secretKey'>, publicKey: string): Uint8Array {
  const known = sharedKeys.get(mine.secretKey) ?? new Map<string, Uint8Array>();
  sharedKeys.set(mine.secretKey, known);
  const shared = known.get(publicKey) ?? nacl.box.before(readPublicKey(publicKey), mine.secretKey);
  known.set(publicKey, shared);
  return shared;
}
