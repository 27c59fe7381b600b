import { expect, it } from 'vitest';
import { fingerprint } from './fingerprint.ts';

it('texts that say the same have one fingerprint, however they are disguised', () => {
  const plain = fingerprint('Hello, is your tent still free?');
  expect(fingerprint('HELLO!!  is yоur t\u200bent st1ll frеe??')).toBe(plain);
  expect(fingerprint('Hello, is your bike still free?')).not.toBe(plain);
  expect(plain).toMatch(/^[0-9a-f]{14}$/);
});
