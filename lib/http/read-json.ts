import type * as z from 'zod';
import { AppError } from '../errors.ts';

/** Enough for 5,000 characters written as \uXXXX pairs, and then some. */
const maxBodyBytes = 100_000;

/**
 * The request's JSON, in the schema's shape. Throws `unsupported_media_type`, `payload_too_large`, or `invalid_input`
 * naming each wrong field.
 */
export async function readJson<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    throw new AppError('unsupported_media_type', 'Send JSON, with content-type: application/json');
  }
  return parseInput(schema, parseJson(await readText(request)));
}

/** The address's query, in the schema's shape. Throws `invalid_input` naming each wrong parameter. */
export function readQuery<Schema extends z.ZodType>(request: Request, schema: Schema): z.infer<Schema> {
  return parseInput(schema, Object.fromEntries(new URL(request.url).searchParams));
}

/** Any input in the schema's shape. Throws `invalid_input` naming each wrong field. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, input: unknown): z.infer<Schema> {
  const result = schema.safeParse(input);
  if (result.success) {
    return result.data;
  }
  const fields = result.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
  const first = fields[0];
  throw new AppError('invalid_input', first ? `${first.path || 'body'}: ${first.message}` : 'Invalid input', {
    details: { fields },
  });
}

/** The whole body as text; reading stops at the limit, whatever content-length says. */
export async function readText(request: Request): Promise<string> {
  if (Number(request.headers.get('content-length')) > maxBodyBytes) {
    throw tooLarge();
  }
  const reader = request.body?.getReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let bytes = 0;
  try {
    for (let chunk = await reader?.read(); chunk && !chunk.done; chunk = await reader?.read()) {
      bytes += chunk.value.byteLength;
      if (bytes > maxBodyBytes) {
        await reader?.cancel();
        throw tooLarge();
      }
      text += decoder.decode(chunk.value, { stream: true });
    }
    return text + decoder.decode();
  } catch (error) {
    if (error instanceof TypeError) {
      throw new AppError('invalid_input', 'The body is not valid UTF-8', { cause: error });
    }
    throw error;
  }
}

/** The text as JSON. Throws `invalid_input`. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError('invalid_input', 'The body is not valid JSON', { cause: error });
  }
}

function tooLarge(): AppError {
  return new AppError('payload_too_large', `The body is larger than ${maxBodyBytes} bytes`);
}
