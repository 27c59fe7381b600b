import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import nacl from 'tweetnacl';
import { concat, fromBase64, randomBytes, toBase64, utf8 } from './bytes.ts';
import type { Identity } from './identity.ts';
import { pad, unpad } from './padding.ts';
import { readPayload, writePayload } from './payload.ts';
import { SealingError } from './sealing-error.ts';

const nonceLength = 24;

/** For what waits on this device and isn't a message yet, such as a draft: sealed to oneself, for one place. */
export function sealAtRest(identity: Identity, place: string, text: string): string {
  const nonce = randomBytes(nonceLength);
  return toBase64(concat(nonce, nacl.secretbox(pad(writePayload(text)), nonce, keyFor(identity, place))));
}

/** Throws `not_genuine`, `malformed`. */
export function openAtRest(identity: Identity, place: string, sealed: string): string {
  const bytes = fromBase64(sealed);
  const nonce = bytes.subarray(0, nonceLength);
  if (nonce.length < nonceLength) {
    throw new SealingError('malformed');
  }
  const padded = nacl.secretbox.open(bytes.subarray(nonceLength), nonce, keyFor(identity, place));
  if (!padded) {
    throw new SealingError('not_genuine');
  }
  return readPayload(unpad(padded));
}

function keyFor(identity: Identity, place: string): Uint8Array {
  return hmac(sha256, identity.secretKey, utf8(`lendline-at-rest\n${place}`));
}
