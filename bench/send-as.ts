import type { JSONValue, Sql } from 'postgres';
import { score } from '../lib/fraud/score.ts';
import { limits, newcomerMessagesBeforeReply } from '../lib/rate-limits/limits.ts';
import { type SignedVerdict, signVerdict } from '../lib/supabase/server-signature.ts';

/** A message that the server has scored and signed, ready for the database. */
export interface SignedMessage {
  id: string;
  conversationId: string;
  senderId: string;
  body: { kind: 'plain'; text: string };
  verdict: SignedVerdict;
}

export const words =
  'Is the bike still free on Saturday? We would pick it up around nine and bring it back on Sunday evening.';

/** Scores and signs, as the server does before it calls the database. */
export async function signMessage(
  signingKey: string,
  message: { conversationId: string; senderId: string; text?: string },
): Promise<SignedMessage> {
  const { conversationId, senderId, text = words } = message;
  const id = crypto.randomUUID();
  const body = { kind: 'plain' as const, text };
  const { action, score: risk, findings } = score({ text }, { rentalStatus: null });
  const verdict = await signVerdict(signingKey, {
    conversationId,
    senderId,
    messageId: id,
    kind: 'text',
    body,
    action,
    score: risk,
    reasons: findings.map((finding) => finding.id),
  });
  return { id, conversationId, senderId, body, verdict };
}

/** Makes this connection speak as a person, as PostgREST does at the start of each request. */
export async function becomePerson(sql: Sql, personId: string): Promise<void> {
  const claims = JSON.stringify({ sub: personId, role: 'authenticated' });
  await sql`select set_config('request.jwt.claims', ${claims}, false), set_config('request.jwt.claim.sub', ${personId}, false),
    set_config('role', 'authenticated', false)`;
}

const windows = [...limits.messagesByUser, { newcomer_before_reply: newcomerMessagesBeforeReply }];

/** The database's part of sending, with the arguments that the app gives. Gives the id of its outbox row. */
export async function send(sql: Sql, message: SignedMessage, publishedIds: string[]): Promise<string> {
  const [row] =
    await sql`select public.send_message(${message.id}, ${message.conversationId}, 'text', ${sql.json(message.body)}, null,
    ${sql.json({ ...message.verdict } as unknown as JSONValue)}, ${publishedIds}::uuid[],
    ${sql.json(windows as unknown as JSONValue)}) as stored`;
  return row?.stored.outboxId;
}
