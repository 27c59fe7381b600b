import { beforeAll, describe, expect, it } from 'vitest';
import { speakNepali } from './speak-nepali';

const at = new Date('2026-11-25T18:09:00Z');
const write = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('ne', { timeZone: 'Asia/Kathmandu', ...options }).format(at);

describe('Intl, taught Nepali', () => {
  // As a page runs it: from its own text, with nothing around it.
  beforeAll(() => new Function(`(${speakNepali})()`)());

  it('writes dates and times in the time zone that is asked for', () => {
    expect(write({ dateStyle: 'full', timeStyle: 'short' })).toBe('२०२६ नोभेम्बर २५, बुधबार, २३:५४');
    expect(write({ month: 'short', day: 'numeric' })).toBe('नोभेम्बर २५');
    expect(write({ month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' })).toBe(
      'नोभेम्बर २५, २३:५४',
    );
    expect(write({ month: 'long', year: 'numeric' })).toBe('२०२६ नोभेम्बर');
    expect(write({ weekday: 'short', day: 'numeric', month: 'numeric' })).toBe('११/२५, बुध');
    expect(write({})).toBe('२०२६/११/२५');
    expect(
      new Intl.DateTimeFormat('ne', { timeZone: 'UTC', hour: 'numeric', minute: '2-digit' }).format(at),
    ).toBe('१८:०९');
    expect(new Intl.DateTimeFormat('ne', { timeZone: 'UTC' }).resolvedOptions().timeZone).toBe('UTC');
    expect(() => new Intl.DateTimeFormat('ne', { timeZone: 'Nowhere' })).toThrow(RangeError);
  });

  it('says what two days share once', () => {
    const days = new Intl.DateTimeFormat('ne', { timeZone: 'UTC', month: 'short', day: 'numeric' });
    const range = (first: string, last: string) => days.formatRange(new Date(first), new Date(last));
    expect(range('2026-11-25', '2026-11-28')).toBe('नोभेम्बर २५ – २८');
    expect(range('2026-11-25', '2026-11-25')).toBe('नोभेम्बर २५');
    expect(range('2026-11-25', '2026-12-02')).toBe('नोभेम्बर २५ – डिसेम्बर २');
    expect(range('2026-11-20', '2026-11-28')).toBe('नोभेम्बर २० – २८');
  });

  it('says how long ago something was', () => {
    const ago = new Intl.RelativeTimeFormat('ne', { numeric: 'auto', style: 'narrow' });
    expect(ago.format(-5, 'minutes')).toBe('५ मिनेट अघि');
    expect(ago.format(-1, 'day')).toBe('हिजो');
    expect(ago.format(3, 'hour')).toBe('३ घण्टामा');
    expect(ago.format(0, 'second')).toBe('अहिले');
    expect(new Intl.RelativeTimeFormat('ne').format(-1, 'day')).toBe('१ दिन अघि');
  });

  it('counts, lists and prices', () => {
    expect(new Intl.NumberFormat('ne').format(1_234_567.5)).toBe('१२,३४,५६७.५');
    expect(new Intl.NumberFormat('ne', { style: 'currency', currency: 'EUR' }).format(24)).toBe('€२४.००');
    expect(new Intl.ListFormat('ne').format(['सरिता', 'Ben', 'Ana'])).toBe('सरिता, Ben र Ana');
    expect(new Intl.PluralRules('ne').select(1)).toBe('one');
    expect(new Intl.PluralRules('ne').select(0)).toBe('other');
  });

  it('leaves other languages as they were', () => {
    expect(new Intl.NumberFormat('en').format(1234.5)).toBe('1,234.5');
    expect(new Intl.DateTimeFormat('en', { timeZone: 'UTC', dateStyle: 'medium' }).format(at)).toBe(
      'Nov 25, 2026',
    );
    expect(new Intl.DateTimeFormat() instanceof Intl.DateTimeFormat).toBe(true);
    expect(Intl.DateTimeFormat.supportedLocalesOf(['en'])).toEqual(['en']);
  });
});
