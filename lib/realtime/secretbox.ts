import { xsalsa20poly1305 } from '@noble/ciphers/salsa.js';

/**
 * What pusher-js needs of NaCl to open encrypted channels. Its own build brings all of tweetnacl, which is a third of that
 * build; this is secretbox alone.
 */
export const secretbox = {
  nonceLength: 24,
  overheadLength: 16,

  /** The plain bytes; null when the key is another one or anything was altered. */
  open(ciphertext: Uint8Array, nonce: Uint8Array, key: Uint8Array): Uint8Array | null {
    try {
      return xsalsa20poly1305(key, nonce).decrypt(ciphertext);
    } catch {
      return null;
    }
  },
};
