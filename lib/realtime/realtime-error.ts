/**
 * What went wrong between us and the realtime vendor. `invalid` and `too_large` were refused before anything
 * was signed or sent; `refused` carries the vendor's `status`; `timeout` and `unreachable` had no answer, so
 * the events may or may not have gone out.
 */
export type RealtimeErrorCode = 'invalid' | 'too_large' | 'refused' | 'timeout' | 'unreachable';

/** Its message never holds a secret or a signed address, so it is safe to log. */
export class RealtimeError extends Error {
  readonly code: RealtimeErrorCode;
  readonly status: number | undefined;

  constructor(code: RealtimeErrorCode, message: string, options?: { status?: number; cause?: unknown }) {
    super(message, options && 'cause' in options ? { cause: options.cause } : undefined);
    this.name = 'RealtimeError';
    this.code = code;
    this.status = options?.status;
  }
}
