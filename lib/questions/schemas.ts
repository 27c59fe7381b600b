import * as z from 'zod';
import { showsSomething } from '../text/shows-something.ts';
import { storableText } from '../text/storable-text.ts';
import { maxAnswerCharacters, maxQuestionCharacters } from './question.ts';

const textOfAtMost = (max: number) =>
  storableText()
    .transform((text) => text.replaceAll('\r\n', '\n').trim())
    .refine((text) => showsSomething(text), 'must not be empty')
    .refine((text) => [...text].length <= max, `must be at most ${max} characters`);

export const askQuestionSchema = z.object({
  /** Asking the same again under the same id is harmless. */
  id: z.uuid().transform((id) => id.toLowerCase()),
  text: textOfAtMost(maxQuestionCharacters),
});

export const answerQuestionSchema = z.object({ text: textOfAtMost(maxAnswerCharacters) });
