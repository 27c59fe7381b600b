import { describe, expect, it } from 'vitest';
import { startTiming } from './timing.ts';

function clock() {
  let ms = 0;
  return {
    now: () => ms,
    pass(passing: number) {
      ms += passing;
    },
  };
}

describe('the timing of a request', () => {
  it('says how long each stage took, and all of it', async () => {
    const { now, pass } = clock();
    const timing = startTiming(now);
    timing.stage('score', () => pass(1.5));
    await timing.stage('database', async () => {
      await null;
      pass(8);
    });
    pass(2);
    expect(timing.headers()).toEqual({
      'server-timing': 'score;dur=1.50, database;dur=8.00, total;dur=11.50',
    });
  });

  it('adds up what belongs to one stage, failures too', async () => {
    const { now, pass } = clock();
    const timing = startTiming(now);
    const functions = timing.around(
      {
        store: async (text: string) => {
          pass(3);
          throw new Error(text);
        },
        find: () => pass(4),
        other: () => pass(100),
      },
      { store: 'database', find: 'database' },
    );
    await expect(functions.store('refused')).rejects.toThrow('refused');
    functions.find();
    functions.other();
    expect(timing.headers()['server-timing']).toBe('database;dur=7.00, total;dur=107.00');
  });

  it('gives what the function gives', async () => {
    const timing = startTiming();
    expect(timing.stage('a', () => 1)).toBe(1);
    await expect(timing.stage('b', async () => 2)).resolves.toBe(2);
  });
});
