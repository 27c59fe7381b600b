import * as z from 'zod';

/** Any text that Postgres can store, as it is: a NUL it refuses, and half of a surrogate pair would be replaced on the way. */
export function storableText() {
  return z
    .string()
    .refine((text) => !text.includes('\u0000'), 'must not contain NUL')
    .refine((text) => text.isWellFormed(), 'must not contain lone surrogates');
}
