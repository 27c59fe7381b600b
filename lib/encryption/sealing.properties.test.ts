import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SealedBody } from '../messages/message.ts';
import { openAtRest, sealAtRest } from './at-rest.ts';
import { fromBase64, toBase64 } from './bytes.ts';
import { pad, unpad } from './padding.ts';
import { safetyNumber } from './safety-number.ts';
import { SealingError } from './sealing-error.ts';
import { ana, ben, cara, failureOf, open, publishedKey, seal } from './test-people.ts';

const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({ unit: 'grapheme', maxLength: 400 }),
  fc.constantFrom('', 'a'.repeat(5_000), '\u{1f468}'.repeat(5_000), '\u0000\ufeff'),
);
const readers = fc.constantFrom(ana, ben, cara);

function flip(base64: string, bit: number): string {
  const bytes = fromBase64(base64);
  const at = bit % (bytes.length * 8);
  return toBase64(bytes.map((byte, index) => (index === at >> 3 ? byte ^ (1 << (at & 7)) : byte)));
}

describe('whatever is said', () => {
  it('everybody whom it was sealed to opens just that', () => {
    fc.assert(
      fc.property(texts, readers, (text, reader) => {
        expect(open(seal(text, ana, [ana, ben, cara]), reader).text).toBe(text);
      }),
    );
  });

  it('nobody else opens it', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(failureOf(() => open(seal(text, ana, [ana, ben]), cara))).toBe('not_for_me');
      }),
    );
  });

  it('no flipped bit of it goes unnoticed', () => {
    const fields = fc.constantFrom('envelope' as const, 'commitment' as const);
    fc.assert(
      fc.property(texts, readers, fields, fc.nat(), (text, reader, field, bit) => {
        const sealed = seal(text, ana, [ana, ben, cara]);
        const altered: SealedBody = { ...sealed, [field]: flip(sealed[field], bit) };
        // A bit of somebody else's box is theirs to notice.
        const failures = [ana, ben, cara].map((each) => failureOf(() => open(altered, each)));
        expect(failures.some((failure) => failure !== 'nothing failed')).toBe(true);
        const mine = failureOf(() => open(altered, reader));
        expect(mine === 'nothing failed' ? open(altered, reader).text : text).toBe(text);
      }),
      { numRuns: 300 },
    );
  });

  it('each flipped bit of a whole message to one person fails', () => {
    const sealed = seal('Hi', ana, [ana]);
    for (const bit of Array.from({ length: fromBase64(sealed.envelope).length * 8 }).keys()) {
      const altered = { ...sealed, envelope: flip(sealed.envelope, bit) };
      expect(failureOf(() => open(altered, ana))).toMatch(
        /not_genuine|malformed|not_for_me|unknown_sender_key/,
      );
    }
  });

  it('the same text is never sealed to the same bytes', () => {
    expect(seal('Hi').envelope).not.toBe(seal('Hi').envelope);
    expect(seal('Hi').commitment).not.toBe(seal('Hi').commitment);
  });

  it('its length shows in steps', () => {
    const lengths = ['a', 'a'.repeat(200), 'a'.repeat(900), 'a'.repeat(5_000)].map(
      (text) => fromBase64(seal(text).envelope).length,
    );
    expect(lengths).toEqual([610, 610, 1_378, 5_474]);
  });

  it('nothing hides in what fills it up', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3_000 }), fc.nat(), (content, place) => {
        const padded = pad(content);
        expect(unpad(padded)).toEqual(content);
        const filling = padded.length - 4 - content.length;
        if (filling > 0) {
          const altered = padded.with(4 + content.length + (place % filling), 1);
          expect(failureOf(() => unpad(altered))).toBe('malformed');
        }
        expect(failureOf(() => unpad(new Uint8Array([...padded, ...new Uint8Array(256)])))).toBe('malformed');
      }),
    );
  });

  it('drafts on the device are opened by their owner alone, in their place alone', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const sealed = sealAtRest(ana, 'draft:1', text);
        expect(openAtRest(ana, 'draft:1', sealed)).toBe(text);
        expect(failureOf(() => openAtRest(ana, 'draft:2', sealed))).toBe('not_genuine');
        expect(failureOf(() => openAtRest(ben, 'draft:1', sealed))).toBe('not_genuine');
      }),
    );
  });
});

describe('what goes wrong', () => {
  const logged: unknown[][] = [];
  beforeEach(() => {
    for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const) {
      vi.spyOn(console, level).mockImplementation((...values) => void logged.push(values));
    }
  });
  afterEach(() => vi.restoreAllMocks());

  it('is told without a text or a key, in errors and in logs', () => {
    const canary = 'canary-4f1d';
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom('envelope' as const, 'commitment' as const), (bit, field) => {
        const sealed = seal(canary);
        try {
          open({ ...sealed, [field]: flip(sealed[field], bit) }, ben);
        } catch (error) {
          expect(error).toBeInstanceOf(SealingError);
          const told = [
            String(error),
            JSON.stringify(error),
            (error as Error).stack,
            (error as Error).cause,
          ].join(' ');
          expect(told).not.toContain(canary);
          expect(told).not.toContain(toBase64(ben.secretKey));
        }
      }),
    );
    expect(logged).toEqual([]);
  });

  it('is a SealingError for every kind of rubbish', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.uint8Array({ maxLength: 900 }), (text, bytes) => {
        for (const envelope of [text, toBase64(bytes), toBase64(Uint8Array.of(1, 2, ...bytes))]) {
          expect(() => open({ kind: 'sealed', envelope, commitment: '' })).toThrow(SealingError);
        }
      }),
    );
  });
});

describe('a safety number', () => {
  const number = safetyNumber(publishedKey(ana), publishedKey(ben));

  it('is sixty digits, the same whoever asks', () => {
    expect(number).toMatch(/^\d{60}$/);
    expect(safetyNumber(publishedKey(ben), publishedKey(ana))).toBe(number);
  });

  it('is another one for another key, and for another person with the same key', () => {
    expect(safetyNumber(publishedKey(ana), publishedKey(cara))).not.toBe(number);
    expect(
      safetyNumber(publishedKey(ana), { ...publishedKey(ben), publicKey: publishedKey(cara).publicKey }),
    ).not.toBe(number);
    expect(safetyNumber(publishedKey(ana), { ...publishedKey(ben), userId: cara.userId })).not.toBe(number);
  });
});
