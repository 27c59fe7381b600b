/**
 * Teaches `Intl` Nepali. Chromium ships no data for it and would write English dates and digits, after the server has written
 * Nepali ones. So both use this, whether or not they know some Nepali, and agree. What is asked in another language is passed on.
 *
 * It is written into Nepali pages as text (components/time/nepali-script.tsx), so it refers to nothing outside itself.
 */
export function speakNepali(): void {
  const native = {
    DateTimeFormat: Intl.DateTimeFormat,
    NumberFormat: Intl.NumberFormat,
    PluralRules: Intl.PluralRules,
  };
  if ('speaksNepali' in Intl) {
    return;
  }
  Object.defineProperty(Intl, 'speaksNepali', { value: true });

  const months = 'जनवरी फेब्रुअरी मार्च अप्रिल मे जुन जुलाई अगस्ट सेप्टेम्बर अक्टोबर नोभेम्बर डिसेम्बर'.split(' ');
  const weekdays: Record<string, string> = {
    Sun: 'आइत',
    Mon: 'सोम',
    Tue: 'मङ्गल',
    Wed: 'बुध',
    Thu: 'बिही',
    Fri: 'शुक्र',
    Sat: 'शनि',
  };
  const units: Record<string, string> = {
    second: 'सेकेन्ड',
    minute: 'मिनेट',
    hour: 'घण्टा',
    day: 'दिन',
    week: 'हप्ता',
    month: 'महिना',
    quarter: 'त्रैमास',
    year: 'वर्ष',
  };
  const near: Record<string, string> = {
    'second 0': 'अहिले',
    'minute 0': 'यही मिनेटमा',
    'hour 0': 'यही घण्टामा',
    'day -2': 'अस्ति',
    'day -1': 'हिजो',
    'day 0': 'आज',
    'day 1': 'भोलि',
    'day 2': 'पर्सि',
    'week -1': 'गत हप्ता',
    'week 0': 'यो हप्ता',
    'week 1': 'आउने हप्ता',
    'month -1': 'गत महिना',
    'month 0': 'यो महिना',
    'month 1': 'आउने महिना',
    'year -1': 'गत वर्ष',
    'year 0': 'यो वर्ष',
    'year 1': 'आउने वर्ष',
  };

  interface Part {
    type: string;
    value: string;
  }
  const literal = (value: string): Part => ({ type: 'literal', value });
  const textOf = (parts: Part[]) => parts.map(({ value }) => value).join('');

  // Hindi counts with the same digits, in the same groups.
  const numbers = (options?: Intl.NumberFormatOptions) =>
    new native.NumberFormat('hi-u-nu-deva', { ...options, numberingSystem: 'deva' });

  // One, and all the rest.
  const plurals = (options?: Intl.PluralRulesOptions) => new native.PluralRules('en', options);

  function dates(options: Intl.DateTimeFormatOptions = {}) {
    const zone = options.timeZone === undefined ? {} : { timeZone: options.timeZone };
    const digits = new native.DateTimeFormat('en-u-nu-deva', {
      ...zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    const monthOf = new native.DateTimeFormat('en', { ...zone, month: 'numeric' });
    const { dateStyle, timeStyle } = options;
    const isBare =
      !(dateStyle || timeStyle) &&
      !(options.weekday || options.year || options.month || options.day) &&
      !(options.hour || options.minute || options.second);
    const month = dateStyle
      ? dateStyle === 'short'
        ? 'numeric'
        : 'long'
      : isBare
        ? 'numeric'
        : options.month;
    const asks = {
      year: Boolean(dateStyle || isBare || options.year),
      day: Boolean(dateStyle || isBare || options.day),
      weekday: dateStyle === 'full' ? 'long' : options.weekday,
      hour: Boolean(timeStyle || options.hour),
      minute: Boolean(timeStyle || options.minute),
      second: Boolean(timeStyle ? timeStyle !== 'short' : options.second),
    };

    function partsOf(at?: Date | number): Part[] {
      const field = Object.fromEntries(digits.formatToParts(at).map(({ type, value }) => [type, value]));
      const write = (types: string[], between: string) =>
        types.flatMap((type, index) => [
          ...(index > 0 ? [literal(between)] : []),
          { type, value: field[type] ?? '' },
        ]);
      const isNumeric = month === 'numeric' || month === '2-digit';
      if (month && !isNumeric) {
        field.month = months[Number(monthOf.format(at)) - 1] ?? '';
      }
      field.weekday = `${weekdays[field.weekday ?? ''] ?? ''}${asks.weekday === 'long' ? 'बार' : ''}`;
      const day = write(
        [...(asks.year ? ['year'] : []), ...(month ? ['month'] : []), ...(asks.day ? ['day'] : [])],
        isNumeric ? '/' : ' ',
      );
      const time = write(
        [
          ...(asks.hour ? ['hour'] : []),
          ...(asks.minute ? ['minute'] : []),
          ...(asks.second ? ['second'] : []),
        ],
        ':',
      );
      return [day, asks.weekday ? write(['weekday'], '') : [], time]
        .filter((group) => group.length > 0)
        .flatMap((group, index) => (index > 0 ? [literal(', '), ...group] : group));
    }

    /** `नोभेम्बर २५ – २८`: what both begin with is said once, up to the last blank in it. */
    function rangeOf(first: Date | number, last: Date | number): string {
      const [a, b] = [textOf(partsOf(first)), textOf(partsOf(last))];
      let same = 0;
      while (a[same] === b[same] && same < a.length) {
        same += 1;
      }
      return a === b ? a : `${a} – ${b.slice(b.lastIndexOf(' ', same - 1) + 1)}`;
    }

    return {
      format: (at?: Date | number) => textOf(partsOf(at)),
      formatToParts: partsOf,
      formatRange: rangeOf,
      resolvedOptions: () => ({ ...digits.resolvedOptions(), locale: 'ne' }),
    };
  }

  function relativeTimes({ numeric = 'always' }: Intl.RelativeTimeFormatOptions = {}) {
    const format = (value: number, unit: string) => {
      const one = unit.replace(/s$/, '');
      const word = numeric === 'auto' ? near[`${one} ${value}`] : undefined;
      const count = `${numbers().format(Math.abs(value))} ${units[one] ?? one}`;
      return word ?? (value < 0 || Object.is(value, -0) ? `${count} अघि` : `${count}मा`);
    };
    return {
      format,
      formatToParts: (value: number, unit: string) => [literal(format(value, unit))],
      resolvedOptions: () => ({ locale: 'ne', numeric, style: 'long', numberingSystem: 'deva' }),
    };
  }

  function lists({ type = 'conjunction' }: Intl.ListFormatOptions = {}) {
    const last = type === 'unit' ? ', ' : type === 'disjunction' ? ' वा ' : ' र ';
    const formatToParts = (elements: Iterable<string>) =>
      Array.from(elements).flatMap((value, index, all) => [
        ...(index === 0 ? [] : [literal(index === all.length - 1 ? last : ', ')]),
        { type: 'element', value },
      ]);
    return {
      format: (elements: Iterable<string>) => textOf(formatToParts(elements)),
      formatToParts,
      resolvedOptions: () => ({ locale: 'ne', type, style: 'long' }),
    };
  }

  const nepali: Record<string, (options?: never) => object> = {
    DateTimeFormat: dates,
    NumberFormat: numbers,
    PluralRules: plurals,
    RelativeTimeFormat: relativeTimes,
    ListFormat: lists,
  };
  for (const [name, make] of Object.entries(nepali)) {
    const asks = ([locales]: unknown[]) =>
      /^ne\b/.test(String(Array.isArray(locales) ? locales[0] : locales));
    const format = (Intl as unknown as Record<string, new (...args: unknown[]) => object>)[name];
    if (format !== undefined) {
      Object.defineProperty(Intl, name, {
        configurable: true,
        writable: true,
        value: new Proxy(format, {
          construct: (target, args, newTarget) =>
            asks(args) ? make(args[1] as never) : Reflect.construct(target, args, newTarget),
          apply: (target, self, args) =>
            asks(args) ? make(args[1] as never) : Reflect.apply(target as never, self, args),
        }),
      });
    }
  }
}
