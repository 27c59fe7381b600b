import { isJsonObject } from './json-object.ts';

/** How the server misbehaves. Shares are from 0 (never) to 1 (always). */
export interface Faults {
  /** Share of events that a socket is not sent. */
  drop: number;
  /** Share of events that a socket is sent twice. */
  duplicate: number;
  /** Every event waits this long. */
  delayMs: number;
  /** Every event waits up to this long on top, at random, so that events overtake each other. */
  shuffleMs: number;
  /** Share of HTTP API calls and of new sockets whose connection is cut without an answer; true means all. */
  refuse: number;
}

export const noFaults: Faults = { drop: 0, duplicate: 0, delayMs: 0, shuffleMs: 0, refuse: 0 };

const largest: Faults = { drop: 1, duplicate: 1, delayMs: 60_000, shuffleMs: 60_000, refuse: 1 };

/** The faults that `value` asks for, what it leaves out being none; a string says what is wrong with it. */
export function parseFaults(value: unknown): Faults | string {
  if (!isJsonObject(value)) return 'Faults are a JSON object';
  const faults = { ...noFaults };
  for (const [name, given] of Object.entries(value)) {
    if (!isFaultName(name)) return `There is no fault named ${name}`;
    const amount = name === 'refuse' && typeof given === 'boolean' ? Number(given) : given;
    if (typeof amount !== 'number' || !(amount >= 0 && amount <= largest[name])) {
      return `${name} is a number from 0 to ${largest[name]}`;
    }
    faults[name] = amount;
  }
  return faults;
}

function isFaultName(name: string): name is keyof Faults {
  return Object.hasOwn(noFaults, name);
}
