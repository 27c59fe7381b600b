import { PostgrestError } from '@supabase/supabase-js';
import { describe, expect, it } from 'vitest';
import { toAppError, unwrap } from './database-error.ts';

function failure(code: string, details = '', message = 'what the database said') {
  return new PostgrestError({ code, details, message, hint: '' });
}

describe('an error of the database', () => {
  it.each([
    ['PT404', 'not_found'],
    ['PT403', 'forbidden'],
    ['PT409', 'conflict'],
    ['PT422', 'invalid_input'],
    ['PT429', 'rate_limited'],
    ['42501', 'forbidden'],
    ['PGRST301', 'unauthenticated'],
    ['PGRST303', 'unauthenticated'],
    ['57014', 'unavailable'],
    ['', 'unavailable'],
    ['40P01', 'unavailable'],
    ['PGRST002', 'unavailable'],
    ['23514', 'internal'],
    ['toString', 'internal'],
  ])('%s is %s, and keeps its cause for the log', (code, expected) => {
    const cause = failure(code);
    expect(toAppError(cause)).toMatchObject({ code: expected, cause });
  });

  it('names the field that is wrong', () => {
    expect(toAppError(failure('PT422', 'replyToId', 'is elsewhere')).details).toEqual({
      fields: [{ path: 'replyToId', message: 'is elsewhere' }],
    });
  });

  it('says until when somebody is muted, unless it is for good', () => {
    const muted = (hint: string) =>
      toAppError(new PostgrestError({ code: 'PT403', details: 'muted', message: 'Not now', hint })).details;
    expect(muted('2999-01-01T00:00:00+00:00')).toEqual({
      reason: 'muted',
      until: '2999-01-01T00:00:00+00:00',
    });
    expect(muted('')).toEqual({ reason: 'muted' });
  });

  it('says how long to wait, 10 seconds when the database does not', () => {
    expect(toAppError(failure('PT429', '60')).retryAfterSeconds).toBe(60);
    expect(toAppError(failure('PT429', 'soon')).retryAfterSeconds).toBe(10);
    expect(toAppError(failure('57014')).retryAfterSeconds).toBe(2);
  });

  it.each(['PT403', 'PT409', 'PT422'])(
    '%s says what the migrations say, which is meant for people',
    (code) => {
      expect(toAppError(failure(code, 'emoji', 'Messages can be edited for 15 minutes')).message).toBe(
        'Messages can be edited for 15 minutes',
      );
    },
  );

  it.each(['57014', '23514', 'PT404', '42501'])(
    '%s tells the caller nothing of what the database said',
    (code) => {
      expect(toAppError(failure(code, 'Failing row contains (secret)')).message).not.toMatch(
        /database said|secret/,
      );
    },
  );
});

describe('the answer of a call', () => {
  it('is unwrapped', () => {
    expect(unwrap({ data: [1], error: null })).toEqual([1]);
    expect(unwrap({ data: null, error: null })).toBeNull();
  });

  it('is thrown when it is an error', () => {
    expect(() => unwrap({ data: null, error: failure('PT404') })).toThrowError(
      expect.objectContaining({ code: 'not_found' }),
    );
  });
});
