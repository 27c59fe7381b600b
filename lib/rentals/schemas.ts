import * as z from 'zod';
import { storableText } from '../text/storable-text.ts';
import { rentalChanges } from './rental.ts';

const idSchema = z.uuid().transform((id) => id.toLowerCase());
const days = { startsOn: z.iso.date(), endsOn: z.iso.date() };
const isInOrder = ({ startsOn, endsOn }: { startsOn: string; endsOn: string }) => startsOn <= endsOn;
const inOrder = { path: ['endsOn'], message: 'must not be before startsOn' };

export const requestRentalSchema = z.object({ gearId: idSchema, ...days }).refine(isInOrder, inOrder);

export const changeRentalSchema = z.object({ status: z.enum(rentalChanges) });

/** The longest note to an offer, in characters. `private.is_offer_body` in the migrations says the same. */
const maxNoteCharacters = 1_000;
const amount = z.int().min(0).max(999_999_999);

export const makeOfferSchema = z
  .object({
    /** The offer's message has this id: making the same offer again is harmless. */
    id: idSchema,
    ...days,
    priceMinor: amount,
    depositMinor: amount.default(0),
    currency: z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code'),
    text: storableText()
      .transform((text) => text.replaceAll('\r\n', '\n').trim())
      .refine(
        (text) => [...text].length <= maxNoteCharacters,
        `must be at most ${maxNoteCharacters} characters`,
      )
      .default(''),
    /** The offer that this one answers. */
    countersId: idSchema.nullish().transform((id) => id ?? null),
  })
  .refine(isInOrder, inOrder);

export const settleOfferSchema = z.object({ status: z.enum(['accepted', 'declined', 'withdrawn']) });
