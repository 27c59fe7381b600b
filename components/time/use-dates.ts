'use client';

import { type DateTimeFormatOptions, useFormatter, useTimeZone } from 'next-intl';
import { useMemo } from 'react';
import { dayKey } from './day-key';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** Times as this person reads them, in their language and time zone. All take ISO 8601. */
export function useDates() {
  const format = useFormatter();
  const timeZone = useTimeZone() ?? 'UTC';

  return useMemo(() => {
    const write = (at: string, options: DateTimeFormatOptions) =>
      plainSpaces(format.dateTime(new Date(at), options));

    return {
      timeZone,
      time: (at: string) => write(at, { hour: 'numeric', minute: '2-digit' }),
      exact: (at: string) => write(at, { dateStyle: 'full', timeStyle: 'short' }),
      /** `2:05 PM` on the day itself, `Mar 3, 2:05 PM` on others. */
      moment: (at: string, now: Date) =>
        write(at, {
          ...(isSameDay(at, now, timeZone) ? {} : { month: 'short', day: 'numeric' }),
          hour: 'numeric',
          minute: '2-digit',
        }),
      day: (at: string, now: Date) =>
        write(at, {
          weekday: 'long',
          month: 'long',
          day: 'numeric',
          ...(at.slice(0, 4) === now.toISOString().slice(0, 4) ? {} : { year: 'numeric' }),
        }),
      /** Short enough for a list: `5m ago`, `yesterday`, `Mar 3`. */
      ago: (at: string, now: Date) => {
        return elapsedMs(at, now) >= 6 * dayMs
          ? write(at, { month: 'short', day: 'numeric' })
          : plainSpaces(
              // A device's clock may be behind the server's: never "in 3 seconds".
              format.relativeTime(new Date(at), {
                now: elapsedMs(at, now) < minuteMs ? new Date(at) : now,
                style: 'narrow',
              }),
            );
      },
      /** In a sentence: `5 minutes ago`, `yesterday`, `Mar 3`; null for less than a minute. */
      since: (at: string, now: Date) => {
        if (elapsedMs(at, now) < minuteMs) {
          return null;
        }
        return elapsedMs(at, now) >= 6 * dayMs
          ? write(at, { month: 'short', day: 'numeric' })
          : plainSpaces(format.relativeTime(new Date(at), now));
      },
      /** Whole days, both inclusive, as `YYYY-MM-DD`. */
      days: (first: string, last: string) =>
        plainSpaces(
          format.dateTimeRange(new Date(first), new Date(last), {
            timeZone: 'UTC',
            month: 'short',
            day: 'numeric',
          }),
        ),
    };
  }, [format, timeZone]);
}

function elapsedMs(at: string, now: Date): number {
  return now.getTime() - Date.parse(at);
}

function isSameDay(at: string, now: Date, timeZone: string): boolean {
  return dayKey(at, timeZone) === dayKey(now, timeZone);
}

/** Browsers and servers disagree on thin and narrow spaces, and hydration would stumble over them. */
function plainSpaces(text: string): string {
  return text.replaceAll(/[\u2009\u202f]/g, ' ');
}
