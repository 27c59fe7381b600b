import nacl from 'tweetnacl';
import { expect, test } from 'vitest';
import { secretbox } from './secretbox.ts';

const key = nacl.randomBytes(32);
const nonce = nacl.randomBytes(24);

test.each([0, 1, 31, 32, 33, 7_000])('what NaCl sealed of %i bytes is opened', (length) => {
  const plain = nacl.randomBytes(length);
  expect(secretbox.open(nacl.secretbox(plain, nonce, key), nonce, key)).toEqual(plain);
});

test('an altered text, another nonce and another key open nothing', () => {
  const sealed = nacl.secretbox(nacl.randomBytes(100), nonce, key);
  for (const position of [0, 15, 16, 115]) {
    const altered = Uint8Array.from(sealed, (byte, index) => (index === position ? byte ^ 1 : byte));
    expect(secretbox.open(altered, nonce, key)).toBeNull();
  }
  expect(secretbox.open(sealed, nacl.randomBytes(24), key)).toBeNull();
  expect(secretbox.open(sealed, nonce, nacl.randomBytes(32))).toBeNull();
  expect(secretbox.open(sealed.slice(0, 10), nonce, key)).toBeNull();
});
