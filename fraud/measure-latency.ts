import { performance } from 'node:perf_hooks';
import { score } from '../lib/fraud/score.ts';
import { context } from './scored.ts';

/** Milliseconds. */
export interface Latency {
  p50: number;
  p99: number;
  highest: number;
}

/** How often each text is scored; the fastest run counts, because other programs on the machine only make it slower. */
const runs = 5;

export function measureLatency(texts: readonly string[]): Latency {
  const durations = texts.map((text) => Math.min(...Array.from({ length: runs }, () => measure(text))));
  durations.sort((a, b) => a - b);
  return {
    p50: durations[Math.floor(durations.length * 0.5)] ?? Number.NaN,
    p99: durations[Math.floor(durations.length * 0.99)] ?? Number.NaN,
    highest: durations.at(-1) ?? Number.NaN,
  };
}

function measure(text: string): number {
  const startedAt = performance.now();
  score({ text }, context);
  return performance.now() - startedAt;
}

const length = 4_096;
const fill = (piece: string) => piece.repeat(Math.ceil(length / piece.length)).slice(0, length);

/** Texts of 4 kB that make patterns, scanners or views work as hard as they can. */
export const hostileTexts: readonly [name: string, text: string][] = [
  ['letters', fill('a')],
  ['digits', fill('9')],
  ['digits and spaces', fill('9 8 ')],
  ['numbers', fill('415-555-2671 ')],
  ['spelled digits', fill('nine eight ')],
  ['almost an address', `${fill('a').slice(1)}@`],
  ['at signs', fill('a@')],
  ['at and dot', fill('a at b dot ')],
  ['dots', fill('a.')],
  ['links', fill('www.a.co/b ')],
  ['schemes', fill('http://')],
  ['brackets', fill('((((')],
  ['pay', fill('pay send deposit ')],
  ['almost friends', fill('send friends and ')],
  ['spaces', fill(' ')],
  ['new lines', fill('a\n')],
  ['spelled out', fill('w e s t e r n ')],
  ['leet', fill('w3st3rn un10n ')],
  ['signs', fill('@$!|+1 ')],
  ['lookalikes', fill('раураl ')],
  ['zero-width', fill('p\u200b')],
  ['marks', fill('a\u0301\u0302')],
  ['bold', fill('𝐩𝐚𝐲')],
  ['one Cyrillic word', fill('п')],
  ['emoji', fill('👩‍👩‍👧‍👦')],
  [
    'different characters',
    Array.from({ length: 2_000 }, (_, at) => String.fromCodePoint(0x3400 + at * 7)).join(''),
  ],
  ['surrogates', fill('\ud800')],
  ['swearing', fill('shit fuck ')],
  ['everything', fill('Pay by western union or a gift card, whatsapp me +1 415 555 2671 a@b.example ')],
];
