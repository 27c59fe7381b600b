import type { ReadMessage } from './detectors/detector.ts';
import { readFull } from './views/read-full.ts';
import { readLight } from './views/read-light.ts';

/** Reads a text in its three views, each once. */
export function readMessage(raw: string): ReadMessage {
  const light = readLight(raw);
  return { raw, light, full: readFull(light) };
}
