import * as z from 'zod';
import { querySchema } from '../search/schemas.ts';
import { storableText } from '../text/storable-text.ts';
import { rentalStages } from './conversation.ts';

const uuid = z.uuid().transform((id) => id.toLowerCase());

export const startConversationSchema = z.object({
  /** The lister comes from the gear, never from the body. */
  gearId: uuid,
});

export const countConversationsSchema = z.object({
  gearId: uuid.optional(),
  stage: z.enum(rentalStages).optional(),
  role: z.enum(['renter', 'lister', 'member']).optional(),
});

const labelIds = z.array(uuid).max(20);

const placeChange = {
  archived: z.boolean().optional(),
  /** Null to hear of it again. */
  mutedUntil: z.iso.datetime({ offset: true }).nullable().optional(),
  pinned: z.boolean().optional(),
  markedUnread: z.boolean().optional(),
  addLabels: labelIds.optional(),
  removeLabels: labelIds.optional(),
};

export const changePlaceSchema = z
  .object({ ...placeChange, labels: labelIds.optional() })
  .refine(saysSomething, { error: 'must change something' });

export const changePlacesSchema = z
  .object({ ids: z.array(uuid).min(1).max(50), ...placeChange })
  .refine(({ ids: _, ...change }) => saysSomething(change), { error: 'must change something' });

function saysSomething(change: object): boolean {
  return Object.values(change).some((value) => value !== undefined);
}

export const labelSchema = z.object({
  name: storableText().trim().min(1).max(40),
  /** One of the eight hues of the design. */
  hue: z.int().min(0).max(7),
});

/** Which conversations; all of them without it. */
const narrowing = {
  label: uuid.optional(),
  gearId: uuid.optional(),
  stage: z.enum(rentalStages).optional(),
  role: z.enum(['renter', 'lister', 'member']).optional(),
};

export const listConversationsSchema = z.object({
  /** Words that are in the others' names or the gear's title. */
  q: querySchema.optional(),
  ...narrowing,
  /** Without it everything that isn't put away. */
  filter: z.enum(['all', 'unread', 'archived']).default('all'),
  cursor: storableText().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
});

export const listChangesSchema = z.object({
  after: z.coerce.number({ error: 'must be a whole number' }).int().min(0),
  limit: z.coerce.number().int().min(1).max(100).default(100),
});
