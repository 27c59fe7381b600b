import * as z from 'zod';
import { storableText } from '../text/storable-text.ts';

const reasonSchema = storableText().trim().max(500).default('');

export const listReviewsSchema = z.object({
  status: z.enum(['open', 'decided']).default('open'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const decideSchema = z.object({
  decision: z.enum(['release', 'reject', 'unmask', 'decline', 'uphold', 'dismiss']),
  reason: reasonSchema,
});

export const sanctionSchema = z.object({
  kind: z.enum(['warn', 'mute', 'ban']),
  /** Left out, it is for good. */
  hours: z.number().int().min(1).max(8_760).optional(),
  reason: storableText().trim().min(1).max(500),
});

export const listActionsSchema = z.object({ limit: z.coerce.number().int().min(1).max(500).default(100) });

export const figuresSchema = z.object({ days: z.coerce.number().int().min(1).max(90).default(14) });
