import { AppError } from '../errors.ts';

/** Lets the scheduler in and nobody else. Takes equally long for every wrong secret of the right length. */
export function requireCronSecret(request: Request, secret: string): void {
  const given = request.headers.get('authorization') ?? '';
  const expected = `Bearer ${secret}`;
  let difference = given.length ^ expected.length;
  for (let index = 0; index < expected.length; index += 1) {
    difference |= expected.charCodeAt(index) ^ (given.charCodeAt(index) || 0);
  }
  if (difference !== 0) {
    throw new AppError('unauthenticated', 'Only the scheduler may do this');
  }
}
