import { expect, it } from 'vitest';
import { pathWithinSite } from './path-within-site.ts';

it.each([
  '/',
  '/messages',
  '/gear/mountain-bike?from=/inbox#log',
  '/ne/messages/7',
  '/a//b',
  '/search?q=https://x.example',
])('goes on to %s', (path) => {
  expect(pathWithinSite(path)).toBe(path);
});

it.each([
  null,
  undefined,
  '',
  'messages',
  'https://evil.example',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '\t//evil.example',
  ' //evil.example',
  '/.//evil.example',
  '/a/..//evil.example',
  '/%2e//evil.example',
  '/a/%2e%2e//evil.example',
  '/messages\\..\\..\\evil',
  'javascript:alert(1)',
  '/\u0000',
])('goes to the start page instead of %j', (next) => {
  expect(pathWithinSite(next)).toBe('/');
});

it.each([
  '/messages',
  '/.//evil.example',
  '/..//evil.example',
  '/%2f/evil.example',
  '/@evil.example',
  '/a/../../b',
])('a browser that follows %s stays on this site', (next) => {
  expect(new URL(pathWithinSite(next), 'https://lendline.example').host).toBe('lendline.example');
});
