/** Every way a request can fail that its sender should know about. */
export type ErrorCode =
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'method_not_allowed'
  | 'conflict'
  | 'invalid_input'
  | 'message_blocked'
  | 'payload_too_large'
  | 'unsupported_media_type'
  | 'rate_limited'
  | 'unavailable'
  | 'internal';

/** A new code does not compile without a status. */
export const statusOf: Record<ErrorCode, number> = {
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  invalid_input: 422,
  message_blocked: 422,
  payload_too_large: 413,
  unsupported_media_type: 415,
  rate_limited: 429,
  unavailable: 503,
  internal: 500,
};

const retryable: ReadonlySet<ErrorCode> = new Set(['rate_limited', 'unavailable', 'internal']);

export interface ErrorDetails {
  /** Which field is wrong, and how. */
  fields?: { path: string; message: string }[];
  [key: string]: unknown;
}

interface Extras {
  details?: ErrorDetails;
  /** Whole seconds until trying again makes sense. */
  retryAfterSeconds?: number;
  cause?: unknown;
}

/** A failure with an answer: `lib/http` turns it into its response, everything else becomes a bare 500. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, message: string, extras: Extras = {}) {
    super(message, extras.cause === undefined ? undefined : { cause: extras.cause });
    this.name = 'AppError';
    this.code = code;
    this.details = extras.details;
    this.retryAfterSeconds = extras.retryAfterSeconds;
  }

  get isRetryable(): boolean {
    return retryable.has(this.code);
  }
}

export function isAppError(value: unknown): value is AppError {
  return value instanceof AppError;
}
