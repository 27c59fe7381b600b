/** A cookie: whether the details stand beside conversations on this device. Without it, where there is much room. */
export const detailsCookie = 'details';

export type DetailsChoice = 'open' | 'closed';

/** Null for anything else. */
export function toDetailsChoice(value: string | undefined): DetailsChoice | null {
  return value === 'open' || value === 'closed' ? value : null;
}
