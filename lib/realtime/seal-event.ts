import nacl from 'tweetnacl';
import type { ChannelsConfig } from './channels-config.ts';
import { channelSharedSecret, toBase64 } from './channels-signature.ts';

/**
 * An event's data for an encrypted channel: NaCl secretbox under the channel's shared secret and a random
 * 24 byte nonce, as `{"nonce","ciphertext"}` in base64, which is what pusher-js opens.
 */
export function sealEvent(config: ChannelsConfig, channel: string, plain: Uint8Array): string {
  const nonce = crypto.getRandomValues(new Uint8Array(nacl.secretbox.nonceLength));
  const ciphertext = nacl.secretbox(plain, nonce, channelSharedSecret(config, channel));
  return `{"nonce":"${toBase64(nonce)}","ciphertext":"${toBase64(ciphertext)}"}`;
}
