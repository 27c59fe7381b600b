import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes } from '@noble/hashes/utils.js';
import type { ChannelsConfig } from './channels-config.ts';
import { RealtimeError } from './realtime-error.ts';

const utf8 = new TextEncoder();
const masterKeys = new WeakMap<ChannelsConfig, Uint8Array>();

/**
 * HMAC-SHA256 of a text under the app's secret, in hex.
 * Whatever came from a client must have been validated before it is put into `text`.
 */
export async function signText(config: ChannelsConfig, text: string): Promise<string> {
  // Not Web Crypto: what it hands to another thread and back takes several times as long as signing a line here.
  return toHex(hmac(sha256, utf8.encode(config.secret), utf8.encode(text)));
}

/**
 * The 32 byte key of an encrypted channel: SHA-256 of its name followed by the master key.
 * Throws RealtimeError `invalid` when the master key is not 32 bytes of base64.
 */
export function channelSharedSecret(config: ChannelsConfig, channel: string): Uint8Array {
  let masterKey = masterKeys.get(config);
  if (!masterKey) {
    masterKey = decodeMasterKey(config.encryptionMasterKey);
    masterKeys.set(config, masterKey);
  }
  return sha256(concatBytes(utf8.encode(channel), masterKey));
}

/** Base64 of at most some ten thousand bytes (they become arguments of one call). */
export function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

export function toHex(bytes: Uint8Array): string {
  let hex = '';
  for (const byte of bytes) hex += hexOfByte[byte];
  return hex;
}

const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function decodeMasterKey(base64: string): Uint8Array {
  let binary = '';
  try {
    binary = atob(base64);
  } catch {
    // Falls through to the length check: the error must not repeat the key.
  }
  if (binary.length !== 32) {
    throw new RealtimeError('invalid', 'The encryption master key must be 32 bytes in base64');
  }
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
