import { describe, expect, it } from 'vitest';
import { countDays, problemOfAmount, problemsOfDays } from './term-problems';

const today = '2026-03-10';

describe('what is wrong with the days of a rental', () => {
  it('is nothing from today on, for up to a year', () => {
    expect(problemsOfDays({ startsOn: today, endsOn: today }, today)).toEqual({});
    expect(problemsOfDays({ startsOn: today, endsOn: '2027-03-10' }, today)).toEqual({});
  });

  it('is said of the field that has to be changed', () => {
    expect(problemsOfDays({ startsOn: '', endsOn: '' }, today)).toEqual({
      startsOn: 'noFirst',
      endsOn: 'noLast',
    });
    expect(problemsOfDays({ startsOn: '2026-03-09', endsOn: '2026-03-12' }, today)).toEqual({
      startsOn: 'past',
    });
    expect(problemsOfDays({ startsOn: '2028-04-01', endsOn: '2028-04-02' }, today)).toEqual({
      startsOn: 'far',
    });
    expect(problemsOfDays({ startsOn: '2026-03-12', endsOn: '2026-03-11' }, today)).toEqual({
      endsOn: 'order',
    });
    expect(problemsOfDays({ startsOn: today, endsOn: '2027-03-11' }, today)).toEqual({ endsOn: 'long' });
    expect(problemsOfDays({ startsOn: '', endsOn: '2026-03-11' }, today)).toEqual({ startsOn: 'noFirst' });
  });

  it('leaves nothing to count', () => {
    expect(countDays({ startsOn: today, endsOn: '2026-03-12' })).toBe(3);
    expect(countDays({ startsOn: today, endsOn: '2026-03-09' })).toBeNull();
    expect(countDays({ startsOn: '', endsOn: today })).toBeNull();
  });
});

describe('what is wrong with an amount', () => {
  it('is that it is none, finer than the currency or too high', () => {
    expect(['', '-1', 'a'].map((value) => problemOfAmount(value, 100))).toEqual([
      'amount',
      'amount',
      'amount',
    ]);
    expect(problemOfAmount('12.345', 100)).toBe('precise');
    expect(problemOfAmount('12.5', 1)).toBe('precise');
    expect(problemOfAmount('10000000', 100)).toBe('high');
  });

  it('is nothing else', () => {
    expect(['0', '0.29', '1.1', '45', '9999999.99'].map((value) => problemOfAmount(value, 100))).toEqual(
      Array(5).fill(null),
    );
  });
});
