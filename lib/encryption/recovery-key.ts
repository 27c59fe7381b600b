import { sha256 } from '@noble/hashes/sha2.js';
import { type Bytes, concat, randomBytes } from './bytes.ts';
import { SealingError } from './sealing-error.ts';

/** Crockford's: no I, L, O and U, which are taken for 1, 1, 0 and V. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** 152 random bits and 8 that notice typing errors, as eight groups of four. */
export function newRecoveryKey(): string {
  const secret = randomBytes(19);
  return write(concat(secret, checksum(secret)));
}

/** The key's random bytes, however it was typed. Throws `mistyped_recovery_key`. */
export function readRecoveryKey(typed: string): Bytes {
  const characters = typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .replaceAll(/[IL]/g, '1')
    .replaceAll('O', '0');
  const bytes = characters.length === 32 ? read(characters) : null;
  if (!bytes || checksum(bytes.subarray(0, 19))[0] !== bytes[19]) {
    throw new SealingError('mistyped_recovery_key');
  }
  return bytes.slice(0, 19);
}

function checksum(secret: Uint8Array): Uint8Array {
  return sha256(secret).subarray(0, 1);
}

function write(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  const characters = bits.match(/.{5}/g)?.map((five) => alphabet[Number.parseInt(five, 2)]) ?? [];
  return characters.join('').match(/.{4}/g)?.join('-') ?? '';
}

function read(characters: string): Bytes | null {
  const values = Array.from(characters, (character) => alphabet.indexOf(character));
  if (values.includes(-1)) {
    return null;
  }
  const bits = values.map((value) => value.toString(2).padStart(5, '0')).join('');
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (eight) => Number.parseInt(eight, 2));
}
