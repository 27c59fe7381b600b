import { expect, it } from 'vitest';
import { requireCronSecret } from './require-cron-secret.ts';

const secret = 'a-cron-secret-of-some-length';

function request(authorization?: string) {
  return new Request('https://lendline.example', {
    headers: authorization === undefined ? {} : { authorization },
  });
}

it('lets the scheduler in', () => {
  expect(() => requireCronSecret(request(`Bearer ${secret}`), secret)).not.toThrow();
});

it.each([
  undefined,
  '',
  'Bearer',
  secret,
  `bearer ${secret}`,
  `Bearer ${secret}x`,
  `Bearer ${secret.slice(1)}`,
  'Bearer '.padEnd(35, '\u00e9'),
])('refuses %j', (authorization) => {
  expect(() => requireCronSecret(request(authorization), secret)).toThrowError(
    expect.objectContaining({ code: 'unauthenticated' }),
  );
});
