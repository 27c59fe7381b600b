import * as z from 'zod';
import { AppError } from '../errors.ts';
import { parseInput, readText } from '../http/read-json.ts';
import { isChannelName, isSocketId } from './channel-names.ts';

const socketIdSchema = z.string().refine(isSocketId, 'must be a socket id');

export const channelAuthSchema = z.object({
  socket_id: socketIdSchema,
  channel_name: z.string().refine(isChannelName, 'must be a channel name'),
});

export const userAuthSchema = z.object({ socket_id: socketIdSchema });

/** What pusher-js asks with: a form, or the same in JSON. Throws `unsupported_media_type`, `invalid_input`. */
export async function readAuthRequest<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  const text = await readText(request);
  if (type === 'application/x-www-form-urlencoded') {
    return parseInput(schema, Object.fromEntries(new URLSearchParams(text)));
  }
  if (type === 'application/json') {
    try {
      return parseInput(schema, JSON.parse(text));
    } catch (error) {
      if (error instanceof SyntaxError) {
        throw new AppError('invalid_input', 'The body is not valid JSON', { cause: error });
      }
      throw error;
    }
  }
  throw new AppError('unsupported_media_type', 'Send a form or JSON');
}
