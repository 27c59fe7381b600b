import * as z from 'zod';
import { querySchema } from '../search/schemas.ts';

export const startConversationSchema = z.object({
  /** The lister comes from the gear, never from the body. */
  gearId: z.uuid().transform((id) => id.toLowerCase()),
});

export const listConversationsSchema = z.object({
  /** Words that are in the others' names or the gear's title. */
  q: querySchema.optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
});

export const listChangesSchema = z.object({
  after: z.coerce.number().int().min(0),
  limit: z.coerce.number().int().min(1).max(100).default(100),
});
