import * as z from 'zod';
import { sealedBodySchema } from '../encryption/schemas.ts';
import { showsSomething } from '../text/shows-something.ts';
import { storableText } from '../text/storable-text.ts';
import { maxTextCharacters } from './message.ts';

const textSchema = storableText()
  .transform((text) => text.replaceAll('\r\n', '\n').trim())
  .refine((text) => showsSomething(text), 'must not be empty')
  .refine(
    (text) => text.length <= maxTextCharacters || [...text].length <= maxTextCharacters,
    `must be at most ${maxTextCharacters} characters`,
  );

const bodySchema = z.union(
  [
    z.object({ kind: z.literal('plain'), text: textSchema }),
    sealedBodySchema,
    textSchema.transform((text) => ({ kind: 'plain' as const, text })),
  ],
  {
    // Of a text only the last alternative knows what is wrong.
    error: (issue) =>
      (typeof issue.input === 'string' && issue.code === 'invalid_union' && issue.errors[2]?.[0]?.message) ||
      'must be { "kind": "plain", "text": "…" }, a sealed body or a text',
  },
);

const idSchema = z.uuid().transform((id) => id.toLowerCase());

/**
 * False asks first: a text that would reach its reader with a safety note is refused with `message_blocked` and
 * `details.canSendAnyway`, so that its writer can change it, or send it with true. Left out, it is sent.
 */
const acknowledgedSchema = z.boolean().optional();

export const sendMessageSchema = z.object({
  /** Client message id: sending the same id again is harmless. */
  id: idSchema,
  kind: z.literal('text').default('text'),
  body: bodySchema,
  replyToId: idSchema.nullish().transform((id) => id ?? null),
  acknowledged: acknowledgedSchema,
});

export const editMessageSchema = z.object({ body: bodySchema, acknowledged: acknowledgedSchema });

export const appealSchema = z.object({ note: storableText().trim().max(1000).default('') });

export const deleteMessageSchema = z.object({
  /** Left out, it is unsent for everybody. */
  for: z.literal('me').optional(),
});

export const reactionSchema = z.object({
  // biome-ignore lint/complexity/useRegexLiterals: a literal would have to survive every compiler on the way to the edge
  emoji: z.string().regex(new RegExp('^\\p{RGI_Emoji}$', 'v'), 'must be one emoji'),
});

/** So many messages can be asked for by id. */
const maxIds = 50;

export const listMessagesSchema = z
  .object({
    before: z.coerce.number().int().min(0).optional(),
    after: z.coerce.number().int().min(0).optional(),
    around: z.coerce.number().int().min(0).optional(),
    /** Ids with commas between them. */
    ids: z
      .string()
      .transform((ids) => ids.split(','))
      .pipe(z.array(idSchema).max(maxIds))
      .optional(),
    /** What `nextCursor` said: the same as `before`. */
    cursor: z.coerce.number().int().min(0).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(50),
  })
  .refine(
    ({ before, after, around, ids, cursor }) =>
      [before, after, around, ids, cursor].filter((value) => value !== undefined).length <= 1,
    { path: ['before'], message: 'before, after, around, ids and cursor exclude each other' },
  );
