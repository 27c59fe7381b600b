import { readBytes } from './byte-reader.ts';
import { type Bytes, concat, uint32 } from './bytes.ts';
import { type Identity, identityFrom } from './identity.ts';
import { SealingError } from './sealing-error.ts';

/** A person's secret keys, oldest first: the last one seals, all of them open. */
export function writeKeyring(identities: readonly Identity[]): Bytes {
  return concat(
    Uint8Array.of(1, identities.length),
    ...identities.flatMap(({ version, secretKey }) => [uint32(version), secretKey]),
  );
}

/** Throws `malformed`. */
export function readKeyring(userId: string, bytes: Uint8Array): Identity[] {
  const reader = readBytes(bytes);
  if (reader.uint8() !== 1) {
    throw new SealingError('malformed');
  }
  const identities = Array.from({ length: reader.uint8() }, () =>
    identityFrom(userId, reader.uint32(), reader.take(32)),
  );
  if (!reader.isAtEnd || identities.length === 0) {
    throw new SealingError('malformed');
  }
  return identities;
}
