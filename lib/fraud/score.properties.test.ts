import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { combine } from './combine.ts';
import { findClues } from './detectors/detectors.ts';
import { findCircumstances, findRepetition } from './find-circumstances.ts';
import { findHidden, maskText } from './mask.ts';
import { findWording } from './model/find-wording.ts';
import { readMessage } from './read-message.ts';
import { score } from './score.ts';
import type { ScoreContext } from './verdict.ts';

const pieces = [
  'Is the tent free on Saturday?',
  'pay by western union',
  'send me a gift card',
  'I only take btc',
  'venmo works too',
  'call me at 415-555-2671',
  'write to ana@mail.example.co',
  'add me on insta',
  'https://bit.ly/3abc',
  'cheap-gear.xyz',
  'my shipper will come and collect',
  'pay the customs fee first',
  'read me the 6-digit code',
  'this is Lendline support',
  'act now',
  'you have won a prize',
  'you are a lying idiot',
  'what a bitch',
  'Dear friend, I need your urgent assistance',
  'p\u200ba\u200by by wеstеrn unіоn',
  's3nd m3 m0ney',
  '👍🏽',
  '\ud800',
];
const texts = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((parts) => parts.join(', ')),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc
    .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 20 })), { maxLength: 8 })
    .map((parts) => parts.join(' ')),
);
const contexts: fc.Arbitrary<ScoreContext> = fc.record(
  {
    rentalStatus: fc.constantFrom(null, 'requested', 'confirmed', 'returned'),
    isFirstMessage: fc.boolean(),
    accountAgeDays: fc.nat(1_000),
    isVerified: fc.boolean(),
    earlierReports: fc.nat(6),
    earlierTexts: fc.array(fc.constantFrom('98', '4112', 'hello', '415 555'), { maxLength: 4 }),
    suspiciousMessages: fc.nat(6),
    recipientsOfSameText: fc.nat(100),
  },
  { requiredKeys: ['rentalStatus'] },
);

describe('whatever is written, and in whatever context', () => {
  it('the points add up to the score, which is a whole number from 0 to 100', () => {
    fc.assert(
      fc.property(texts, contexts, (text, context) => {
        const verdict = score({ text }, context);
        expect(verdict.findings.reduce((sum, { points }) => sum + points, 0)).toBe(verdict.score);
        expect(Number.isInteger(verdict.score)).toBe(true);
        expect(verdict.score).toBeGreaterThanOrEqual(0);
        expect(verdict.score).toBeLessThanOrEqual(100);
      }),
      { numRuns: 500 },
    );
  });

  it('each finding’s span holds its evidence, and the strongest come first', () => {
    fc.assert(
      fc.property(texts, contexts, (text, context) => {
        const { findings } = score({ text }, context);
        for (const { span, evidence, group } of findings) {
          expect(text.slice(...span)).toBe(evidence);
          expect(evidence !== '' || group === 'context').toBe(true);
        }
        const points = findings.map((finding) => finding.points);
        expect(points).toEqual([...points].sort((a, b) => b - a));
      }),
      { numRuns: 500 },
    );
  });

  it('without what the top finding found, the score is lower', () => {
    fc.assert(
      fc.property(texts, contexts, (text, context) => {
        const read = readMessage(text);
        const clues = [
          ...findClues(read, context),
          ...findWording(read),
          ...findRepetition(context, text),
          ...findCircumstances(context),
        ];
        const { score: total, clues: counted } = combine(clues);
        const [top] = counted;
        fc.pre(top !== undefined && top.points > 0);
        expect(combine(clues.filter(({ id }) => id !== top?.id)).score).toBeLessThan(total);
      }),
      { numRuns: 500 },
    );
  });

  it('the same text in the same context has the same verdict', () => {
    fc.assert(
      fc.property(texts, contexts, (text, context) => {
        expect(score({ text }, context)).toEqual(score({ text }, context));
      }),
    );
  });
});

describe('whatever is masked', () => {
  const details = [
    '+351 912 345 678',
    '415-555-2671',
    'ana@mail.example.co',
    'ana (at) mail dot com',
    'wa.me/351912345678',
    'ｂｅｎ@mail.example.co',
  ];
  const around = fc.oneof(
    fc.constantFrom('Hello', 'see you at 10:30', '👍🏽', '\ud83d', 'für 25 €', 'नमस्ते', 'مرحبا', ''),
    fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => !/[\p{L}\p{N}@._+-]/u.test(text)),
  );

  it('no contact detail is left in the text, and what isn’t one is', () => {
    fc.assert(
      fc.property(around, fc.constantFrom(...details), around, (before, detail, after) => {
        const text = `${before} : ${detail} ; ${after}`;
        const hidden = findHidden(score({ text }, { rentalStatus: null }).findings);
        const masked = maskText(text, hidden);
        expect(masked).not.toContain(detail);
        expect(masked).toBe(`${before} : •••••• ; ${after}`);
      }),
      { numRuns: 300 },
    );
  });

  it('the places are in order, apart, in the text, and none cuts a character in two', () => {
    fc.assert(
      fc.property(texts, contexts, (text, context) => {
        const hidden = findHidden(score({ text }, context).findings);
        const isInsidePair = (at: number) =>
          /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(Math.max(at - 1, 0), at + 1));
        let last = -1;
        for (const [start, end] of hidden) {
          expect(start).toBeGreaterThan(last);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(isInsidePair(start) || isInsidePair(end)).toBe(false);
          last = end;
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('a message that is risky for one reason', () => {
  it.each(pieces.slice(1, 18))('is innocent once the evidence is cut out: %s', (text) => {
    const before = score({ text }, { rentalStatus: null });
    const [top] = before.findings;
    const [start = 0, end = 0] = top?.span ?? [];
    const without = text.slice(0, start) + text.slice(end);
    expect(score({ text: without }, { rentalStatus: null }).score).toBeLessThan(before.score);
  });
});
