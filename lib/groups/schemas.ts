import * as z from 'zod';
import { showsSomething } from '../text/shows-something.ts';
import { storableText } from '../text/storable-text.ts';
import { maxGroupSize, maxTitleCharacters } from './group.ts';

const id = z.uuid().transform((value) => value.toLowerCase());

const userIds = z
  .array(id)
  .min(1)
  .max(maxGroupSize - 1)
  .transform((ids) => [...new Set(ids)]);

const title = storableText()
  .trim()
  .refine((text) => [...text].length <= maxTitleCharacters, `must be 1 to ${maxTitleCharacters} characters`)
  .refine(showsSomething, `must be 1 to ${maxTitleCharacters} characters`);

export const startGroupSchema = z.object({
  /** Made by the device, so that asking again is harmless. */
  id,
  /** A conversation of mine: the group is about the same gear and rental. */
  fromConversationId: id.nullable().default(null),
  title: title.nullable().default(null),
  userIds,
});

export const invitePeopleSchema = z.object({ userIds });

export const nameGroupSchema = z.object({ title });

export const answerInvitationSchema = z.object({ status: z.enum(['accepted', 'declined']) });

export const findPeopleSchema = z.object({ q: storableText().trim().min(2).max(80) });
