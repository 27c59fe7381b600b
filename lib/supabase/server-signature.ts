import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Body, MessageKind } from '../messages/message.ts';

/** How long a signature may be used. The database allows 30 s more for clocks that differ. */
const validSeconds = 120;

export interface SignedVerdict {
  action: string;
  /** 0 to 100. */
  score: number;
  /** Ids of the findings behind the score. */
  reasons: string[];
  /** Seconds since 1970. */
  expiresAt: number;
  /** HMAC-SHA256, hex. */
  signature: string;
  /** What is kept besides, as JSON, signed by itself: see `private.keep_notice`. */
  notice?: string;
  noticeSignature?: string;
}

/** What people say. Events are the database's to write: no signature lets one in. Of an offer its terms, not what becomes of it. */
type SignedBody =
  | Extract<Body, { kind: 'plain' | 'sealed' }>
  | Pick<
      Extract<Body, { kind: 'offer' }>,
      'kind' | 'startsOn' | 'endsOn' | 'priceMinor' | 'depositMinor' | 'currency' | 'text'
    >;

export interface ScoredMessage {
  senderId: string;
  /** Of questions and answers the gear. */
  conversationId: string;
  messageId: string;
  kind: MessageKind | 'question' | 'answer';
  body: SignedBody;
  action: string;
  score: number;
  reasons: string[];
  notice?: string | undefined;
}

export type PermitPurpose =
  | 'start-conversation'
  | 'unsend-message'
  | 'hide-message'
  | 'react-to-message'
  | 'move-markers'
  | 'start-group'
  | 'invite-people'
  | 'withdraw-invitation'
  | 'answer-invitation'
  | 'name-group'
  | 'end-participation'
  | 'find-people'
  | 'publish-encryption-key'
  | 'store-encryption-recovery'
  | 'agree-to-sealing'
  | 'decline-sealing'
  | 'save-reply'
  | 'delete-reply'
  | 'change-places'
  | 'save-label'
  | 'delete-label'
  | 'request-rental'
  | 'change-rental'
  | 'settle-offer'
  | 'remove-question'
  | 'keep-notice'
  | 'read-score-context'
  | 'block-person'
  | 'report'
  | 'appeal'
  | 'moderate'
  | 'attach-revealed';

const keys = new Map<string, Uint8Array>();

/**
 * Signs that the server has scored exactly this message. The insert policy of `messages` asks for it, and `edit_message` for
 * that of the new text; `private.verdict_statement` in the migrations writes the same lines.
 */
export async function signVerdict(
  keyBase64: string,
  message: ScoredMessage,
  now = Date.now(),
): Promise<SignedVerdict> {
  const { action, score, reasons } = message;
  const expiresAt = Math.floor(now / 1000) + validSeconds;
  const digest = sha256(utf8ToBytes([message.kind, ...signedLines(message.body)].join('\n')));
  const signature = sign(keyBase64, [
    'lendline-verdict-1',
    message.senderId,
    message.conversationId,
    message.messageId,
    expiresAt,
    score,
    action,
    reasons.join(','),
    bytesToHex(digest),
  ]);
  return { action, score, reasons, expiresAt, signature, ...signNotice(keyBase64, message, expiresAt) };
}

function signNotice(keyBase64: string, { senderId, messageId, notice }: ScoredMessage, expiresAt: number) {
  if (notice === undefined) {
    return {};
  }
  const subject = `${messageId} ${bytesToHex(sha256(utf8ToBytes(notice)))}`;
  const lines = ['lendline-permit-1', 'keep-notice' satisfies PermitPurpose, senderId, subject, expiresAt];
  return { notice, noticeSignature: sign(keyBase64, lines) };
}

/** What of a body the signature is over. The last line is the text, so that none can be taken for another line. */
function signedLines(body: SignedBody): (string | number)[] {
  switch (body.kind) {
    case 'plain':
      return [body.kind, body.text];
    case 'sealed':
      return [body.kind, body.envelope, body.commitment];
    case 'offer': {
      const { startsOn, endsOn, priceMinor, depositMinor, currency, text } = body;
      return [body.kind, startsOn, endsOn, priceMinor, depositMinor, currency, text];
    }
  }
}

/**
 * Signs that the server lets this person do this one thing. `private.require_permit` in the migrations asks for it;
 * `private.permit_statement` writes the same lines.
 */
export async function signPermit(
  keyBase64: string,
  permit: { purpose: PermitPurpose; userId: string; subject: string },
  now = Date.now(),
): Promise<{ p_expires_at: number; p_signature: string }> {
  const expiresAt = Math.floor(now / 1000) + validSeconds;
  const lines = ['lendline-permit-1', permit.purpose, permit.userId, permit.subject, expiresAt];
  return { p_expires_at: expiresAt, p_signature: sign(keyBase64, lines) };
}

// Not Web Crypto: what it hands to another thread and back takes several times as long as signing a few lines here.
function sign(keyBase64: string, lines: (string | number)[]): string {
  return bytesToHex(hmac(sha256, keyOf(keyBase64), utf8ToBytes(lines.join('\n'))));
}

function keyOf(keyBase64: string): Uint8Array {
  let key = keys.get(keyBase64);
  if (!key) {
    key = Uint8Array.from(atob(keyBase64), (character) => character.charCodeAt(0));
    keys.set(keyBase64, key);
  }
  return key;
}
