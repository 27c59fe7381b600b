import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { routing } from '@/components/navigation/routing';

type Texts = { [key: string]: string | Texts };

interface Argument {
  name: string;
  /** `plural`, `number`, …; `plain` for `{name}`, `tag` for `<name>`. */
  type: string;
  /** Of plurals and selects. */
  choices: string[];
}

const textsOf = (locale: string) =>
  new Map(
    flatten(
      JSON.parse(readFileSync(new URL(`../../locales/${locale}.json`, import.meta.url), 'utf8')) as Texts,
    ),
  );

function flatten(texts: Texts, prefix = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : flatten(value, `${prefix}${key}.`),
  );
}

/** The arguments and tags of an ICU message, with those inside its choices. */
function argumentsOf(text: string): Argument[] {
  const found: Argument[] = Array.from(text.matchAll(/<([a-z]\w*)>/gi), ([, name = '']) => ({
    name,
    type: 'tag',
    choices: [],
  }));
  for (const [outer] of braced(text)) {
    const [, name = '', type = 'plain', rest = ''] =
      /^\s*(\w+)\s*(?:,\s*(\w+)\s*)?(?:,([\s\S]*))?$/.exec(outer) ?? [];
    const choices = type === 'plural' || type === 'select' || type === 'selectordinal' ? braced(rest) : [];
    found.push({ name, type, choices: choices.map(([, label]) => label) });
    found.push(...choices.flatMap(([inner]) => argumentsOf(inner)));
  }
  return found;
}

/** What stands in the outermost braces, each with the word in front of it. */
function braced(text: string): [inner: string, label: string][] {
  const parts: [string, string][] = [];
  let depth = 0;
  let start = 0;
  let end = 0;
  for (const [at, sign] of [...text].map((each, index) => [index, each] as const)) {
    if (sign === '{' && depth++ === 0) {
      start = at;
    } else if (sign === '}' && --depth === 0) {
      const label = text.slice(end, start).trim().split(/\s/).at(-1) ?? '';
      parts.push([[...text].slice(start + 1, at).join(''), label]);
      end = at + 1;
    }
  }
  if (depth !== 0) {
    throw new Error(`Braces don't match: ${text}`);
  }
  return parts;
}

const names = (text: string) =>
  [...new Set(argumentsOf(text).map(({ name, type }) => `${type === 'tag' ? '<' : '{'}${name}`))].sort();
const english = textsOf('en');

describe('reading a text for this test', () => {
  it('finds arguments, tags, and what stands inside choices', () => {
    expect(
      argumentsOf('Hi <b>{name}</b>, {count, plural, one {# of {total, number}} other {many}}!'),
    ).toEqual([
      { name: 'b', type: 'tag', choices: [] },
      { name: 'name', type: 'plain', choices: [] },
      { name: 'count', type: 'plural', choices: ['one', 'other'] },
      { name: 'total', type: 'number', choices: [] },
    ]);
    expect(() => argumentsOf('{count')).toThrow();
  });
});

describe.each(routing.locales)('The texts in %s', (locale) => {
  const texts = textsOf(locale);
  const { pluralCategories } = new Intl.PluralRules(locale).resolvedOptions();

  it('are all there, and no others', () => {
    expect([...english.keys()].filter((key) => !texts.has(key))).toEqual([]);
    expect([...texts.keys()].filter((key) => !english.has(key))).toEqual([]);
  });

  it('say something', () => {
    expect([...texts].filter(([, text]) => text.trim() === '').map(([key]) => key)).toEqual([]);
  });

  it('take the arguments that the English ones take', () => {
    const different = [...texts].filter(
      ([key, text]) => names(text).join() !== names(english.get(key) ?? '').join(),
    );
    expect(different).toEqual([]);
  });

  it('have every form that the language has for a number', () => {
    const incomplete = [...texts].filter(([, text]) =>
      argumentsOf(text).some(
        ({ type, choices }) =>
          type === 'plural' && pluralCategories.some((category) => !choices.includes(category)),
      ),
    );
    expect(incomplete).toEqual([]);
  });

  it('choose between forms wherever the English ones do', () => {
    const isPlural = (text: string) => argumentsOf(text).some(({ type }) => type === 'plural');
    expect(
      [...english]
        .filter(([key, text]) => isPlural(text) && !isPlural(texts.get(key) ?? ''))
        .map(([key]) => key),
    ).toEqual([]);
  });
});

describe.each(routing.locales.filter((locale) => locale !== 'en'))('The texts in %s', (locale) => {
  it('are translated', () => {
    // What is the same in every language: names, and texts made of arguments alone.
    const same = [...textsOf(locale)]
      .filter(
        ([key, text]) =>
          text === english.get(key) && /\p{L}/u.test(text.replaceAll(/\{[^}]*\}|Lendline|%s/g, '')),
      )
      .map(([key]) => key)
      .filter((key) => !key.startsWith('Languages.'));
    expect(same).toEqual([]);
  });
});
