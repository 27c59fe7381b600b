import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import nacl from 'tweetnacl';
import { describe, expect, it } from 'vitest';
import { derive } from './recovery.ts';
import { fingerprint } from './safety-number.ts';

/** RFC 7748, 6.1; the same people are in NaCl's own tests/box.c. */
const alice = {
  secretKey: hexToBytes('77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a'),
  publicKey: hexToBytes('8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a'),
};
const bob = {
  secretKey: hexToBytes('5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb'),
  publicKey: hexToBytes('de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f'),
};

describe('X25519 (RFC 7748)', () => {
  it.each([
    [
      'a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4',
      'e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c',
      'c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552',
    ],
    [
      '4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d',
      'e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493',
      '95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957',
    ],
  ])('multiplies as in 5.2', (scalar, point, product) => {
    expect(bytesToHex(nacl.scalarMult(hexToBytes(scalar), hexToBytes(point)))).toBe(product);
  });

  it('gives Alice and Bob of 6.1 their public keys and the same secret', () => {
    const shared = '4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742';
    expect(nacl.box.keyPair.fromSecretKey(alice.secretKey).publicKey).toEqual(alice.publicKey);
    expect(nacl.box.keyPair.fromSecretKey(bob.secretKey).publicKey).toEqual(bob.publicKey);
    expect(bytesToHex(nacl.scalarMult(alice.secretKey, bob.publicKey))).toBe(shared);
    expect(bytesToHex(nacl.scalarMult(bob.secretKey, alice.publicKey))).toBe(shared);
  });
});

describe('box and secretbox (NaCl’s tests/box.c and tests/secretbox.c)', () => {
  const firstKey = hexToBytes('1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389');
  const nonce = hexToBytes('69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37');
  const plain = hexToBytes(
    'be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffce5ecbaaf33bd751a1ac728d45e6c6129' +
      '6cdc3c01233561f41db66cce314adb310e3be8250c46f06dceea3a7fa1348057e2f6556ad6b1318a024a838f21af1fde' +
      '048977eb48f59ffd4924ca1c60902e52f0a089bc76897040e082f937763848645e0705',
  );
  const sealed =
    'f3ffc7703f9400e52a7dfb4b3d3305d98e993b9f48681273c29650ba32fc76ce48332ea7164d96a4476fb8c531a1186a' +
    'c0dfc17c98dce87b4da7f011ec48c97271d2c20f9b928fe2270d6fb863d51738b48eeee314a7cc8ab932164548e526ae' +
    '90224368517acfeabd6bb3732bc0e9da99832b61ca01b6de56244a9e88d5f9b37973f622a43d14a6599b1f654cb45a74e355a5';

  it('agrees on the published key', () => {
    expect(nacl.box.before(bob.publicKey, alice.secretKey)).toEqual(firstKey);
  });

  it('seals to the published bytes, and opens them', () => {
    expect(bytesToHex(nacl.box(plain, nonce, bob.publicKey, alice.secretKey))).toBe(sealed);
    expect(bytesToHex(nacl.secretbox(plain, nonce, firstKey))).toBe(sealed);
    expect(nacl.box.open(hexToBytes(sealed), nonce, alice.publicKey, bob.secretKey)).toEqual(plain);
    expect(nacl.secretbox.open(hexToBytes(sealed), nonce, firstKey)).toEqual(plain);
  });
});

describe('HMAC-SHA-256 (RFC 4231)', () => {
  it.each([
    [
      '0b'.repeat(20),
      utf8ToBytes('Hi There'),
      'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
    ],
    [
      bytesToHex(utf8ToBytes('Jefe')),
      utf8ToBytes('what do ya want for nothing?'),
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
    [
      'aa'.repeat(20),
      hexToBytes('dd'.repeat(50)),
      '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe',
    ],
    [
      'aa'.repeat(131),
      utf8ToBytes('Test Using Larger Than Block-Size Key - Hash Key First'),
      '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
    ],
  ])('gives the published tags', (key, data, tag) => {
    expect(bytesToHex(hmac(sha256, hexToBytes(key), data))).toBe(tag);
  });
});

describe('PBKDF2-HMAC-SHA-256', () => {
  it.each([
    [1, '120fb6cffcf8b32c43e7225256c4f837a86548c92ccc35480805987cb70be17b'],
    [2, 'ae4d0c95af6b46d32d0adff928f06dd02a303f8ef3c251dfd6e2d85a95474c43'],
    [4_096, 'c5e478d59288c841aa530db6845c4c8d962893a001ce4e11a4963873aa98134a'],
  ])('derives the known key in %i rounds', async (iterations, key) => {
    expect(bytesToHex(await derive('password', utf8ToBytes('salt'), iterations))).toBe(key);
  });
});

describe('the safety number (libsignal’s fingerprint.rs)', () => {
  it('is Signal’s of the same keys and names', () => {
    const halves = [
      ['+14152222222', '0506863bc66d02b40d27b8d49ca7c09e9239236f9d7d25d6fcca5ce13c7064d868'],
      ['+14153333333', '05f781b6fb32fed9ba1cf2de978d4d5da28dc34046ae814402b5c0dbd96fda907b'],
    ].map(([name = '', key = '']) => fingerprint(utf8ToBytes(name), hexToBytes(key)));
    expect(halves.sort().join('')).toBe('300354477692869396892869876765458257569162576843440918079131');
  });
});
