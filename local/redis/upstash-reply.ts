import type { RedisOutcome, RedisReply } from './redis-backend.ts';

/** JSON has no bytes, so the client asks for base64 unless told not to. */
export type ReplyEncoding = 'base64' | 'plain';

export function toUpstashJson(outcome: RedisOutcome, encoding: ReplyEncoding): unknown {
  return 'error' in outcome ? outcome : { result: encode(outcome.result, encoding) };
}

function encode(reply: RedisReply, encoding: ReplyEncoding): unknown {
  if (Array.isArray(reply)) return reply.map((element) => encode(element, encoding));
  if (reply === null || typeof reply === 'number') return reply;
  const bytes = Buffer.from(reply as string);
  const text = bytes.toString('utf8');
  // Upstash leaves this one status as it is, and its client relies on that.
  return encoding === 'plain' || text === 'OK' ? text : bytes.toString('base64');
}
