import type { SealedBody } from '../messages/message.ts';
import { fromBase64, toBase64 } from './bytes.ts';
import { hashContext, type MessageContext, type RecipientKey } from './context.ts';
import { readEnvelope } from './envelope.ts';
import { isCommittedTo } from './franking.ts';
import type { OpenedMessage } from './open-message.ts';
import { writePayload } from './payload.ts';
import { isSealingError } from './sealing-error.ts';

/** What somebody who reports a sealed message reveals of it: this message, and nothing that opens another. */
export interface RevealedMessage {
  text: string;
  /** Base64. */
  frankingKey: string;
  /** Base64. */
  commitment: string;
  recipients: readonly RecipientKey[];
}

export function revealMessage(body: SealedBody, opened: OpenedMessage): RevealedMessage {
  return {
    text: opened.text,
    frankingKey: toBase64(opened.frankingKey),
    commitment: body.commitment,
    recipients: readEnvelope(body.envelope).keys.map(({ userId, version }) => ({ userId, version })),
  };
}

/**
 * Whether this text is what its commitment was made for, in this place. That the commitment is the sender's, at that time, is what the
 * server's countersignature says; both together verify a report.
 */
export function isRevealedTruly(
  { text, frankingKey, commitment, recipients }: RevealedMessage,
  place: Omit<MessageContext, 'recipients'>,
): boolean {
  try {
    return isCommittedTo(fromBase64(commitment), {
      payload: writePayload(text),
      contextHash: hashContext({ ...place, recipients }),
      frankingKey: fromBase64(frankingKey),
    });
  } catch (error) {
    if (isSealingError(error)) {
      return false;
    }
    throw error;
  }
}
