/** Rows that are rendered: from `start` up to `end`, which is left out. */
export interface LogWindow {
  start: number;
  end: number;
}

/** Rendered rows, in px from the upper edge of what one sees. */
interface Placed extends LogWindow {
  top: number;
  bottom: number;
}

/** How much must be rendered beyond what one sees, and how much is when that falls short, in px. */
const near = 500;
const far = 1000;

/** How many rows are rendered before their heights are known. */
const firstRows = 50;

/**
 * The rows to render instead of those that are, and where the first of them begins; null while they do. `sizeOf` gives the
 * height of a row, measured or expected.
 */
export function coverView(
  placed: Placed,
  { count, height, sizeOf }: { count: number; height: number; sizeOf: (place: number) => number },
): (LogWindow & { top: number }) | null {
  const isEnough =
    (placed.start === 0 || placed.top <= -near) && (placed.end === count || placed.bottom >= height + near);
  const isTooMuch = placed.top < -far - near || placed.bottom > height + far + near;
  if (count === 0 || (isEnough && !isTooMuch)) {
    return null;
  }
  let { start, top } = placed;
  while (start > 0 && top > -far) {
    start -= 1;
    top -= sizeOf(start);
  }
  while (start < count - 1 && top + sizeOf(start) < -far) {
    top += sizeOf(start);
    start += 1;
  }
  let end = start;
  let bottom = top;
  while (end < count && bottom < height + far) {
    bottom += sizeOf(end);
    end += 1;
  }
  return start === placed.start && end === placed.end ? null : { start, end, top };
}

/** The rows that were rendered, in a list that has changed; null when none of them is in it any more. */
export function findWindow(ids: readonly string[], placeOf: ReadonlyMap<string, number>): LogWindow | null {
  const places = ids.flatMap((id) => placeOf.get(id) ?? []);
  const start = places[0];
  const last = places.at(-1);
  return start === undefined || last === undefined ? null : { start, end: last + 1 };
}

export function lastWindow(count: number): LogWindow {
  return { start: Math.max(0, count - firstRows), end: count };
}

export function windowAround(place: number, count: number): LogWindow {
  return { start: Math.max(0, place - firstRows / 2), end: Math.min(count, place + firstRows / 2) };
}
