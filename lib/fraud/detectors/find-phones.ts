import type { ScoreContext } from '../verdict.ts';
import { readLight } from '../views/read-light.ts';
import { rawSpan } from '../views/view.ts';
import type { Clue, ReadMessage } from './detector.ts';
import { isPhoneNumber } from './phone-number.ts';
import { type DigitRun, scanDigits } from './scan-digits.ts';

const weight = 3.1;

/** Phone numbers, however they are written, also when the sender's last messages hold the first part of one. */
export function findPhones({ raw, light }: ReadMessage, context: ScoreContext): Clue[] {
  const runs = scanDigits(light.text);
  const clues = runs.flatMap((run) => {
    const value = isPhoneNumber(run, light.text);
    return value ? [phoneClue(rawSpan(light, run.start, run.end), value)] : [];
  });
  if (clues.length > 0 || runs.length === 0 || !context.earlierTexts?.length) {
    return clues;
  }
  const [first] = runs;
  const whole = first && continues(light.text, first) ? joinEarlier(first, context.earlierTexts) : null;
  const value = whole && isPhoneNumber(whole, whole.text);
  return first && value && raw ? [phoneClue(rawSpan(light, first.start, first.end), value)] : [];
}

function phoneClue(span: [number, number], value: string): Clue {
  return { id: 'contact.phone', group: 'contact', span, weight, value };
}

/** Little but digits: a piece of a number, and not a price or a time in a sentence. */
function continues(text: string, run: DigitRun): boolean {
  return text.length - (run.end - run.start) <= 12 && run.start <= 8;
}

/** How far back a number may have begun, in messages. */
const farthest = 4;

function joinEarlier(last: DigitRun, earlierTexts: readonly string[]): (DigitRun & { text: string }) | null {
  let digits = last.digits;
  for (const earlier of earlierTexts.slice(-farthest).reverse()) {
    const { text } = readLight(earlier.slice(-200));
    const run = scanDigits(text).at(-1);
    if (!run || text.length - run.end > 4) {
      break;
    }
    digits = (run.hasPlus ? '+' : '') + run.digits + digits;
    if (run.hasPlus || !continues(text, run)) {
      break;
    }
  }
  const plain = digits.replace('+', '');
  return plain === last.digits
    ? null
    : {
        start: 0,
        end: plain.length,
        digits: plain,
        hasPlus: digits.startsWith('+'),
        shape: String(plain.length),
        isSpelled: true,
        text: plain,
      };
}
