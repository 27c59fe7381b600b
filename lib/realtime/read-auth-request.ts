import * as z from 'zod';
import { AppError } from '../errors.ts';
import { parseJson, readText } from '../http/read-json.ts';
import { isChannelName, isSocketId } from './channel-names.ts';

const socketIdSchema = z.string().refine(isSocketId, 'must be a socket id');

export const channelAuthSchema = z.object({
  socket_id: socketIdSchema,
  channel_name: z.string().refine(isChannelName, 'must be a channel name'),
});

export const userAuthSchema = z.object({ socket_id: socketIdSchema });

/**
 * What pusher-js asks with: a form, or the same in JSON. Throws `unsupported_media_type`, and `forbidden` for anything that
 * must not be signed: whoever asks for that is not mistaken about a field.
 */
export async function readAuthRequest<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  const text = await readText(request);
  if (type === 'application/x-www-form-urlencoded') {
    return parseSignable(schema, Object.fromEntries(new URLSearchParams(text)));
  }
  if (type === 'application/json') {
    return parseSignable(schema, parseJson(text));
  }
  throw new AppError('unsupported_media_type', 'Send a form or JSON');
}

function parseSignable<Schema extends z.ZodType>(schema: Schema, input: unknown): z.infer<Schema> {
  const result = schema.safeParse(input);
  if (!result.success) {
    throw new AppError('forbidden', 'This can’t be authorised');
  }
  return result.data;
}
