import { readBytes } from './byte-reader.ts';
import { concat, fromBase64, uint32, uuidBytes } from './bytes.ts';
import { envelopeVersion, maxRecipients, type RecipientKey } from './context.ts';
import { SealingError } from './sealing-error.ts';

/** For one recipient: to which of their keys, and the sealed content key with the two hashes. */
interface EnvelopeKey extends RecipientKey {
  nonce: Uint8Array;
  box: Uint8Array;
}

export interface Envelope {
  keys: readonly EnvelopeKey[];
  nonce: Uint8Array;
  ciphertext: Uint8Array;
}

export const nonceLength = 24;
/** Content key, hash of the ciphertext, hash of the context; and NaCl's 16 bytes. */
const boxLength = 3 * 32 + 16;

export function writeEnvelope({ keys, nonce, ciphertext }: Envelope): Uint8Array {
  return concat(
    Uint8Array.of(envelopeVersion, keys.length),
    ...keys.flatMap((key) => [uuidBytes(key.userId), uint32(key.version), key.nonce, key.box]),
    nonce,
    ciphertext,
  );
}

/** Throws `malformed` unless `writeEnvelope` could have written it: version, 1 to 10 people, in the order of their ids, each once. */
export function readEnvelope(envelope: string): Envelope {
  const reader = readBytes(fromBase64(envelope));
  const version = reader.uint8();
  const count = reader.uint8();
  if (version !== envelopeVersion || count < 1 || count > maxRecipients) {
    throw new SealingError('malformed');
  }
  const keys = Array.from({ length: count }, () => ({
    userId: reader.uuid(),
    version: reader.uint32(),
    nonce: reader.take(nonceLength),
    box: reader.take(boxLength),
  }));
  if (keys.some((key, index) => index > 0 && key.userId <= (keys[index - 1]?.userId ?? ''))) {
    throw new SealingError('malformed');
  }
  return { keys, nonce: reader.take(nonceLength), ciphertext: reader.rest() };
}
