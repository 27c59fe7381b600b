import nacl from 'tweetnacl';
import { fromBase64, randomBytes } from './bytes.ts';
import { SealingError } from './sealing-error.ts';

/** A public key as it is published. A person's versions go up by one. */
export interface PublishedKey {
  userId: string;
  version: number;
  /** X25519, base64 of 32 bytes. */
  publicKey: string;
  /** ISO 8601. */
  createdAt: string;
}

/** The key pair that a person seals and opens with. The secret half stays on their devices. */
export interface Identity {
  userId: string;
  version: number;
  publicKey: Uint8Array;
  secretKey: Uint8Array;
}

export function newIdentity(userId: string, version: number): Identity {
  return identityFrom(userId, version, randomBytes(32));
}

export function identityFrom(userId: string, version: number, secretKey: Uint8Array): Identity {
  return { userId, version, ...nacl.box.keyPair.fromSecretKey(secretKey) };
}

const anyScalar = new Uint8Array(32).fill(0x5a);

/**
 * Whether a secret can be agreed on with this key. X25519 multiplies by a multiple of the cofactor, so that with a point of low
 * order everybody gets zero, whatever their secret key (RFC 7748, 6.1): one try shows it, in every encoding.
 */
export function isSafePublicKey(publicKey: Uint8Array): boolean {
  return publicKey.length === 32 && nacl.scalarMult(anyScalar, publicKey).some((byte) => byte !== 0);
}

/** A published key's bytes. Throws `malformed`, `weak_key`. */
export function readPublicKey(publicKey: string): Uint8Array {
  const bytes = fromBase64(publicKey);
  if (bytes.length !== 32) {
    throw new SealingError('malformed');
  }
  if (!isSafePublicKey(bytes)) {
    throw new SealingError('weak_key');
  }
  return bytes;
}
