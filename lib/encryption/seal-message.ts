import { sha256 } from '@noble/hashes/sha2.js';
import nacl from 'tweetnacl';
import type { SealedBody } from '../messages/message.ts';
import { concat, randomBytes, toBase64 } from './bytes.ts';
import { hashContext, maxRecipients } from './context.ts';
import { nonceLength, writeEnvelope } from './envelope.ts';
import { commitTo, frankingKeyLength } from './franking.ts';
import type { Identity, PublishedKey } from './identity.ts';
import { pad } from './padding.ts';
import { writePayload } from './payload.ts';
import { SealingError } from './sealing-error.ts';
import { sharedKey } from './shared-keys.ts';

export interface ToSeal {
  conversationId: string;
  messageId: string;
  text: string;
  sender: Identity;
  /** Everybody who shall be able to open it; their sender is added when missing. */
  recipients: readonly PublishedKey[];
}

/**
 * Seals a text: once with a new content key, and that key for each recipient, beside the hashes that tie it to this ciphertext
 * and this place. Without them every recipient could write in the sender's name: they all know the content key.
 * Throws `recipients`, `weak_key`, `malformed`.
 */
export function sealMessage({ conversationId, messageId, text, sender, recipients }: ToSeal): SealedBody {
  const keys = sortedKeys(sender, recipients);
  const contextHash = hashContext({ conversationId, messageId, senderId: sender.userId, recipients: keys });
  const payload = writePayload(text);
  const frankingKey = randomBytes(frankingKeyLength);
  const contentKey = randomBytes(nacl.secretbox.keyLength);
  const nonce = randomBytes(nonceLength);
  const ciphertext = nacl.secretbox(pad(concat(frankingKey, payload)), nonce, contentKey);
  const secret = concat(contentKey, sha256(concat(nonce, ciphertext)), contextHash);
  const envelope = writeEnvelope({
    keys: keys.map(({ userId, version, publicKey }) => {
      const boxNonce = randomBytes(nonceLength);
      const box = nacl.box.after(secret, boxNonce, sharedKey(sender, publicKey));
      return { userId, version, nonce: boxNonce, box };
    }),
    nonce,
    ciphertext,
  });
  return {
    kind: 'sealed',
    envelope: toBase64(envelope),
    commitment: toBase64(commitTo(payload, contextHash, frankingKey)),
  };
}

function sortedKeys(sender: Identity, recipients: readonly PublishedKey[]) {
  const mine = { userId: sender.userId, version: sender.version, publicKey: toBase64(sender.publicKey) };
  const others = recipients.filter(({ userId }) => userId !== sender.userId);
  if (new Set(others.map(({ userId }) => userId)).size !== others.length || others.length >= maxRecipients) {
    throw new SealingError('recipients');
  }
  return [mine, ...others].sort((a, b) => (a.userId < b.userId ? -1 : 1));
}
