import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFull } from './read-full.ts';
import { readLight } from './read-light.ts';
import { rawSpan } from './view.ts';

const full = (raw: string) => readFull(readLight(raw)).text;

describe('disguised words read as the words they are', () => {
  it.each([
    ['Wеѕtеrn Unіоn', 'western union', 'Cyrillic letters'],
    ['ωεѕтεяη υηιση', 'western union', 'letters of several alphabets'],
    ['wes\u200btern u\u00adni\u2060on', 'western union', 'characters without width'],
    ['𝐖𝐞𝐬𝐭𝐞𝐫𝐧 𝓤𝓷𝓲𝓸𝓷', 'western union', 'mathematical letters'],
    ['ⓌⒺⓈⓉⒺⓇⓃ ｕｎｉｏｎ', 'western union', 'circled and wide letters'],
    ['w̷e̷s̷t̷e̷r̷n̷ ùñîöñ', 'western union', 'marks'],
    ['w3st3rn un10n', 'western union', 'digits'],
    ['w3$t3rn un!on', 'western union', 'signs'],
    ['w e s t e r n  u n i o n', 'western union', 'spaces between letters'],
    ['w.e.s.t.e.r.n u-n-i-o-n', 'western union', 'dots and hyphens between letters'],
    ['westernnnn uuuunion', 'western union', 'repeated letters'],
    ['western\n\n   union', 'western union', 'white space'],
  ])('%s', (raw, read) => {
    expect(full(raw)).toBe(read);
  });
});

describe('what isn’t disguised stays as it is', () => {
  it.each([
    'see you at 5pm on the 2nd, 10km from here',
    'the d750 with the 24mm lens, 64gb',
    'it costs $50 or €45, 10% off',
    'write to ana1@b4.example',
    'i have a b in maths',
    'wow! great!',
  ])('%s', (raw) => {
    expect(full(raw)).toBe(raw);
  });

  it.each(['Привет, сом есть? Вот', 'Η Πλατεία Συντάγματος', 'नमस्ते', 'مرحبا', '你好'])(
    'a message in its own alphabet is not in disguise: %s',
    (raw) => {
      expect(readLight(raw).disguised).toEqual([]);
    },
  );

  it('a Greek place in an English message is not in disguise', () => {
    expect(readLight('We meet at ΠΑΦΟΣ, near the beach').disguised).toEqual([]);
  });

  it('an emoji made of several is not in disguise', () => {
    expect(readLight('See you 👩‍👩‍👧‍👦 🇳🇵 ❤️').disguised).toEqual([]);
  });
});

describe('the way back to the raw text', () => {
  it('leads to the letters that were read', () => {
    const raw = 'ok, Pаy by w\u200be\u200bs\u200bt\u200bern uni0n 👍';
    const view = readFull(readLight(raw));
    const at = view.text.indexOf('western');
    expect(raw.slice(...rawSpan(view, at, at + 'western union'.length))).toBe(
      'w\u200be\u200bs\u200bt\u200bern uni0n',
    );
  });

  it('never runs backwards, and never leaves the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (raw) => {
        const light = readLight(raw);
        for (const view of [light, readFull(light)]) {
          expect(view.starts).toHaveLength(view.text.length);
          expect(view.ends).toHaveLength(view.text.length);
          view.starts.forEach((start, index) => {
            const end = view.ends[index] ?? -1;
            expect(start).toBeLessThan(end);
            expect(end).toBeLessThanOrEqual(raw.length);
            expect(start).toBeGreaterThanOrEqual(view.starts[index - 1] ?? 0);
          });
        }
      }),
    );
  });
});
