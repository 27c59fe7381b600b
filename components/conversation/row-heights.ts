/** A line of text in a bubble. */
const usualHeight = 56;

/** How high the rows of a list are, in px: as they were measured, others as high as the measured ones are on average. */
export function createRowHeights() {
  const measured = new Map<string, number>();
  let total = 0;

  const of = (id: string) => measured.get(id) ?? (measured.size === 0 ? usualHeight : total / measured.size);
  return {
    of,
    set(id: string, height: number): void {
      total += height - (measured.get(id) ?? 0);
      measured.set(id, height);
    },
    sum(ids: readonly string[], start: number, end: number): number {
      let sum = 0;
      for (let place = start; place < end; place += 1) {
        sum += of(ids[place] as string);
      }
      return sum;
    },
    /** After the width has changed, none is as high as it was. */
    clear(): void {
      measured.clear();
      total = 0;
    },
  };
}
