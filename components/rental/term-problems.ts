import type { Days } from './day-fields';

/** What is wrong with days to rent for: the keys of its words. */
export type DayProblem = 'noFirst' | 'past' | 'far' | 'noLast' | 'order' | 'long';
export type AmountProblem = 'amount' | 'precise' | 'high';

const dayMs = 86_400_000;
const longestDays = 366;
const farthestDays = 730;
/** `lib/rentals/schemas.ts` says the same. */
export const highestMinor = 999_999_999;

/** As `private.check_rental_days` in the migrations will see it, from this day on. Days are `YYYY-MM-DD`. */
export function problemsOfDays({ startsOn, endsOn }: Days, today: string) {
  const first = problemOfFirst(startsOn, today);
  const last = problemOfLast(startsOn, endsOn);
  return { ...(first && { startsOn: first }), ...(last && { endsOn: last }) };
}

function problemOfFirst(startsOn: string, today: string): DayProblem | null {
  const ahead = daysBetween(today, startsOn);
  if (ahead === null) {
    return 'noFirst';
  }
  return ahead < 0 ? 'past' : ahead > farthestDays ? 'far' : null;
}

function problemOfLast(startsOn: string, endsOn: string): DayProblem | null {
  if (Number.isNaN(Date.parse(endsOn))) {
    return 'noLast';
  }
  const later = daysBetween(startsOn, endsOn);
  // Against a first day that isn't there, nothing is wrong with the last one.
  return later === null ? null : later < 0 ? 'order' : later >= longestDays ? 'long' : null;
}

/** An amount of money, as it is written in a number's field. */
export function problemOfAmount(value: string, minorUnits: number): AmountProblem | null {
  const minor = Number(value) * minorUnits;
  if (value.trim() === '' || !(minor >= 0)) {
    return 'amount';
  }
  // Fractions of hundredths that come from counting in binary are not meant.
  return minor > highestMinor ? 'high' : Math.abs(minor - Math.round(minor)) > 1e-6 ? 'precise' : null;
}

/** How many days these are, both included; null while they are no days to rent for. */
export function countDays({ startsOn, endsOn }: Days): number | null {
  const later = daysBetween(startsOn, endsOn);
  return later !== null && later >= 0 && later < longestDays ? later + 1 : null;
}

function daysBetween(one: string, other: string): number | null {
  const days = Math.round((Date.parse(other) - Date.parse(one)) / dayMs);
  return Number.isFinite(days) ? days : null;
}
