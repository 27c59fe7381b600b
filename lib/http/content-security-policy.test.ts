import { expect, test } from 'vitest';
import { contentSecurityPolicy } from './content-security-policy.ts';

const hosted = { channels: { key: 'k', host: null, port: null, cluster: 'eu', useTls: true } };
const own = { channels: { key: 'k', host: '127.0.0.1', port: 54322, cluster: null, useTls: false } };

test('scripts need the nonce of their request, and no page allows inline ones', () => {
  const policy = contentSecurityPolicy('abc', hosted, { isDevelopment: false });
  expect(policy).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic';");
});

test('only development may evaluate text', () => {
  expect(contentSecurityPolicy('abc', hosted, { isDevelopment: false })).not.toContain('unsafe-eval');
  expect(contentSecurityPolicy('abc', hosted, { isDevelopment: true })).toContain("'unsafe-eval'");
});

test('a page talks to itself and to Channels, hosted or one’s own', () => {
  expect(contentSecurityPolicy('abc', hosted, { isDevelopment: false })).toContain(
    "connect-src 'self' wss://ws-eu.pusher.com;",
  );
  expect(contentSecurityPolicy('abc', own, { isDevelopment: false })).toContain(
    "connect-src 'self' ws://127.0.0.1:54322;",
  );
});

test('a service worker may come from the site itself, which script-src alone would refuse', () => {
  expect(contentSecurityPolicy('abc', hosted, { isDevelopment: false })).toContain("worker-src 'self';");
});

test('pictures come from the site itself, and from where it is told', () => {
  expect(contentSecurityPolicy('abc', hosted, { isDevelopment: false })).toContain(
    "img-src 'self' data: blob:;",
  );
  const imageOrigins = ['https://cdn.example.com', 'https://*.example.org'];
  expect(contentSecurityPolicy('abc', hosted, { isDevelopment: false, imageOrigins })).toContain(
    "img-src 'self' data: blob: https://cdn.example.com https://*.example.org;",
  );
});
