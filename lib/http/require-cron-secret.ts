import { AppError } from '../errors.ts';
import { isSameSecret } from './is-same-secret.ts';

/** Lets the scheduler in and nobody else. */
export function requireCronSecret(request: Request, secret: string): void {
  if (!isSameSecret(request.headers.get('authorization') ?? '', `Bearer ${secret}`)) {
    throw new AppError('unauthenticated', 'Only the scheduler may do this');
  }
}
