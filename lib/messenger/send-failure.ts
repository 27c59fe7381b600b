import { AppError, isAppError } from '../errors.ts';
import type { SendFailure } from './types.ts';

/** Why something didn't get through. Whatever is none of ours counts as no answer. */
export function toAppError(error: unknown): AppError {
  return isAppError(error) ? error : new AppError('unavailable', 'This could not be done', { cause: error });
}

/** Whether the same can succeed later. Who is signed out may sign in again. */
export function canSucceedLater({ code, isRetryable }: AppError): boolean {
  return isRetryable || code === 'unauthenticated';
}

export function toSendFailure(error: AppError): SendFailure {
  const { reason, reasons, canSendAnyway, until } = error.details ?? {};
  return {
    code: error.code,
    message: error.message,
    retryable: canSucceedLater(error),
    ...(Array.isArray(reasons) ? { reasons: reasons.map(String) } : {}),
    ...(canSendAnyway === true ? { canSendAnyway } : {}),
    ...(reason === 'muted' ? { mutedUntil: typeof until === 'string' ? until : null } : {}),
    ...(until === 'reply' || until === 'otherText' ? { until } : {}),
  };
}
