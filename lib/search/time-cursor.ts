import { AppError } from '../errors.ts';

/** Where a list that is newest first goes on: behind what has this time and id. */
export interface TimeCursor {
  /** ISO 8601, as the database gave it: finer than a `Date`. */
  at: string;
  id: string;
}

const shape =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d))_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

export function writeTimeCursor(at: string, id: string): string {
  // The colon-and-plus of an offset would not survive an address.
  return `${at.replace('+00:00', 'Z')}_${id}`;
}

/** Throws `invalid_input` for a cursor that was not given by `writeTimeCursor`. */
export function readTimeCursor(cursor: string): TimeCursor {
  const [, at, id] = shape.exec(cursor) ?? [];
  if (!at || !id || !isTime(at)) {
    throw new AppError('invalid_input', 'cursor: must be a nextCursor', {
      details: { fields: [{ path: 'cursor', message: 'must be a nextCursor' }] },
    });
  }
  return { at, id };
}

/** Whether Postgres takes it too: Date.parse lets 30 February pass. */
function isTime(value: string): boolean {
  const day = `${value.slice(0, 10)}T00:00:00Z`;
  return !Number.isNaN(Date.parse(value)) && new Date(day).toISOString().startsWith(value.slice(0, 10));
}
