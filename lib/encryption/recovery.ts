import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import nacl from 'tweetnacl';
import { readBytes } from './byte-reader.ts';
import { type Bytes, concat, fromBase64, randomBytes, toBase64, uint32, utf8, uuidBytes } from './bytes.ts';
import type { Identity } from './identity.ts';
import { readKeyring, writeKeyring } from './keyring.ts';
import { readRecoveryKey } from './recovery-key.ts';
import { SealingError } from './sealing-error.ts';

/** OWASP's floor for PBKDF2-HMAC-SHA-256. A device keeps to it whatever a server says. */
const minIterations = 600_000;
/** More than that only keeps a device busy. */
const maxIterations = 10_000_000;
const minSaltLength = 16;
const minPassphraseLength = 12;
const nonceLength = 24;

type RecoveryKind = 'key' | 'passphrase';

/** How a person gets their keys back: the key that was generated for them, or words of their own. */
export interface RecoverySecret {
  kind: RecoveryKind;
  secret: string;
}

interface Header {
  kind: RecoveryKind;
  /** 0 for a recovery key, which can't be guessed. */
  iterations: number;
  salt: Uint8Array;
}

/** Throws `weak_passphrase` for what is short, or the same few letters again and again. */
function requireStrongPassphrase(passphrase: string): void {
  const characters = [...passphrase.normalize('NFKC').trim()];
  if (characters.length < minPassphraseLength || new Set(characters).size < 6) {
    throw new SealingError('weak_passphrase');
  }
}

/**
 * Wraps a person's secret keys, for the server to keep: only the secret unwraps them, and only for this person and the newest
 * version in them. Gives base64. Throws `weak_passphrase`, `mistyped_recovery_key`.
 */
export async function wrapKeyring(
  identities: readonly Identity[],
  { kind, secret }: RecoverySecret,
): Promise<string> {
  const newest = newestOf(identities);
  if (kind === 'passphrase') {
    requireStrongPassphrase(secret);
  }
  const header = {
    kind,
    iterations: kind === 'passphrase' ? minIterations : 0,
    salt: randomBytes(minSaltLength),
  };
  const key = await wrappingKey(header, secret, newest);
  const nonce = randomBytes(nonceLength);
  return toBase64(concat(writeHeader(header), nonce, nacl.secretbox(writeKeyring(identities), nonce, key)));
}

/**
 * The keys again. `owner` is who asks, and the version that the server says is their newest. Throws `weak_derivation` before
 * anything is derived, `wrong_recovery_secret`, `mistyped_recovery_key`, `malformed`.
 */
export async function unwrapKeyring(
  wrapped: string,
  { kind, secret }: RecoverySecret,
  owner: { userId: string; version: number },
): Promise<Identity[]> {
  const reader = readBytes(fromBase64(wrapped));
  const header = readHeader(reader);
  if (header.kind !== kind) {
    throw new SealingError('malformed');
  }
  const key = await wrappingKey(header, secret, owner);
  const nonce = reader.take(nonceLength);
  const keyring = nacl.secretbox.open(reader.rest(), nonce, key);
  if (!keyring) {
    throw new SealingError('wrong_recovery_secret');
  }
  const identities = readKeyring(owner.userId, keyring);
  if (newestOf(identities).version !== owner.version) {
    throw new SealingError('malformed');
  }
  return identities;
}

function newestOf(identities: readonly Identity[]): Identity {
  const newest = identities.at(-1);
  if (!newest) {
    throw new SealingError('malformed');
  }
  return newest;
}

function writeHeader({ kind, iterations, salt }: Header): Bytes {
  return concat(
    Uint8Array.of(1, kind === 'key' ? 1 : 2),
    uint32(iterations),
    Uint8Array.of(salt.length),
    salt,
  );
}

function readHeader(reader: ReturnType<typeof readBytes>): Header {
  const version = reader.uint8();
  const kind = ([undefined, 'key', 'passphrase'] as const)[reader.uint8()];
  const iterations = reader.uint32();
  const salt = reader.take(reader.uint8());
  if (version !== 1 || !kind) {
    throw new SealingError('malformed');
  }
  const isWeak =
    salt.length < minSaltLength ||
    (kind === 'passphrase' ? iterations < minIterations || iterations > maxIterations : iterations !== 0);
  if (isWeak) {
    throw new SealingError('weak_derivation');
  }
  return { kind, iterations, salt };
}

/** Bound to the header, the person and the version: a wrap that was moved or weakened has another key. */
async function wrappingKey(
  header: Header,
  secret: string,
  { userId, version }: { userId: string; version: number },
): Promise<Uint8Array> {
  const master =
    header.kind === 'key' ? readRecoveryKey(secret) : await derive(secret, header.salt, header.iterations);
  return hmac(
    sha256,
    master,
    concat(utf8('lendline-recovery'), writeHeader(header), uuidBytes(userId), uint32(version)),
  );
}

/** PBKDF2-HMAC-SHA-256, 32 bytes, by the browser's own implementation. */
export async function derive(passphrase: string, salt: Uint8Array, iterations: number): Promise<Uint8Array> {
  const material = await crypto.subtle.importKey(
    'raw',
    utf8(passphrase.normalize('NFKC').trim()),
    'PBKDF2',
    false,
    ['deriveBits'],
  );
  const bits = await crypto.subtle.deriveBits(
    { name: 'PBKDF2', hash: 'SHA-256', salt: new Uint8Array(salt), iterations },
    material,
    256,
  );
  return new Uint8Array(bits);
}
