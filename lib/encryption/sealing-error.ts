/** Why something couldn't be sealed, opened or restored. */
export type SealingErrorCode =
  /** Not in the format that this version reads. */
  | 'malformed'
  /** Wasn't sealed to this person, or to a key that this device hasn't got. */
  | 'not_for_me'
  /** The sender's key of that version isn't known. */
  | 'unknown_sender_key'
  /** Altered, moved, or made by somebody else than it says. */
  | 'not_genuine'
  /** The text isn't the one that its sender is committed to. */
  | 'commitment_mismatch'
  /** A public key that gives everybody the same secret. */
  | 'weak_key'
  /** Fewer rounds, or less salt, than this device accepts. */
  | 'weak_derivation'
  /** The recovery key or passphrase isn't the one. */
  | 'wrong_recovery_secret'
  /** A recovery key with a typing error in it. */
  | 'mistyped_recovery_key'
  /** A passphrase that could be guessed. */
  | 'weak_passphrase'
  /** Nobody, or more people than an envelope holds. */
  | 'recipients';

/** Says a code and nothing else: no text, no key and no part of either is ever in an error. */
export class SealingError extends Error {
  readonly code: SealingErrorCode;

  constructor(code: SealingErrorCode) {
    super(`Sealing failed: ${code}`);
    this.name = 'SealingError';
    this.code = code;
  }
}

export function isSealingError(value: unknown): value is SealingError {
  return value instanceof SealingError;
}
