import { isSealingError } from '@/lib/encryption/sealing-error';

const known = [
  'wrong_recovery_secret',
  'mistyped_recovery_key',
  'weak_passphrase',
  'weak_derivation',
  'not_genuine',
] as const;

/** Why keys could not be made or restored, as far as there are words for it. */
export function secretFailureOf(error: unknown): (typeof known)[number] | 'other' {
  return (isSealingError(error) && known.find((code) => code === error.code)) || 'other';
}
