import * as z from 'zod';
import { AppError } from '../errors.ts';
import { isSameSecret } from '../http/is-same-secret.ts';
import { parseInput, parseJson, readText } from '../http/read-json.ts';
import type { ChannelsConfig } from './channels-config.ts';
import { signText } from './channels-signature.ts';

/** https://pusher.com/docs/channels/server_api/webhooks */
const webhookSchema = z.object({
  /** When it happened, or was sent: milliseconds since 1970. The last is the latest that a Date can hold. */
  time_ms: z.number().int().min(0).max(8.64e15),
  // Of events that we don't know, nothing but the name is sure.
  events: z.array(z.looseObject({ name: z.string(), channel: z.string().optional() })).max(1_000),
});

export interface WebhookEvent {
  name: string;
  channel?: string | undefined;
  user_id?: unknown;
}

export interface Webhook {
  /** Milliseconds since 1970. */
  timeMs: number;
  events: WebhookEvent[];
}

/**
 * What Channels tells of its sockets, once the signature over the body, byte for byte, is known to be genuine. Throws
 * `unauthenticated`, `payload_too_large`, `invalid_input`.
 */
export async function readWebhook(request: Request, config: ChannelsConfig): Promise<Webhook> {
  const text = await readText(request);
  const isGenuine =
    isSameSecret(request.headers.get('x-pusher-key') ?? '', config.key) &&
    isSameSecret(request.headers.get('x-pusher-signature') ?? '', await signText(config, text));
  if (!isGenuine) {
    throw new AppError('unauthenticated', 'Only Channels may do this');
  }
  const { time_ms: timeMs, events } = parseInput(webhookSchema, parseJson(text));
  return { timeMs, events };
}
