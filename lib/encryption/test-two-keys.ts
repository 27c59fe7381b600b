import nacl from 'tweetnacl';

const prime = 2n ** 130n - 5n;
const limb = 2n ** 128n;

function number(bytes: Uint8Array): bigint {
  return bytes.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n);
}

function bytesOf(value: bigint, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => Number((value >> BigInt(8 * index)) & 255n));
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let b = base % prime, e = exponent; e > 0n; e >>= 1n) {
    result = e & 1n ? (result * b) % prime : result;
    b = (b * b) % prime;
  }
  return result;
}

const mod = (value: bigint) => ((value % prime) + prime) % prime;

/** The first `length` bytes of secretbox's stream: 32 bytes are Poly1305's key, the text begins after them. */
function stream(nonce: Uint8Array, key: Uint8Array, length: number): Uint8Array {
  const sealed = nacl.secretbox(new Uint8Array(length), nonce, key);
  return sealed.subarray(16);
}

/** Poly1305's own key isn't in secretbox's output; HSalsa20 and Salsa20 give it. */
function macKey(nonce: Uint8Array, key: Uint8Array): { r: bigint; s: bigint } {
  const lowlevel = (nacl as unknown as { lowlevel: Lowlevel }).lowlevel;
  const first = new Uint8Array(32);
  lowlevel.crypto_stream(first, 0, 32, nonce, key);
  const clamp = 0x0ffffffc0ffffffc0ffffffc0fffffffn;
  return { r: number(first.subarray(0, 16)) & clamp, s: number(first.subarray(16)) };
}

interface Lowlevel {
  crypto_stream(out: Uint8Array, at: number, length: number, nonce: Uint8Array, key: Uint8Array): void;
}

/**
 * The attack of "invisible salamanders" (Dodis, Grubbs, Ristenpart, Woodage 2018): a ciphertext, tag included, that secretbox opens
 * under two keys. Under the first one it is `plain`, but for 16 bytes of its franking key; under the second, something else.
 */
export function twoKeyCiphertext(
  plain: Uint8Array,
  nonce: Uint8Array,
  one: Uint8Array,
  other: Uint8Array,
): Uint8Array {
  const keys = [macKey(nonce, one), macKey(nonce, other)] as const;
  const keyStream = stream(nonce, one, plain.length);
  // The block that is free begins at 16: bytes 12 to 27 of the franking key, which follows a length of 4 bytes.
  for (let attempt = 0; attempt < 256; attempt += 1) {
    const ciphertext = plain.map((byte, index) => byte ^ (keyStream[index] ?? 0));
    // Another first franking byte gives another equation to solve.
    ciphertext[4] = attempt;
    ciphertext.fill(0, 16, 32);
    const blocks = Array.from({ length: Math.ceil(plain.length / 16) }, (_, at) => {
      const block = ciphertext.subarray(at * 16, at * 16 + 16);
      return number(block) + 2n ** BigInt(8 * block.length);
    });
    const sums = keys.map(({ r }) => blocks.reduce((sum, block) => mod((sum + block) * r), 0n));
    const weights = keys.map(({ r }) => power(r, BigInt(blocks.length - 1)));
    const [sumA = 0n, sumB = 0n] = sums;
    const [weightA = 0n, weightB = 0n] = weights;
    // Both tags are the same: sum + x · weight + s, to the modulus 2^128, which may wrap around a few times.
    for (let wraps = -4n; wraps <= 4n; wraps += 1n) {
      const right = mod(sumB - sumA + keys[1].s - keys[0].s + wraps * limb);
      const x = mod(right * power(mod(weightA - weightB), prime - 2n));
      if (x < limb) {
        const [tagA = 0n, tagB = 0n] = keys.map(
          ({ s }, at) => (mod((sums[at] ?? 0n) + x * (weights[at] ?? 0n)) + s) % limb,
        );
        if (tagA === tagB) {
          ciphertext.set(bytesOf(x, 16), 16);
          return Uint8Array.of(...bytesOf(tagA, 16), ...ciphertext);
        }
      }
    }
  }
  throw new Error('No ciphertext found');
}
