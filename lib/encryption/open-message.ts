import { sha256 } from '@noble/hashes/sha2.js';
import nacl from 'tweetnacl';
import type { SealedBody } from '../messages/message.ts';
import { readBytes } from './byte-reader.ts';
import { concat, fromBase64, isSame } from './bytes.ts';
import { hashContext } from './context.ts';
import { type Envelope, readEnvelope } from './envelope.ts';
import { frankingKeyLength, isCommittedTo } from './franking.ts';
import type { Identity } from './identity.ts';
import { unpad } from './padding.ts';
import { readPayload } from './payload.ts';
import { SealingError } from './sealing-error.ts';
import { sharedKey } from './shared-keys.ts';

export interface ToOpen {
  conversationId: string;
  messageId: string;
  senderId: string;
  body: SealedBody;
  /** Mine, all versions that this device has. */
  identities: readonly Identity[];
  /** A public key of the sender's, base64; null when it isn't known or not trusted. */
  findSenderKey(version: number): string | null;
}

/** What was in a sealed message, and what proves to a moderator that it was. */
export interface OpenedMessage {
  text: string;
  frankingKey: Uint8Array;
}

/**
 * Opens a sealed message, or throws: `not_for_me`, `unknown_sender_key`, `not_genuine`, `commitment_mismatch`, `weak_key`,
 * `malformed`. It gives a text only when it is the sender's, for this place, and the one that they are committed to.
 */
export function openMessage(sealed: ToOpen): OpenedMessage {
  const envelope = readEnvelope(sealed.body.envelope);
  const commitment = fromBase64(sealed.body.commitment);
  const contextHash = hashContext({ ...sealed, recipients: envelope.keys });
  const contentKey = openKey(envelope, contextHash, sealed);
  const padded = nacl.secretbox.open(envelope.ciphertext, envelope.nonce, contentKey);
  if (!padded) {
    throw new SealingError('not_genuine');
  }
  const content = readBytes(unpad(padded));
  const frankingKey = content.take(frankingKeyLength);
  const payload = content.rest();
  if (!isCommittedTo(commitment, { payload, contextHash, frankingKey })) {
    throw new SealingError('commitment_mismatch');
  }
  return { text: readPayload(payload), frankingKey };
}

/** The content key, from my own box: it must be the sender's, for this ciphertext, in this place. */
function openKey(envelope: Envelope, contextHash: Uint8Array, sealed: ToOpen): Uint8Array {
  const { box, nonce, mine } = findMine(envelope, sealed.identities);
  const senderVersion = envelope.keys.find(({ userId }) => userId === sealed.senderId)?.version;
  const senderKey = senderVersion === undefined ? null : sealed.findSenderKey(senderVersion);
  if (senderKey === null) {
    throw new SealingError('unknown_sender_key');
  }
  const opened = nacl.box.open.after(box, nonce, sharedKey(mine, senderKey));
  if (!opened) {
    throw new SealingError('not_genuine');
  }
  const secret = readBytes(opened);
  const contentKey = secret.take(32);
  const isGenuine =
    isSame(secret.take(32), sha256(concat(envelope.nonce, envelope.ciphertext))) &&
    isSame(secret.take(32), contextHash);
  if (!isGenuine) {
    throw new SealingError('not_genuine');
  }
  return contentKey;
}

function findMine(envelope: Envelope, identities: readonly Identity[]) {
  for (const mine of identities) {
    const key = envelope.keys.find(
      ({ userId, version }) => userId === mine.userId && version === mine.version,
    );
    if (key) {
      return { ...key, mine };
    }
  }
  throw new SealingError('not_for_me');
}
