import type { View } from '../views/view.ts';

/** Features are hashed to this many places. */
export const featureCount = 1 << 16;

export interface Feature {
  index: number;
  isPair: boolean;
  /** Where it stands in the view. */
  start: number;
  end: number;
}

const word = /\d+|\p{L}+(?:'[a-z]+)?|[$£€%]/gu;

/**
 * The words of a full view and their pairs, each once, hashed. Numbers count by their length; `l` and `i`, single and
 * double letters are one, because digits that stood for letters can be read either way.
 */
export function readFeatures(view: View): Feature[] {
  const features = new Map<number, Feature>();
  let last = '<';
  let lastStart = 0;
  for (const match of view.text.matchAll(word)) {
    const skeleton = readSkeleton(match[0]);
    const end = match.index + match[0].length;
    add(features, { index: hash(skeleton), isPair: false, start: match.index, end });
    add(features, { index: hash(`${last} ${skeleton}`), isPair: true, start: lastStart, end });
    last = skeleton;
    lastStart = match.index;
  }
  return [...features.values()];
}

function readSkeleton(text: string): string {
  const code = text.charCodeAt(0);
  if (code >= 48 && code <= 57) {
    return `#${Math.min(text.length, 8)}`;
  }
  return text.replaceAll('l', 'i').replace(/(.)\1+/g, '$1');
}

function add(features: Map<number, Feature>, feature: Feature): void {
  if (!features.has(feature.index)) {
    features.set(feature.index, feature);
  }
}

/** FNV-1a with a final mix, because its low bits alone collide. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  return ((value ^ (value >>> 13)) >>> 0) % featureCount;
}
