import { readMessage } from './read-message.ts';

/**
 * The same for texts that say the same: letters alone, disguises undone. For counting to how many people somebody sends
 * it; 53 bits as hex, not meant to resist somebody who looks for two texts with one fingerprint (cyrb53).
 */
export function fingerprint(text: string): string {
  const letters = readMessage(text).full.text.replace(/[^\p{L}]+/gu, '');
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let at = 0; at < letters.length; at += 1) {
    const unit = letters.charCodeAt(at);
    high = Math.imul(high ^ unit, 2_654_435_761);
    low = Math.imul(low ^ unit, 1_597_334_677);
  }
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
  return (4_294_967_296 * (2_097_151 & low) + (high >>> 0)).toString(16).padStart(14, '0');
}
