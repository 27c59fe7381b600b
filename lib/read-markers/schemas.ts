import * as z from 'zod';

const seqSchema = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

export const moveMarkerSchema = z.object({ seq: seqSchema });

export const moveMarkersSchema = z.object({
  /** A device tells of all its conversations at once. */
  markers: z
    .array(
      z.object({
        conversationId: z.uuid().transform((id) => id.toLowerCase()),
        readSeq: seqSchema.optional(),
        deliveredSeq: seqSchema.optional(),
      }),
    )
    .min(1)
    .max(50),
});

/** No other count can be set. */
export const nothingUnreadSchema = z.object({ messages: z.literal(0) });
