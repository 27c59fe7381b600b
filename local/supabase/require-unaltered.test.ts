import { describe, expect, it } from 'vitest';
import { requireUnaltered } from './require-unaltered.ts';

const migrations = [
  { version: '1', name: 'people', sql: 'create table people ();' },
  { version: '2', name: 'gear', sql: 'create table gear ();' },
];

describe('data from an earlier run', () => {
  it('are taken when their schema is this one, or the beginning of it', () => {
    expect(() => requireUnaltered([], migrations)).not.toThrow();
    expect(() =>
      requireUnaltered([{ version: '1', sql: 'create table people ();' }], migrations),
    ).not.toThrow();
  });

  it.each([
    ['a migration was edited since', { version: '2', sql: 'create table things ();' }],
    ['a migration is gone', { version: '3', sql: 'create table rentals ();' }],
    ['what was applied was not kept', { version: '1', sql: null }],
  ])('are refused, with what to do, when %s', (_, applied) => {
    expect(() => requireUnaltered([applied], migrations)).toThrow(/--fresh/);
  });
});
