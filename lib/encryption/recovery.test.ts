import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import nacl from 'tweetnacl';
import { describe, expect, it, vi } from 'vitest';
import { concat, fromBase64, randomBytes, toBase64, uint32, utf8, uuidBytes } from './bytes.ts';
import { newIdentity } from './identity.ts';
import { writeKeyring } from './keyring.ts';
import { derive, type RecoverySecret, unwrapKeyring, wrapKeyring } from './recovery.ts';
import { newRecoveryKey, readRecoveryKey } from './recovery-key.ts';
import { failureOf } from './test-people.ts';

const userId = 'a0000000-0000-4000-8000-00000000000a';
const older = newIdentity(userId, 1);
const newer = newIdentity(userId, 2);
const owner = { userId, version: 2 };
const passphrase: RecoverySecret = { kind: 'passphrase', secret: 'seven kayaks under the bridge' };

const failureCode = (promise: Promise<unknown>) =>
  promise.then(
    () => 'nothing failed',
    (error: { code?: string }) => error.code ?? error,
  );

describe('a recovery key', () => {
  it('gives back every key that a person had', async () => {
    const secret = newRecoveryKey();
    const wrapped = await wrapKeyring([older, newer], { kind: 'key', secret });
    expect(await unwrapKeyring(wrapped, { kind: 'key', secret }, owner)).toEqual([older, newer]);
  });

  it('is eight groups of four, read however it is typed', () => {
    const key = newRecoveryKey();
    expect(key).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){7}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(readRecoveryKey(` ${key.toLowerCase().replaceAll('-', ' ')} `)).toEqual(readRecoveryKey(key));
    expect(readRecoveryKey(key.replaceAll('0', 'o').replaceAll('1', 'l'))).toEqual(readRecoveryKey(key));
    expect(newRecoveryKey()).not.toBe(key);
  });

  it('with a typing error says so, and another one that it isn’t the one', async () => {
    const secret = newRecoveryKey();
    const wrapped = await wrapKeyring([newer], { kind: 'key', secret });
    expect(failureOf(() => readRecoveryKey(secret.slice(1)))).toBe('mistyped_recovery_key');
    const other = await failureCode(unwrapKeyring(wrapped, { kind: 'key', secret: newRecoveryKey() }, owner));
    expect(other).toBe('wrong_recovery_secret');
  });
});

describe('a passphrase', () => {
  it('gives back the keys, in whatever Unicode form and with whatever spaces around it', async () => {
    const wrapped = await wrapKeyring([newer], { kind: 'passphrase', secret: 'Kajak über den Fluß' });
    const typed = { kind: 'passphrase' as const, secret: '  Kajak u\u0308ber den Fluß ' };
    expect(await unwrapKeyring(wrapped, typed, owner)).toEqual([newer]);
  });

  it('can be changed: the new one opens, the old one doesn’t', async () => {
    const changed = { ...passphrase, secret: 'a dozen paddles in the shed' };
    const wrapped = await wrapKeyring([newer], changed);
    expect(await unwrapKeyring(wrapped, changed, owner)).toEqual([newer]);
    expect(await failureCode(unwrapKeyring(wrapped, passphrase, owner))).toBe('wrong_recovery_secret');
  });

  it.each(['short', 'aaaaaaaaaaaaaaaaaaaa', 'abababababababab', '            '])(
    'like “%s” is refused',
    async (secret) => {
      expect(await failureCode(wrapKeyring([newer], { kind: 'passphrase', secret }))).toBe('weak_passphrase');
    },
  );
});

/** As an honest device would, but with the rounds and the salt that an attacker wants. */
async function weakWrap(iterations: number, saltLength: number): Promise<string> {
  const salt = randomBytes(saltLength);
  const header = concat(Uint8Array.of(1, 2), uint32(iterations), Uint8Array.of(saltLength), salt);
  const master = await derive(passphrase.secret, salt, iterations);
  const key = hmac(sha256, master, concat(utf8('lendline-recovery'), header, uuidBytes(userId), uint32(2)));
  const nonce = randomBytes(24);
  return toBase64(concat(header, nonce, nacl.secretbox(writeKeyring([newer]), nonce, key)));
}

describe('a server that wants to guess the passphrase', () => {
  it.each([
    [1, 16],
    [599_999, 16],
    [600_000, 15],
    [600_000, 0],
    [4_294_967_295, 16],
  ])('can’t get a device to derive with %i rounds and %i bytes of salt', async (iterations, saltLength) => {
    const wrapped =
      iterations > 1_000_000
        ? withRounds(await weakWrap(1, 16), iterations)
        : await weakWrap(iterations, saltLength);
    const deriveBits = vi.spyOn(crypto.subtle, 'deriveBits');
    expect(await failureCode(unwrapKeyring(wrapped, passphrase, owner))).toBe('weak_derivation');
    expect(deriveBits).not.toHaveBeenCalled();
    deriveBits.mockRestore();
  });

  it('could with the floor, which shows that the floor is what stops it', async () => {
    expect(await unwrapKeyring(await weakWrap(600_000, 16), passphrase, owner)).toEqual([newer]);
  });

  it('can’t hand out somebody else’s wrap, or that of an earlier version', async () => {
    const wrapped = await wrapKeyring([newer], passphrase);
    const another = { userId: 'a0000000-0000-4000-8000-00000000000b', version: 2 };
    expect(await failureCode(unwrapKeyring(wrapped, passphrase, another))).toBe('wrong_recovery_secret');
    const later = { userId, version: 3 };
    expect(await failureCode(unwrapKeyring(wrapped, passphrase, later))).toBe('wrong_recovery_secret');
  });

  it('can’t change a byte of it', async () => {
    const secret = newRecoveryKey();
    const wrapped = fromBase64(await wrapKeyring([newer], { kind: 'key', secret }));
    for (const at of wrapped.keys()) {
      const altered = toBase64(wrapped.map((byte, index) => (index === at ? byte ^ 1 : byte)));
      expect(await failureCode(unwrapKeyring(altered, { kind: 'key', secret }, owner))).toMatch(
        /malformed|weak_derivation|wrong_recovery_secret/,
      );
    }
  });
});

function withRounds(wrapped: string, iterations: number): string {
  const bytes = fromBase64(wrapped);
  bytes.set(uint32(iterations), 2);
  return toBase64(bytes);
}
