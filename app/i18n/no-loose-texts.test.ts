import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Says something to people in the source itself, and why it may. */
const exceptions = [
  // Stands in when the translations are what failed, and imports nothing.
  'app/global-error.tsx',
];

const letters = '\\p{L}{2}';
const patterns: [what: string, pattern: RegExp][] = [
  ['text before the end of an element', new RegExp(`[>}]([^<>{}]*${letters}[^<>{}]*)</[A-Za-z]`, 'gu')],
  [
    'text at the start of an element',
    new RegExp(`<[a-zA-Z][^<>=]*(?:=[^<>]*)?>([^<>{}=;()?]*${letters}[^<>{}=;()?]*)[<{]`, 'gu'),
  ],
  [
    'an attribute that people see or hear',
    new RegExp(
      `\\s(?:aria-(?:label|description|roledescription|valuetext|placeholder)|placeholder|title|alt)=(?:\\{?["'\`])([^"'\`]*${letters}[^"'\`]*)["'\`]`,
      'gu',
    ),
  ],
  // What is thrown or logged is for developers; everything else that reads like a sentence is for people.
  [
    'a sentence',
    /(?<!(?:Error|console\.\w+|invariant)\([^)]*|^import .*)['"`]([A-Z][a-z’']+,? [a-z][^'"`\n]*)['"`]/gmu,
  ],
];

function looseTextsIn(source: string): string[] {
  const code = source
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/^\s*\/\/.*$/gm, '')
    .replaceAll('=>', '')
    // A name is the same in every language.
    .replaceAll('Lendline', '');
  return patterns.flatMap(([what, pattern]) =>
    Array.from(code.matchAll(pattern), ([, text = '']) => `${what}: ${text.trim()}`),
  );
}

describe('what people read', () => {
  it.each([
    ['<p className="big">Hello</p>', 'Hello'],
    ['<p>{name} said</p>', 'said'],
    ['<p>Hello {name}</p>', 'Hello'],
    ['<button aria-label="Close">×</button>', 'Close'],
    ["<input placeholder={'Search here'} />", 'Search here'],
    ['<img alt={`Picture of it`} />', 'Picture of it'],
    ["setNotice('Something went wrong')", 'Something went wrong'],
  ])('is found in %s', (source, text) => {
    expect(looseTextsIn(source).some((found) => found.endsWith(text))).toBe(true);
  });

  it.each([
    "throw new Error('This needs a provider above it')",
    '<p className="mt-2">{t(\'title\')}</p>',
    'const kept = new Map<string, Array<number>>();',
    '// A comment that says something',
    '{isOpen && count > 3 && <Count value={count} />}',
    '<span aria-hidden>·</span>',
  ])('is not looked for in %s', (source) => {
    expect(looseTextsIn(source)).toEqual([]);
  });

  const files = globSync('{app,components}/**/*.tsx', { cwd: root }).filter(
    (file) => !/\.test\.tsx$/.test(file) && !exceptions.includes(file),
  );

  it('is in locales/, and nowhere else', () => {
    expect(files.length).toBeGreaterThan(80);
    const loose = files.flatMap((file) =>
      looseTextsIn(readFileSync(`${root}/${file}`, 'utf8')).map((text) => `${file}: ${text}`),
    );
    expect(loose).toEqual([]);
  });
});
