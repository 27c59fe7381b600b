import { describe, expect, test } from 'vitest';
import { splitLinks } from './split-links';

const linksIn = (text: string) =>
  splitLinks(text).flatMap((part) => (part.kind === 'link' ? [part.text] : []));

describe('links in a message', () => {
  test('a web address becomes a link and the words around it stay text', () => {
    expect(splitLinks('see https://example.com/a?b=c now')).toEqual([
      { kind: 'text', text: 'see ' },
      { kind: 'link', text: 'https://example.com/a?b=c', href: 'https://example.com/a?b=c' },
      { kind: 'text', text: ' now' },
    ]);
  });

  test('an address that seems to lead elsewhere stays text', () => {
    expect(
      linksIn('https://user:pw@evil.example/ https://evil.example/\u202ecod.exe https://a\u200b.example/'),
    ).toEqual([]);
  });

  test('the end of a sentence is not part of an address', () => {
    expect(linksIn('Is it http://example.com/path? Yes: http://example.com/other.')).toEqual([
      'http://example.com/path',
      'http://example.com/other',
    ]);
  });

  test('a bracket around an address is not part of it, one inside it is', () => {
    expect(linksIn('(https://example.com/a) and https://example.com/b(c)')).toEqual([
      'https://example.com/a',
      'https://example.com/b(c)',
    ]);
  });

  test.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'ftp://example.com',
    'www.example.com',
    'http://',
    'https://<b>',
  ])('%s does not become a link', (text) => {
    expect(splitLinks(text)).toEqual([{ kind: 'text', text }]);
  });

  test.each([
    '',
    'plain',
    'a\n\nb https://example.com. c',
    'https://example.com',
    'https://a.example https://b.example',
  ])('the parts of %j put together are what was written', (text) => {
    expect(
      splitLinks(text)
        .map((part) => part.text)
        .join(''),
    ).toBe(text);
  });
});
