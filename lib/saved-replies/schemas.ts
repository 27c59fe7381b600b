import * as z from 'zod';
import { showsSomething } from '../text/shows-something.ts';
import { storableText } from '../text/storable-text.ts';

const storable = storableText()
  .transform((text) => text.trim())
  .refine((text) => showsSomething(text), 'must not be empty');

const shortcutSchema = storable
  .transform((shortcut) => shortcut.toLowerCase())
  .refine((shortcut) => !/[\s/]/.test(shortcut), 'must be one word without a slash')
  .refine((shortcut) => [...shortcut].length <= 32, 'must be at most 32 characters');

const replyTextSchema = storable.refine(
  (text) => [...text].length <= 2_000,
  'must be at most 2000 characters',
);

export const saveReplySchema = z.object({ shortcut: shortcutSchema, text: replyTextSchema });

export const changeReplySchema = z.object({
  shortcut: shortcutSchema.optional(),
  text: replyTextSchema.optional(),
});
