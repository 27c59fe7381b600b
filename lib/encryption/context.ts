import { sha256 } from '@noble/hashes/sha2.js';
import { concat, uint32, utf8, uuidBytes } from './bytes.ts';

export const envelopeVersion = 1;

/** The most people that a message is sealed to, its sender among them. */
export const maxRecipients = 10;

/** To whom, and to which of their keys. */
export interface RecipientKey {
  userId: string;
  version: number;
}

/** Where a sealed message belongs. Opened anywhere else, it isn't genuine. */
export interface MessageContext {
  conversationId: string;
  messageId: string;
  senderId: string;
  /** In the order of their ids. */
  recipients: readonly RecipientKey[];
}

/** SHA-256 over everything that says where a message belongs; docs/encryption.md has the bytes. */
export function hashContext(context: MessageContext): Uint8Array {
  return sha256(
    concat(
      utf8('lendline-sealed'),
      Uint8Array.of(envelopeVersion),
      uuidBytes(context.conversationId),
      uuidBytes(context.messageId),
      uuidBytes(context.senderId),
      Uint8Array.of(context.recipients.length),
      ...context.recipients.flatMap(({ userId, version }) => [uuidBytes(userId), uint32(version)]),
    ),
  );
}
