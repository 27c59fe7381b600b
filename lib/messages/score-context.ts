import { fingerprint } from '../fraud/fingerprint.ts';
import type { ScoreContext } from '../fraud/verdict.ts';
import type { DatabaseClient } from '../supabase/database-client.ts';
import { unwrap } from '../supabase/database-error.ts';
import { signPermit } from '../supabase/server-signature.ts';
import type { redis as connect } from '../upstash/redis.ts';
import { type Message, type MessageRow, toMessage } from './message.ts';

type Redis = ReturnType<typeof connect>;

/** What the database knows of a sender in a conversation, as `public.get_score_context` gives it. */
export interface StoredContext {
  rentalStatus: ScoreContext['rentalStatus'];
  isFirstMessage: boolean;
  isAnswered: boolean;
  createdAt: string;
  isVerified: boolean;
  earlierReports: number;
  suspiciousMessages: number;
  earlierTexts: string[];
}

/** What Redis remembers. */
export interface RememberedContext {
  /** Null when it has to be read from the database. */
  stored: (StoredContext & { readAt: number }) | null;
  /** The sender's last texts in this conversation, oldest first, without this message's. */
  texts: string[];
  /** To how many other conversations the sender sent the same today. */
  sameTextElsewhere: number;
}

/** A sender in a conversation. */
export interface ScoredSender {
  id: string;
  conversationId: string;
  senderId: string;
  body: { kind: string; text?: string };
}

const daySeconds = 86_400;
/** Older than this it is read again while the message is stored, for the next one. */
const freshMs = 300_000;
const maxTexts = 5;
/** A piece of a phone number is short, and so is what is worth remembering. */
const maxTextLength = 200;
/** Shorter texts, such as a greeting, are the same by chance. */
const minRepeatedLength = 20;

const keyOf = (conversationId: string, userId: string) => `score-context:${conversationId}:${userId}`;

// One command, so that it costs one. What was tried counts too: a number in pieces is one whether its pieces got through or not.
const script = `
local context = redis.call('GET', KEYS[1])
local texts = redis.call('LRANGE', KEYS[2], 0, tonumber(ARGV[3]) - 1)
redis.call('LPUSH', KEYS[2], ARGV[1])
redis.call('LTRIM', KEYS[2], 0, tonumber(ARGV[3]) - 1)
redis.call('EXPIRE', KEYS[2], tonumber(ARGV[4]))
local elsewhere = 0
if ARGV[2] ~= '' then
  redis.call('SADD', KEYS[3], ARGV[2])
  redis.call('EXPIRE', KEYS[3], tonumber(ARGV[4]))
  elsewhere = redis.call('SCARD', KEYS[3]) - 1
end
return { context or '', elsewhere, unpack(texts) }
`;

/** What is known of the sender, and what they say now. Asked in the same tick as the limits, it travels with them. */
export async function recallContext(store: Redis, message: ScoredSender): Promise<RememberedContext> {
  const { id, conversationId, senderId, body } = message;
  const words = body.text ?? '';
  const text = words.slice(0, maxTextLength);
  const isRepeatable = words.length >= minRepeatedLength;
  const key = keyOf(conversationId, senderId);
  const [context, elsewhere, ...texts] = (await store.eval(
    script,
    [key, `${key}:texts`, `same-text:${senderId}:${isRepeatable ? fingerprint(words) : ''}`],
    [`${id}\n${text}`, isRepeatable ? conversationId : '', maxTexts, daySeconds],
  )) as [unknown, unknown, ...unknown[]];
  return {
    stored: readStored(context),
    texts: texts
      .map(String)
      .filter((one) => !one.startsWith(`${id}\n`))
      .map((one) => one.slice(one.indexOf('\n') + 1))
      .reverse(),
    sameTextElsewhere: Number(elsewhere) || 0,
  };
}

/** Upstash's client reads what looks like JSON. */
function readStored(context: unknown): RememberedContext['stored'] {
  const value: unknown = typeof context === 'string' && context !== '' ? JSON.parse(context) : context;
  return typeof value === 'object' && value !== null ? (value as RememberedContext['stored']) : null;
}

/** Reads it from the database and remembers it; null where the sender takes no part. */
export async function rebuildContext(
  client: DatabaseClient,
  store: Redis,
  request: { conversationId: string; userId: string; signingKey: string },
): Promise<RememberedContext['stored']> {
  const { conversationId, userId, signingKey } = request;
  const permit = await signPermit(signingKey, {
    purpose: 'read-score-context',
    userId,
    subject: conversationId,
  });
  const found = unwrap(
    await client.rpc('get_score_context', { p_conversation_id: conversationId, ...permit }),
  ) as unknown as StoredContext | null;
  if (!found) {
    return null;
  }
  const stored = { ...found, readAt: Date.now() };
  // Nobody waits for it.
  store.set(keyOf(conversationId, userId), JSON.stringify(stored), { ex: daySeconds }).catch(() => undefined);
  return stored;
}

/** What was known in these conversations isn't so any more: the next message of each reads it anew. Never throws: it is stale soon anyway. */
export async function forgetScoreContext(
  store: Redis,
  changed: readonly { conversationId: string; recipientIds: readonly string[] }[],
): Promise<void> {
  const keys = changed.flatMap(({ conversationId, recipientIds }) =>
    recipientIds.map((userId) => keyOf(conversationId, userId)),
  );
  if (keys.length > 0) {
    await store.del(...new Set(keys)).catch(() => undefined);
  }
}

/** A message, and what is known of its sender, for judging another text of it. Throws `not_found`. */
export async function findToEdit(
  client: DatabaseClient,
  request: { messageId: string; userId: string; signingKey: string },
): Promise<{ message: Message; stored: StoredContext | null }> {
  const { messageId, userId, signingKey } = request;
  const permit = await signPermit(signingKey, {
    purpose: 'read-score-context',
    userId,
    subject: messageId,
  });
  const found = unwrap(
    await client.rpc('get_message_to_edit', { p_id: messageId, ...permit }),
  ) as unknown as { message: MessageRow; context: StoredContext | null };
  return { message: toMessage(found.message), stored: found.context };
}

export function isStale(stored: NonNullable<RememberedContext['stored']>): boolean {
  return Date.now() - stored.readAt > freshMs;
}

/** Whether the stricter limits hold. `private.is_newcomer` says the same. */
export function isNewcomer({
  isVerified,
  createdAt,
}: Pick<StoredContext, 'isVerified' | 'createdAt'>): boolean {
  return !isVerified || Date.now() - Date.parse(createdAt) < daySeconds * 1_000;
}

/** What the scorer is told. Without anything known of the sender, the words alone count. */
export function toScoreContext(
  stored: StoredContext | null,
  { texts, sameTextElsewhere }: Pick<RememberedContext, 'texts' | 'sameTextElsewhere'>,
): ScoreContext {
  if (!stored) {
    return { rentalStatus: null, earlierTexts: texts };
  }
  return {
    rentalStatus: stored.rentalStatus,
    isFirstMessage: stored.isFirstMessage && texts.length === 0,
    accountAgeDays: (Date.now() - Date.parse(stored.createdAt)) / (daySeconds * 1_000),
    isVerified: stored.isVerified,
    earlierReports: stored.earlierReports,
    suspiciousMessages: stored.suspiciousMessages,
    earlierTexts: texts.length > 0 ? texts : stored.earlierTexts,
    // A lister answers many people in the same words: that is what saved replies are for.
    recipientsOfSameText: stored.isAnswered ? 0 : sameTextElsewhere,
  };
}
