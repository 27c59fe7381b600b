import { describe, expect, it } from 'vitest';
import { AppError } from '../errors.ts';
import { parseInput } from '../http/read-json.ts';
import { textOf } from './message.ts';
import { editMessageSchema, listMessagesSchema, sendMessageSchema } from './schemas.ts';

const notABody = 'must be { "kind": "plain", "text": "…" }, a sealed body or a text';
const id = '0b7e2f7c-1d9a-4c55-9a53-6d6c1f4f3a10';

function read(body: unknown, more: Record<string, unknown> = {}) {
  return parseInput(sendMessageSchema, { id, body, ...more });
}

function fieldsOf(input: unknown) {
  try {
    parseInput(sendMessageSchema, input);
  } catch (error) {
    if (error instanceof AppError) {
      return error.details?.fields;
    }
    throw error;
  }
  return [];
}

describe('a new message', () => {
  it('is a text, or a body that says it is plain', () => {
    const message = { id, kind: 'text', body: { kind: 'plain', text: 'hello' }, replyToId: null };
    expect(read('hello')).toEqual(message);
    expect(read({ kind: 'plain', text: 'hello' })).toEqual(message);
    expect(read('hello', { kind: 'text', replyToId: null })).toEqual(message);
  });

  it('has its ids in lower case', () => {
    expect(read('hello', { id: id.toUpperCase(), replyToId: id.toUpperCase() })).toMatchObject({
      id,
      replyToId: id,
    });
  });

  it('leaves out what the server decides', () => {
    const extra = { seq: 1, senderId: id, score: 0, verdict: 'allow', createdAt: 'now', conversationId: id };
    expect(Object.keys(read({ kind: 'plain', text: 'hello', html: '<b>' }, extra)).sort()).toEqual([
      'body',
      'id',
      'kind',
      'replyToId',
    ]);
    expect(read({ kind: 'plain', text: 'hello', html: '<b>' }).body).toEqual({
      kind: 'plain',
      text: 'hello',
    });
  });

  it('loses spaces around it, and Windows line ends within', () => {
    expect(textOf(read(' \n one\r\ntwo\rthree \t').body)).toBe('one\ntwo\rthree');
  });

  it.each([
    ['letters', 'a'],
    ['emoji of two units', '😀'],
    ['Nepali', 'न'],
  ])('may have 5,000 characters, counted as people count: %s', (_, character) => {
    expect(textOf(read(character.repeat(5_000)).body)).toBe(character.repeat(5_000));
    expect(() => read(character.repeat(5_001))).toThrow('at most 5000 characters');
  });

  it('is measured after spaces around it are gone', () => {
    expect(textOf(read(`${' '.repeat(100)}${'a'.repeat(5_000)}\n`).body)).toHaveLength(5_000);
  });

  it('keeps joined emoji and right-to-left text as they are', () => {
    for (const text of ['👩‍👩‍👧', 'مرحبا ‏(2)', '❤️', 'क्‍ष']) {
      expect(textOf(read(text).body)).toBe(text);
    }
  });

  it.each([
    ['nothing', ''],
    ['spaces', ' \n\t\u00a0\u3000'],
    ['characters of no width', '\u200b\u200d\u2060\ufeff'],
    ['invisible operators and fillers', '\u2063\u3164\u115f\u00ad'],
    ['tags and variation selectors', '\u{e0020}\ufe0f'],
  ])('is refused when it shows nothing: %s', (_, text) => {
    expect(() => read(text)).toThrow('must not be empty');
    expect(() => read({ kind: 'plain', text })).toThrow('must not be empty');
  });

  it.each([
    ['NUL', 'a\u0000b', 'NUL'],
    ['half an emoji', 'a\ud83d', 'lone surrogates'],
    ['the other half', '\ude00a', 'lone surrogates'],
  ])('is refused with %s, which the database cannot keep', (_, text, message) => {
    expect(() => read(text)).toThrow(message);
  });

  it.each([
    [{ id, body: '' }, 'body', 'must not be empty'],
    [{ id, body: { kind: 'plain', text: '' } }, 'body.text', 'must not be empty'],
    [
      { id, body: { kind: 'plain', text: 'a'.repeat(5_001) } },
      'body.text',
      'must be at most 5000 characters',
    ],
    [{ id, body: { kind: 'sealed', ciphertext: '…' } }, 'body', notABody],
    [{ id, body: { kind: 'plain' } }, 'body', notABody],
    [{ id, body: 7 }, 'body', notABody],
    [{ id }, 'body', notABody],
  ])('%j is wrong in a named field', (input, path, message) => {
    expect(fieldsOf(input)).toEqual([{ path, message }]);
  });

  it.each([
    ['id', { id: '7', body: 'hello' }],
    ['id', { body: 'hello' }],
    ['kind', { id, body: 'hello', kind: 'system' }],
    ['replyToId', { id, body: 'hello', replyToId: 'x' }],
  ])('is wrong in %s for %j', (path, input) => {
    expect(fieldsOf(input)).toMatchObject([{ path }]);
  });
});

describe('an edited message', () => {
  it('is a text, or a body that says it is plain, like a new one', () => {
    const body = { kind: 'plain', text: 'hello' };
    expect(parseInput(editMessageSchema, { body: ' hello ' })).toEqual({ body });
    expect(parseInput(editMessageSchema, { body, id, seq: 1 })).toEqual({ body });
  });

  it.each([{}, { body: '' }, { body: { kind: 'plain', text: 'a'.repeat(5_001) } }, { body: null }])(
    'is refused for %j',
    (input) => {
      expect(() => parseInput(editMessageSchema, input)).toThrow(AppError);
    },
  );
});

describe('a page of messages', () => {
  it('can be asked for by ids, 50 at most', () => {
    expect(parseInput(listMessagesSchema, { ids: `${id.toUpperCase()},${id}` }).ids).toEqual([id, id]);
    expect(parseInput(listMessagesSchema, { ids: Array(50).fill(id).join(',') }).ids).toHaveLength(50);
  });

  it('has 50 unless told, and numbers for places', () => {
    expect(parseInput(listMessagesSchema, {})).toEqual({ limit: 50 });
    expect(parseInput(listMessagesSchema, { before: '7', limit: '100' })).toEqual({ before: 7, limit: 100 });
  });

  it.each([
    { limit: '0' },
    { limit: '101' },
    { before: '-1' },
    { before: '1.5' },
    { after: 'x' },
    { before: '1', after: '2' },
    { before: '1', cursor: '1' },
    { ids: '' },
    { ids: 'x' },
    { ids: `${id},` },
    { ids: Array(51).fill(id).join(',') },
    { ids: id, before: '7' },
  ])('is refused for %j', (query) => {
    expect(() => parseInput(listMessagesSchema, query)).toThrow(AppError);
  });
});
