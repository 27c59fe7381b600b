import { AppError } from '../errors.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** An id from the address, in lower case. What can't be an id is not there: throws `not_found`. */
export function pathId(value: string): string {
  const id = value.toLowerCase();
  if (!uuid.test(id)) {
    throw new AppError('not_found', 'There is no such thing here');
  }
  return id;
}
