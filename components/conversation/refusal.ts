import { isAppError } from '@/lib/errors';

const known = [
  'conflict',
  'forbidden',
  'invalid_input',
  'message_blocked',
  'not_found',
  'rate_limited',
  'unauthenticated',
  'unavailable',
] as const;

/** Why something with a message was refused, as far as there are words for it. */
export function refusalOf(error: unknown): (typeof known)[number] | 'other' {
  return (isAppError(error) && known.find((code) => code === error.code)) || 'other';
}
