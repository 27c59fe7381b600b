/** Digits that belong together, as somebody may write a phone number. */
export interface DigitRun {
  start: number;
  end: number;
  digits: string;
  hasPlus: boolean;
  /** The lengths of its groups, such as `3-3-4`, with `(3)` for a group in brackets. */
  shape: string;
  /** In words, or digit by digit. */
  isSpelled: boolean;
}

interface Group {
  start: number;
  end: number;
  digits: string;
  isWord: boolean;
  /** Without anything between it and a digit. */
  isGlued: boolean;
}

const wordDigits: Record<string, string> = {
  zero: '0',
  oh: '0',
  o: '0',
  nought: '0',
  null: '0',
  one: '1',
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
  ten: '10',
  eleven: '11',
  twelve: '12',
  twenty: '20',
  thirty: '30',
  forty: '40',
  fifty: '50',
  sixty: '60',
  seventy: '70',
  eighty: '80',
  ninety: '90',
};
const times: Record<string, number> = { double: 2, triple: 3, treble: 3 };

const groupExpression =
  /(?:\d|\b[ol](?=[ol]?\d{2}))(?:\d|[ol](?=[ol]{0,2}\d)|o{1,2}(?![a-z]))*|\b(?:(double|triple|treble)[ -])?(zero|oh|o|nought|null|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?![a-z])|(?<=\d)(?:zero|one|two|three|four|five|six|seven|eight|nine)(?![a-z])/g;
/** What may stand between two groups of a number. */
const gap = /^(?:[ \t]{0,3}[-.()/\\_,*~|:ー]{0,2}[ \t]{0,3}|[ \t]*\n[ \t]*)$/;
const wordGap = /^[\s\-.,*/]{0,3}(?:and|then|dash|hyphen|space|dot|minus|plus)?[\s\-.,*/]{0,3}$/;

/** The runs of digits in a text in its light view, in order. */
export function scanDigits(text: string): DigitRun[] {
  if (!/\d|zero|one|two|three|four|five|six|seven|eight|nine/.test(text)) {
    return [];
  }
  const runs: Group[][] = [];
  let run: Group[] = [];
  for (const group of readGroups(text)) {
    const last = run.at(-1);
    if (last && belongsTo(text, last, group)) {
      run.push(group);
    } else {
      if (run.length > 0) {
        runs.push(run);
      }
      run = [group];
    }
  }
  if (run.length > 0) {
    runs.push(run);
  }
  return runs
    .flatMap((groups) => trimWords(groups))
    .flatMap((groups) => splitAfterWhole(text, groups))
    .flatMap((groups) => splitAfterTime(text, groups))
    .flatMap((groups) => splitAfterAmount(text, groups))
    .map((groups) => toRun(text, groups));
}

function readGroups(text: string): Group[] {
  return Array.from(text.matchAll(groupExpression), (match) => {
    const [found, multiple, word] = match;
    const spelled = word ?? (wordDigits[found] === undefined ? undefined : found);
    const digits =
      spelled === undefined
        ? found.replaceAll('o', '0').replaceAll('l', '1')
        : (wordDigits[spelled] ?? '').repeat(times[multiple ?? ''] ?? 1);
    return {
      start: match.index,
      end: match.index + found.length,
      digits,
      isWord: spelled !== undefined,
      isGlued: /\d/.test(`${text[match.index - 1] ?? ''}${text[match.index + found.length] ?? ''}`),
    };
  });
}

function belongsTo(text: string, last: Group, next: Group): boolean {
  const between = text.slice(last.end, next.start);
  if (last.isWord || next.isWord) {
    return between.length <= 14 && wordGap.test(between);
  }
  // Digits one to a line are a number in disguise; longer groups on two lines are two things.
  return (
    between.length <= 6 &&
    gap.test(between) &&
    (!between.includes('\n') || (last.digits.length <= 2 && next.digits.length <= 2)) &&
    !/^, ?$/.test(between)
  );
}

/** "one" and "two" around a number are words: a run begins and ends with them only when it is spelled throughout. */
function trimWords(groups: Group[]): Group[][] {
  const words = groups.filter(({ isWord }) => isWord).length;
  if (words === 0 || words >= 4) {
    return [groups];
  }
  const isDigits = ({ isWord, isGlued }: Group) => !isWord || isGlued;
  const digits = groups.filter(isDigits);
  const inside = groups.slice(groups.findIndex(isDigits), groups.findLastIndex(isDigits) + 1);
  return digits.length === 0 ? [] : [inside];
}

/** A whole North American number, and then something else after a dash. */
function splitAfterWhole(text: string, groups: Group[]): Group[][] {
  const [area, office, line, next] = groups;
  const isWhole =
    area?.digits.length === 3 &&
    office?.digits.length === 3 &&
    line?.digits.length === 4 &&
    next !== undefined;
  return isWhole && text.slice(line.end, next.start).length > 1
    ? [groups.slice(0, 3), groups.slice(3)]
    : [groups];
}

const whole = String.raw`\(?[2-9]\d{2}\)?[-. ]{1,2}[2-9]\d{2}[-. ]\d{4}$`;
const lead = String.raw`(?=\D{0,5}\s)[^\d(]{1,5}`;
/** Times and dates before a number. */
const timeBeforeNumber = new RegExp(
  String.raw`^(?:(?:\d{1,2}[:/.]\d{1,2}(?:[/.]\d{2,4})?${lead}){1,3}(?=${whole}|\d{9,11}$|0\d{3,4} \d{6,8}$|\d{3} \d{3} \d{3,4}$)|\d{1,2}:${lead}(?=${whole}))`,
);

/** `10:30 415-555-2671`: what stands before the number isn't part of it. */
function splitAfterTime(text: string, groups: Group[]): Group[][] {
  const start = groups[0]?.start ?? 0;
  const before =
    text[start - 1] === '+' ? undefined : timeBeforeNumber.exec(text.slice(start, groups.at(-1)?.end))?.[0];
  if (!before) {
    return [groups];
  }
  const cut = start + before.length;
  return [groups.filter((group) => group.start < cut), groups.filter((group) => group.start >= cut)];
}

const wholeAfterAmount = /^(?!1\s)\d{1,4}\s{1,3}\(?[2-9]\d{2}\)?[-. ]{1,2}[2-9]\d{2}[-.]\d{4}$/;

/** `for 30 415-555-2671`: how much or how many, and then a whole number. */
function splitAfterAmount(text: string, groups: Group[]): Group[][] {
  const start = groups[0]?.start ?? 0;
  const end = groups.at(-1)?.end ?? 0;
  return groups.length === 4 && text[start - 1] !== '+' && wholeAfterAmount.test(text.slice(start, end))
    ? [groups.slice(0, 1), groups.slice(1)]
    : [groups];
}

function toRun(text: string, groups: Group[]): DigitRun {
  const first = groups[0];
  const last = groups.at(-1);
  let start = first?.start ?? 0;
  const lead = /(?:\+|\(\+?|\+\()$/.exec(text.slice(Math.max(0, start - 2), start))?.[0] ?? '';
  start -= lead.length;
  const extension =
    /^ ?(?:x|ext\.? ?)\d{2,5}\b/.exec(text.slice(last?.end ?? 0, (last?.end ?? 0) + 12))?.[0] ?? '';
  const end = (last?.end ?? 0) + extension.length;
  const shape = groups
    .map((group) => {
      const isBracketed = text[group.start - 1] === '(' && text[group.end] === ')';
      return isBracketed ? `(${group.digits.length})` : String(group.digits.length);
    })
    .join('-');
  return {
    start,
    end,
    digits: groups.map(({ digits }) => digits).join(''),
    hasPlus: lead.includes('+'),
    shape,
    isSpelled: groups.filter(({ isWord, digits }) => isWord || digits.length === 1).length >= 5,
  };
}
