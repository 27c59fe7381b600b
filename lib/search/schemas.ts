import * as z from 'zod';
import { showsSomething } from '../text/shows-something.ts';
import { storableText } from '../text/storable-text.ts';

const maxQueryCharacters = 100;

/** What somebody looks for: 1 to 100 characters, of which one at least shows. */
export const querySchema = storableText()
  .refine((query) => showsSomething(query), 'must not be empty')
  .refine((query) => query.length <= maxQueryCharacters, `must be at most ${maxQueryCharacters} characters`);

export const searchSchema = z.object({
  q: querySchema,
  /** Looks in this one alone. */
  conversationId: z
    .uuid()
    .transform((id) => id.toLowerCase())
    .optional(),
  cursor: storableText().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(50).default(20),
});
