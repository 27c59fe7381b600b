import * as z from 'zod';
import { revealedSchema } from '../encryption/schemas.ts';
import { verifyReport } from '../encryption/verify-report.ts';
import { readServerEnvironment } from '../env.server.ts';
import type { Caller } from '../http/authenticate.ts';
import { getMessage } from '../messages/queries.ts';
import { limits } from '../rate-limits/limits.ts';
import { createDatabaseClient, type DatabaseClient } from '../supabase/database-client.ts';
import { unwrap } from '../supabase/database-error.ts';
import { signPermit } from '../supabase/server-signature.ts';
import { storableText } from '../text/storable-text.ts';

const reportReasons = ['scam', 'contact', 'harassment', 'spam', 'impersonation', 'other'] as const;

const idSchema = z.uuid().transform((id) => id.toLowerCase());

export const reportSchema = z
  .object({
    /** A message that the reporter can read; its sender is who is reported. */
    messageId: idSchema.optional(),
    userId: idSchema.optional(),
    /** With a person: the conversation with them whose newest messages are the evidence, also when they have blocked the reporter. */
    conversationId: idSchema.optional(),
    reason: z.enum(reportReasons),
    note: storableText().trim().max(1_000).default(''),
    /** Of a sealed message: what the reporter's device reveals of it. */
    revealed: revealedSchema.omit({ messageId: true, conversationId: true, senderId: true }).optional(),
  })
  .refine(({ messageId, userId }) => (messageId === undefined) !== (userId === undefined), {
    path: ['messageId'],
    message: 'say which message, or which person',
  })
  .refine(({ messageId, conversationId }) => messageId === undefined || conversationId === undefined, {
    path: ['conversationId'],
    message: 'a message says which conversation',
  });

/** Something the caller has reported. */
export interface Report {
  id: string;
  /** Of whom was reported. */
  name: string;
  messageId: string | null;
  reason: (typeof reportReasons)[number];
  note: string | null;
  createdAt: string;
  /** Null while nobody has looked at it. */
  decidedAt: string | null;
  outcome: 'acted' | 'no_action' | null;
}

export async function listReports(client: DatabaseClient): Promise<Report[]> {
  const rows = unwrap(await client.rpc('list_my_reports')) as unknown as {
    id: string;
    name: string;
    message_id: string | null;
    reason: Report['reason'];
    note: string | null;
    created_at: string;
    decided_at: string | null;
    outcome: Report['outcome'];
  }[];
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    messageId: row.message_id,
    reason: row.reason,
    note: row.note,
    createdAt: row.created_at,
    decidedAt: row.decided_at,
    outcome: row.outcome,
  }));
}

/** Reports a message or a person. Throws `not_found` for what the caller can't read, `rate_limited`. */
export async function report(
  caller: Caller,
  { messageId, userId, conversationId, reason, note, revealed }: z.infer<typeof reportSchema>,
): Promise<{ id: string; created: boolean }> {
  const permit = await signPermit(readServerEnvironment().SIGNING_KEY, {
    purpose: 'report',
    userId: caller.userId,
    subject: [messageId ?? userId, ...(conversationId === undefined ? [] : [conversationId]), reason].join(
      ' ',
    ),
  });
  const client = createDatabaseClient(caller.accessToken);
  const reported = unwrap(
    await client.rpc('report', {
      p_message_id: (messageId ?? null) as string,
      p_user_id: (userId ?? null) as string,
      p_reason: reason,
      p_note: note,
      p_daily_limit: limits.reportsByUser.max,
      ...(conversationId === undefined ? {} : { p_conversation_id: conversationId }),
      ...permit,
    }),
  ) as unknown as { id: string; created: boolean };
  if (messageId !== undefined && revealed !== undefined) {
    await attachRevealed(client, caller.userId, { reviewId: reported.id, messageId, revealed });
  }
  return reported;
}

/** Checks what was revealed against what the database countersigned, and adds both to the report. */
async function attachRevealed(
  client: DatabaseClient,
  userId: string,
  {
    reviewId,
    messageId,
    revealed,
  }: { reviewId: string; messageId: string; revealed: NonNullable<z.infer<typeof reportSchema>['revealed']> },
): Promise<void> {
  const { conversationId, senderId } = await getMessage(client, messageId);
  const verification =
    senderId === null
      ? 'unverified'
      : await verifyReport(client, { ...revealed, messageId, conversationId, senderId });
  const permit = await signPermit(readServerEnvironment().SIGNING_KEY, {
    purpose: 'attach-revealed',
    userId,
    subject: `${reviewId} ${verification} ${revealed.text}`,
  });
  unwrap(
    await client.rpc('attach_revealed', {
      p_review_id: reviewId,
      p_revealed: { ...revealed, recipients: revealed.recipients.map((one) => ({ ...one })) },
      p_verification: verification,
      ...permit,
    }),
  );
}
