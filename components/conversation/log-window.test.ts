import { describe, expect, test } from 'vitest';
import { coverView, findWindow, lastWindow, windowAround } from './log-window';

const rowHeight = 50;
const height = 800;
const list = { count: 10_000, height, sizeOf: () => rowHeight };

/** Rows of equal height, of which the first stands `top` px below the upper edge of the view. */
function rows(start: number, end: number, top: number) {
  return { start, end, top, bottom: top + (end - start) * rowHeight };
}

describe('the rows that are rendered', () => {
  test('stay while they reach well beyond what one sees', () => {
    expect(coverView(rows(500, 556, -1000), list)).toBeNull();
    expect(coverView(rows(500, 550, -600), list)).toBeNull();
  });

  test('are others once one comes near the last of them, in the same places', () => {
    const next = coverView(rows(500, 560, -400), list);
    expect(next).toEqual({ start: 488, end: 544, top: -1000 });
  });

  test('are a bounded number, wherever one jumps', () => {
    for (const top of [-500_000, -3000, 0, 3000, 20_000]) {
      const next = coverView(rows(5000, 5050, top), list);
      expect(next && next.end - next.start).toBeLessThan(100);
      expect(next?.top).toBeLessThanOrEqual(0);
    }
  });

  test('reach to both ends of a short list', () => {
    expect(coverView(rows(0, 5, 500), { ...list, count: 5 })).toBeNull();
    expect(coverView(rows(2, 5, 100), { ...list, count: 5 })).toEqual({ start: 0, end: 5, top: 0 });
  });

  test('are fewer again after many have come', () => {
    const next = coverView(rows(5000, 5500, -24_200), { ...list, count: 5500 });
    expect(next).toEqual({ start: 5463, end: 5500, top: -1050 });
  });

  test('are the same messages after older ones have come before them', () => {
    const places = new Map(['a', 'b', 'c', 'd', 'e'].map((id, place) => [id, place]));
    expect(findWindow(['c', 'd'], places)).toEqual({ start: 2, end: 4 });
    expect(findWindow(['gone', 'd', 'e'], places)).toEqual({ start: 3, end: 5 });
    expect(findWindow(['gone'], places)).toBeNull();
  });

  test('are the last ones at the end, and those on both sides of a message', () => {
    expect(lastWindow(30)).toEqual({ start: 0, end: 30 });
    expect(lastWindow(130)).toEqual({ start: 80, end: 130 });
    expect(windowAround(40, 130)).toEqual({ start: 15, end: 65 });
    expect(windowAround(3, 130)).toEqual({ start: 0, end: 28 });
  });
});
