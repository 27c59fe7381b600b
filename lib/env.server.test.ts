import { describe, expect, it } from 'vitest';
import { EnvironmentError, readServerEnvironment } from './env.server.ts';
import { testEnvironment } from './test-environment.ts';

const { SUPABASE_JWT_SECRET: _, CHANNELS_CLUSTER: __, ...required } = testEnvironment;

function problemsOf(source: Record<string, string | undefined>): string {
  try {
    readServerEnvironment(source);
  } catch (error) {
    if (error instanceof EnvironmentError) {
      return error.message;
    }
    throw error;
  }
  return '';
}

describe('the server environment', () => {
  it('is read when it is complete, with numbers as numbers and TLS on unless told', () => {
    expect(readServerEnvironment({ ...testEnvironment, CHANNELS_PORT: ' 6001 ' })).toMatchObject({
      APP_URL: 'https://lendline.example',
      CHANNELS_PORT: 6001,
      CHANNELS_TLS: 'true',
    });
  });

  it.each(Object.keys(required))('says that %s is missing and where to get it', (name) => {
    const line = problemsOf({ ...testEnvironment, [name]: undefined })
      .split('\n')
      .find((each) => each.includes(name));
    expect(line).toMatch(new RegExp(`^ {2}${name} is missing \\(.{10,}\\)$`));
  });

  it('says that a variable left blank is missing', () => {
    expect(problemsOf({ ...testEnvironment, CRON_SECRET: '  ' })).toContain('CRON_SECRET is missing');
  });

  it('names every missing variable at once', () => {
    const problems = problemsOf({});
    for (const name of [...Object.keys(required), 'CHANNELS_CLUSTER']) {
      expect(problems).toContain(`  ${name} is missing`);
    }
  });

  it('needs a cluster only when there is no host', () => {
    const hosted = { ...testEnvironment, CHANNELS_CLUSTER: undefined };
    expect(problemsOf(hosted)).toContain('CHANNELS_CLUSTER is missing (or set CHANNELS_HOST');
    expect(problemsOf({ ...hosted, CHANNELS_HOST: 'localhost' })).toBe('');
  });

  it.each([
    ['APP_URL', 'javascript:alert(1)'],
    ['APP_URL', 'localhost:3000'],
    ['SIGNING_KEY', 'c2hvcnQ='],
    ['CHANNELS_PORT', '70000'],
    ['CHANNELS_TLS', 'yes'],
    ['IMAGE_ORIGINS', 'https://cdn.example.com; script-src *'],
    ['IMAGE_ORIGINS', 'https://cdn.example.com/pictures'],
    ['CRON_SECRET', 'short'],
    ['SUPABASE_JWT_SECRET', 'short'],
  ])('refuses %s=%s without repeating the value', (name, value) => {
    const problems = problemsOf({ ...testEnvironment, [name]: value });
    expect(problems).toMatch(new RegExp(`^ {2}${name} (?!is missing)`, 'm'));
    expect(problems).not.toContain(value);
  });
});
