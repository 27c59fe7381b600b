import type { Row } from './read-rows.ts';

/** Conversations stay whole; texts without one are divided by what they say, so that copies stay together. */
const partCount = 10;
/** The parts that training never reads. */
const heldOutParts = 2;

/** From 0 to 9, the same on every run. */
export function partOf(row: Row): number {
  return hash(row.conv ?? row.text.toLowerCase().replace(/[^a-z]+/g, ' ')) % partCount;
}

export function isHeldOut(row: Row): boolean {
  return partOf(row) < heldOutParts;
}

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  return (value ^ (value >>> 13)) >>> 0;
}
