import { createRandom } from './random.ts';

export interface Share {
  share: number;
  /** 95 % interval. */
  low: number;
  high: number;
  /** Of how many, in how many groups. */
  count: number;
  groups: number;
}

const resamples = 1_000;

/**
 * The share of true values, with a percentile bootstrap over groups: messages of one conversation are alike, so
 * conversations are drawn, not messages.
 */
export function shareOf<Item>(
  items: readonly Item[],
  isTrue: (item: Item) => boolean,
  groupOf: (item: Item) => string,
): Share {
  const groups = new Map<string, { all: number; hits: number }>();
  for (const item of items) {
    const group = groups.get(groupOf(item)) ?? { all: 0, hits: 0 };
    group.all += 1;
    group.hits += isTrue(item) ? 1 : 0;
    groups.set(groupOf(item), group);
  }
  const counted = [...groups.values()];
  const random = createRandom(7);
  const shares: number[] = [];
  for (let resample = 0; resample < resamples; resample += 1) {
    let all = 0;
    let hits = 0;
    for (let drawn = 0; drawn < counted.length; drawn += 1) {
      const group = counted[Math.floor(random() * counted.length)];
      all += group?.all ?? 0;
      hits += group?.hits ?? 0;
    }
    shares.push(hits / all);
  }
  shares.sort((a, b) => a - b);
  const hits = counted.reduce((sum, group) => sum + group.hits, 0);
  return {
    share: hits / items.length,
    low: shares[Math.floor(resamples * 0.025)] ?? Number.NaN,
    high: shares[Math.ceil(resamples * 0.975) - 1] ?? Number.NaN,
    count: items.length,
    groups: counted.length,
  };
}
