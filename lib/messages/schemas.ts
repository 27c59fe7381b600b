import * as z from 'zod';
import { showsSomething } from '../text/shows-something.ts';
import { maxTextCharacters } from './message.ts';

const textSchema = z
  .string()
  // Postgres stores neither.
  .refine((text) => !text.includes('\u0000'), 'must not contain NUL')
  .refine((text) => text.isWellFormed(), 'must not contain lone surrogates')
  .transform((text) => text.replaceAll('\r\n', '\n').trim())
  .refine((text) => showsSomething(text), 'must not be empty')
  .refine(
    (text) => text.length <= maxTextCharacters || [...text].length <= maxTextCharacters,
    `must be at most ${maxTextCharacters} characters`,
  );

const bodySchema = z.union(
  [
    z.object({ kind: z.literal('plain'), text: textSchema }),
    textSchema.transform((text) => ({ kind: 'plain' as const, text })),
  ],
  {
    // Of a text only the second alternative knows what is wrong.
    error: (issue) =>
      (typeof issue.input === 'string' && issue.code === 'invalid_union' && issue.errors[1]?.[0]?.message) ||
      'must be { "kind": "plain", "text": "…" } or a text',
  },
);

const idSchema = z.uuid().transform((id) => id.toLowerCase());

export const sendMessageSchema = z.object({
  /** Client message id: sending the same id again is harmless. */
  id: idSchema,
  kind: z.literal('text').default('text'),
  body: bodySchema,
  replyToId: idSchema.nullish().transform((id) => id ?? null),
});

export const listMessagesSchema = z
  .object({
    before: z.coerce.number().int().min(0).optional(),
    after: z.coerce.number().int().min(0).optional(),
    around: z.coerce.number().int().min(0).optional(),
    /** What `nextCursor` said: the same as `before`. */
    cursor: z.coerce.number().int().min(0).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(50),
  })
  .refine(
    ({ before, after, around, cursor }) =>
      [before, after, around, cursor].filter((value) => value !== undefined).length <= 1,
    { path: ['before'], message: 'before, after, around and cursor exclude each other' },
  );
