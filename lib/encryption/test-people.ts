import type { SealedBody } from '../messages/message.ts';
import { toBase64 } from './bytes.ts';
import { type Identity, newIdentity, type PublishedKey } from './identity.ts';
import { type OpenedMessage, openMessage } from './open-message.ts';
import { sealMessage } from './seal-message.ts';

export const conversationId = 'c0000000-0000-4000-8000-000000000001';
export const messageId = 'd0000000-0000-4000-8000-000000000001';

export const ana = newIdentity('a0000000-0000-4000-8000-00000000000a', 1);
export const ben = newIdentity('a0000000-0000-4000-8000-00000000000b', 1);
export const cara = newIdentity('a0000000-0000-4000-8000-00000000000c', 1);

export function publishedKey(identity: Identity): PublishedKey {
  const { userId, version, publicKey } = identity;
  return { userId, version, publicKey: toBase64(publicKey), createdAt: '2026-01-01T00:00:00Z' };
}

/** From `sender` to everybody in `recipients`. */
export function seal(text: string, sender = ana, recipients: readonly Identity[] = [ana, ben]): SealedBody {
  return sealMessage({ conversationId, messageId, text, sender, recipients: recipients.map(publishedKey) });
}

/** As `reader` opens what arrived as `sender`'s message. */
export function open(
  body: SealedBody,
  reader = ben,
  { sender = ana, ...place }: { sender?: Identity; conversationId?: string; messageId?: string } = {},
): OpenedMessage {
  return openMessage({
    conversationId,
    messageId,
    ...place,
    senderId: sender.userId,
    body,
    identities: [reader],
    findSenderKey: (version) => (version === sender.version ? toBase64(sender.publicKey) : null),
  });
}

/** The code of the SealingError that this throws. */
export function failureOf(attempt: () => unknown): unknown {
  try {
    attempt();
  } catch (error) {
    return (error as { code?: unknown }).code ?? error;
  }
  return 'nothing failed';
}
