import * as z from 'zod';
import { AppError } from '../errors.ts';
import { storableText } from '../text/storable-text.ts';
import { readPublicKey } from './identity.ts';

const base64 = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[A-Za-z0-9+/]+={0,2}$/, 'must be base64');
const id = z.uuid().transform((value) => value.toLowerCase());
const version = z.int().min(1).max(1_000_000);
const recoveryKind = z.enum(['key', 'passphrase']);

export const sealedBodySchema = z.object({
  kind: z.literal('sealed'),
  /** docs/encryption.md has the bytes. */
  envelope: base64(32_768).min(300),
  commitment: z.string().regex(/^[A-Za-z0-9+/]{43}=$/, 'must be base64 of 32 bytes'),
});

export const publishKeySchema = z.object({
  version,
  publicKey: z.string().refine(isPublicKey, 'must be a public key that a secret can be agreed on with'),
  recovery: z
    .array(z.object({ kind: recoveryKind, wrapped: base64(20_000).min(100) }))
    .min(1)
    .max(2),
});

export const storeRecoverySchema = z.object({ keyVersion: version, wrapped: base64(20_000).min(100) });

/** Of the address. Throws `not_found`. */
export function readRecoveryKind(text: string): 'key' | 'passphrase' {
  const kind = recoveryKind.safeParse(text);
  if (!kind.success) {
    throw new AppError('not_found', 'There is no such thing here');
  }
  return kind.data;
}

/** What somebody reveals of a sealed message, and the countersignature that came with it. */
export const revealedSchema = z.object({
  messageId: id,
  conversationId: id,
  senderId: id,
  text: storableText().max(20_000),
  frankingKey: storableText().max(100),
  commitment: storableText().max(100),
  recipients: z
    .array(z.object({ userId: id, version }))
    .min(1)
    .max(10),
  countersignature: z.object({ at: z.int().min(0), signature: storableText().max(100) }),
});

function isPublicKey(text: string): boolean {
  try {
    return readPublicKey(text).length === 32;
  } catch {
    return false;
  }
}
