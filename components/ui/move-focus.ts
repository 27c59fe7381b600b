import type { KeyboardEvent } from 'react';

/**
 * The arrow keys go from one to the next of these elements as they stand on the screen, Home and End to the first and the
 * last. For a column give `wraps`, which goes on at the other end. Tells whether the key was one of them.
 */
export function moveFocus(
  event: KeyboardEvent,
  elements: readonly HTMLElement[],
  { wraps = false }: { wraps?: boolean } = {},
): boolean {
  const place = elements.indexOf(document.activeElement as HTMLElement);
  const next = nextOf(event.key, elements, place, wraps);
  if (next === undefined) {
    return false;
  }
  event.preventDefault();
  event.stopPropagation();
  next?.focus();
  return true;
}

/** Null when the key is one of them and there is nothing in its direction. */
function nextOf(
  key: string,
  elements: readonly HTMLElement[],
  place: number,
  wraps: boolean,
): HTMLElement | null | undefined {
  const current = elements[place];
  switch (key) {
    case 'Home':
      return elements[0] ?? null;
    case 'End':
      return elements.at(-1) ?? null;
    case 'ArrowLeft':
    case 'ArrowRight': {
      const isBackwards =
        (key === 'ArrowLeft') !== (current !== undefined && getComputedStyle(current).direction === 'rtl');
      return elements[place + (isBackwards ? -1 : 1)] ?? null;
    }
    case 'ArrowUp':
    case 'ArrowDown': {
      if (current === undefined) {
        return (key === 'ArrowUp' ? elements.at(-1) : elements[0]) ?? null;
      }
      const nearest = nearestInRow(current, elements, key === 'ArrowUp' ? -1 : 1);
      return nearest ?? (wraps ? ((key === 'ArrowUp' ? elements.at(-1) : elements[0]) ?? null) : null);
    }
  }
  return undefined;
}

function nearestInRow(
  from: HTMLElement,
  elements: readonly HTMLElement[],
  direction: 1 | -1,
): HTMLElement | null {
  const middle = (element: HTMLElement) => {
    const { left, width, top, height } = element.getBoundingClientRect();
    return { x: left + width / 2, y: top + height / 2 };
  };
  const start = middle(from);
  let best: { element: HTMLElement; rows: number; columns: number } | null = null;
  for (const element of elements) {
    const { x, y } = middle(element);
    const rows = (y - start.y) * direction;
    const columns = Math.abs(x - start.x);
    if (
      rows > 4 &&
      (best === null || rows < best.rows - 4 || (rows <= best.rows + 4 && columns < best.columns))
    ) {
      best = { element, rows, columns };
    }
  }
  return best?.element ?? null;
}
