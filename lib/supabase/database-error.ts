import type { PostgrestError } from '@supabase/supabase-js';
import { AppError } from '../errors.ts';
import { tooFast } from '../rate-limits/too-fast.ts';

/** What the migrations raise on purpose (`PT…`, some with a sentence for the caller), and what a policy says no with. */
export function toAppError(error: PostgrestError): AppError {
  switch (error.code) {
    case 'PT404':
      return new AppError('not_found', 'There is no such thing here', { cause: error });
    case 'PT403':
      return new AppError('forbidden', error.message, {
        ...(error.details && {
          details: { reason: error.details, ...(error.hint && { until: error.hint }) },
        }),
        cause: error,
      });
    case 'PT409':
      return new AppError('conflict', error.message, {
        ...(error.details && { details: { reason: error.details } }),
        cause: error,
      });
    case 'PT422':
      return new AppError('invalid_input', error.message, {
        details: { fields: [{ path: error.details ?? '', message: error.message }] },
        cause: error,
      });
    case 'PT429':
      if (error.message === 'Wait for an answer') {
        return new AppError('rate_limited', 'Wait for an answer before you write more', {
          retryAfterSeconds: Number(error.details) || 3_600,
          details: { limit: Number(error.hint), until: 'reply' },
          cause: error,
        });
      }
      return tooFast(Number(error.details) || 10, Number(error.hint) || null, error);
    case '42501':
      return new AppError('forbidden', 'This is not allowed', { cause: error });
    case 'PGRST301':
    case 'PGRST303':
      return new AppError('unauthenticated', 'Sign in to do this', { cause: error });
    default:
      return isOutage(error.code)
        ? new AppError('unavailable', 'The database can’t be reached right now', {
            retryAfterSeconds: 2,
            cause: error,
          })
        : new AppError('internal', 'Something went wrong on our side', { cause: error });
  }
}

/**
 * Whether trying again can help: no answer at all, or one of the classes for lost connections, lost races, too few resources,
 * interventions and system errors (https://www.postgresql.org/docs/current/errcodes-appendix.html), or PostgREST without its
 * database.
 */
function isOutage(code: string): boolean {
  return code === '' || /^(08|40|53|57|58)/.test(code) || /^PGRST00/.test(code);
}

/** What a call answered, or its failure thrown as an AppError: supabase-js returns errors. */
export function unwrap<Result extends { data: unknown; error: PostgrestError | null }>(
  result: Result,
): Extract<Result, { error: null }>['data'] {
  if (result.error) {
    throw toAppError(result.error);
  }
  return result.data;
}
