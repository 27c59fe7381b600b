'use client';

import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { coverView, findWindow, type LogWindow, lastWindow, windowAround } from './log-window';
import { createRowHeights } from './row-heights';

/** How far from the end still counts as being there, in px. */
const nearEnd = 48;

/** Where to scroll. */
type Target = { id: string; align: 'start' | 'center' } | 'beginning' | 'end';

interface Options {
  /** Of all messages of the list, in their order. */
  ids: readonly string[];
  /** Whether the list ends with the newest message: only then one can be at the end, and stay there. */
  endsNow: boolean;
  /** What the server renders on: the message that one starts reading at. Null for the end. */
  firstId: string | null;
  /** Renders all messages, as if everything could be seen. */
  showsAll: boolean;
}

/**
 * Renders the messages around what one sees and keeps what one reads in its place: at the end while one is there, otherwise
 * at the same message, whatever is added, removed or measured above or below it.
 *
 * The rows stand in the page's flow between two empty boxes with the room of the others. What was expected wrongly of the
 * rows above is taken from the upper box as long as it lasts, so that nobody's scrolling is interrupted.
 *
 * Until hydration the log is a reversed column, which browsers show from its end on without any script.
 */
export function useLogScroll({ ids, endsNow, firstId, showsAll }: Options) {
  const log = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const above = useRef<HTMLDivElement>(null);
  const below = useRef<HTMLDivElement>(null);
  const [heights] = useState(createRowHeights);
  const [isSticky, setIsSticky] = useState(firstId === null);
  const [isReversed, setIsReversed] = useState(firstId === null);
  const [renderedIds, setRenderedIds] = useState<readonly string[] | null>(null);

  const placeOf = useMemo(() => new Map(ids.map((id, place) => [id, place])), [ids]);
  const isAtEnd = isSticky && endsNow;
  const rendered = showsAll
    ? { start: 0, end: ids.length }
    : windowOf({ ids, placeOf, renderedIds, firstId, isAtEnd });

  const now = useRef({ ids, placeOf, rendered, endsNow, isReversed });
  // State would be too late: news can be rendered before the scrolling that they must not undo.
  const sticky = useRef(isSticky);
  const anchors = useRef<{ message: HTMLElement; top: number }[]>([]);
  /** How far the log was scrolled when they stood there. Null while it counts from its end. */
  const scrolled = useRef<{ to: number; fromEnd: number } | null>(null);
  const target = useRef<Target | null>(null);
  const before = useRef<{ firstId: string | undefined; start: number }>({ firstId: ids[0], start: -1 });
  /** Room of the rows above those rendered, in px. */
  const room = useRef(0);

  const rows = useCallback(
    () => [...(content.current?.querySelectorAll<HTMLElement>(':scope > [data-id]') ?? [])],
    [],
  );

  const setSticky = useCallback((next: boolean) => {
    sticky.current = next;
    setIsSticky(next);
  }, []);

  /** Where the messages on screen stand. */
  const remember = useCallback(() => {
    const view = log.current?.getBoundingClientRect();
    if (log.current !== null && view !== undefined && view.height > 0) {
      scrolled.current = now.current.isReversed
        ? null
        : { to: log.current.scrollTop, fromEnd: distanceToEnd(log.current) };
      // The message itself: what stands above it in its row, such as the day, can go with the page before it.
      anchors.current = rows()
        .map((row) => row.querySelector<HTMLElement>('article') ?? row)
        .map((message) => ({ message, box: message.getBoundingClientRect() }))
        .filter(({ box }) => box.bottom > view.top && box.top < view.bottom)
        .map(({ message, box }) => ({ message, top: box.top - view.top }));
    }
  }, [rows]);

  /** Renders other rows when one is about to see where none are. */
  const cover = useCallback(
    (render: (update: () => void) => void) => {
      const view = log.current?.getBoundingClientRect();
      const present = rows();
      if (view === undefined || view.height === 0 || present.length === 0) {
        return;
      }
      const boxes = present.map((row) => row.getBoundingClientRect());
      present.forEach((row, index) => {
        heights.set(row.dataset.id as string, boxes[index]?.height ?? 0);
      });
      const { ids, rendered } = now.current;
      const next = coverView(
        {
          ...rendered,
          top: (boxes[0]?.top ?? 0) - view.top,
          bottom: (boxes.at(-1)?.bottom ?? 0) - view.top,
        },
        { count: ids.length, height: view.height, sizeOf: (place) => heights.of(ids[place] as string) },
      );
      if (next !== null) {
        room.current += next.top - ((boxes[0]?.top ?? 0) - view.top);
        const nextIds = ids.slice(next.start, next.end);
        keepFocus(log.current, nextIds);
        render(() => setRenderedIds(nextIds));
      }
    },
    [heights, rows],
  );

  /** Puts everything where it belongs, after whatever has changed. */
  const settle = useCallback(() => {
    const box = log.current;
    // Out of sight, nothing has a place.
    if (box === null || box.clientHeight === 0 || above.current === null || below.current === null) {
      return;
    }
    const step = stepSince(scrolled.current, box);
    const fromEnd = scrolled.current?.fromEnd ?? 0;
    // One has left the end. Who is on the way to it was farther away before.
    if (sticky.current && target.current === null && fromEnd < nearEnd && fromEnd - step >= nearEnd) {
      setSticky(false);
    }
    const { ids, rendered, endsNow } = now.current;
    const endIsRendered = endsNow && rendered.end === ids.length;
    const hasOthersAbove = before.current.firstId !== ids[0] || before.current.start < 0;
    if (hasOthersAbove) {
      room.current = heights.sum(ids, 0, rendered.start);
    }
    before.current = { firstId: ids[0], start: rendered.start };
    room.current = rendered.start === 0 ? 0 : Math.max(0, room.current);
    above.current.style.height = `${room.current}px`;
    below.current.style.height = `${heights.sum(ids, rendered.end, ids.length)}px`;

    const aim = target.current;
    target.current = null;
    if (aim === 'end' || (aim === null && sticky.current && endIsRendered)) {
      box.scrollTop = box.scrollHeight;
    } else if (aim !== null) {
      scrollTo(box, aim);
      setSticky(endIsRendered && distanceToEnd(box) < nearEnd);
    } else {
      const anchor = anchors.current.find(({ message }) => message.isConnected);
      const moved = anchor === undefined ? 0 : topOf(anchor.message, box) - (anchor.top - step);
      // Within a pixel the browser rounds.
      if (Math.abs(moved) >= 0.5) {
        if (!hasOthersAbove && rendered.start > 0 && room.current > moved) {
          room.current -= moved;
          above.current.style.height = `${room.current}px`;
        } else {
          box.scrollTop += moved;
        }
      }
    }
    remember();
  }, [heights, remember, setSticky]);

  const renderAt = useCallback(({ start, end }: LogWindow, aim: Target) => {
    target.current = aim;
    before.current.start = -1;
    setRenderedIds(now.current.ids.slice(start, end));
  }, []);

  const showAt = useCallback(
    (id: string, align: 'start' | 'center') => {
      const place = now.current.placeOf.get(id);
      if (place !== undefined) {
        setSticky(false);
        renderAt(windowAround(place, now.current.ids.length), { id, align });
      }
    },
    [setSticky, renderAt],
  );

  const jumpToBeginning = useCallback(() => {
    setSticky(false);
    renderAt(windowAround(0, now.current.ids.length), 'beginning');
  }, [setSticky, renderAt]);

  const jumpToEnd = useCallback(() => {
    setSticky(true);
    renderAt(lastWindow(now.current.ids.length), 'end');
  }, [setSticky, renderAt]);

  /** The id of the first message on screen, while one isn't at the end. */
  const findRead = useCallback(() => {
    const row = anchors.current.find(({ message }) => message.isConnected)?.message.closest('[data-id]');
    return sticky.current ? null : (row?.getAttribute('data-id') ?? null);
  }, []);

  const onScroll = useCallback(() => {
    const box = log.current;
    if (box === null) {
      return;
    }
    const { ids, rendered, endsNow } = now.current;
    setSticky(endsNow && rendered.end === ids.length && distanceToEnd(box) < nearEnd);
    remember();
    // Before the browser paints: rendered later, what one scrolls to would be empty for a moment.
    cover(flushSync);
  }, [setSticky, remember, cover]);

  useLayoutEffect(() => {
    now.current = { ids, placeOf, rendered, endsNow, isReversed };
  });

  useLayoutEffect(() => {
    if (isReversed) {
      // Somebody may have scrolled up already: a reversed column counts from its end, downwards from zero.
      setSticky((log.current?.scrollTop ?? 0) > -nearEnd);
      remember();
      setIsReversed(false);
    }
  }, [isReversed, remember, setSticky]);

  useLayoutEffect(() => {
    settle();
    cover((update) => update());
  });

  useEffect(() => {
    let width = log.current?.clientWidth;
    const observer = new ResizeObserver(() => {
      if (log.current && log.current.clientWidth > 0 && log.current.clientWidth !== width) {
        width = log.current.clientWidth;
        heights.clear();
      }
      settle();
      cover(flushSync);
    });
    for (const element of [log.current, content.current]) {
      if (element !== null) {
        observer.observe(element);
      }
    }
    return () => observer.disconnect();
  }, [heights, settle, cover]);

  return {
    refs: { log, content, above, below },
    rendered,
    isAtEnd,
    isReversed,
    /** False while only what comes after the first message is rendered. */
    hasStarted: firstId === null || renderedIds !== null,
    onScroll,
    findRead,
    jumpToEnd,
    jumpToBeginning,
    showAt,
  };
}

/** Which rows are rendered: those that were, as far as they are still there, and always the last while one is at the end. */
function windowOf(list: {
  ids: readonly string[];
  placeOf: ReadonlyMap<string, number>;
  renderedIds: readonly string[] | null;
  firstId: string | null;
  isAtEnd: boolean;
}): LogWindow {
  const count = list.ids.length;
  if (list.renderedIds === null) {
    const first = list.firstId === null ? undefined : list.placeOf.get(list.firstId);
    return first === undefined ? lastWindow(count) : { start: first, end: windowAround(first, count).end };
  }
  const found = findWindow(list.renderedIds, list.placeOf);
  if (found === null) {
    return lastWindow(count);
  }
  return list.isAtEnd ? { start: found.start, end: count } : found;
}

/** A row that goes must not take the focus with it: scrolling with the keyboard would end. */
function keepFocus(log: HTMLElement | null, nextIds: readonly string[]): void {
  const focused = document.activeElement?.closest<HTMLElement>('[data-id]');
  if (focused && log?.contains(focused) && !nextIds.includes(focused.dataset.id as string)) {
    log.focus({ preventScroll: true });
  }
}

function scrollTo(log: HTMLElement, aim: Exclude<Target, 'end'>): void {
  if (aim === 'beginning') {
    log.scrollTop = 0;
    return;
  }
  const { id, align } = aim;
  const row = log.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`);
  if (row !== null) {
    const free = log.clientHeight - row.offsetHeight;
    log.scrollTop += topOf(row, log) - (align === 'start' ? 0 : Math.max(0, free / 2));
  }
}

/** What one has scrolled and the browser has not told of yet: it does with the next frame. */
function stepSince(before: { to: number } | null, log: HTMLElement): number {
  const step = before === null ? 0 : log.scrollTop - before.to;
  // In a list that has become shorter the browser goes back with the end.
  return step < 0 && distanceToEnd(log) < 1 ? 0 : step;
}

function topOf(row: HTMLElement, log: HTMLElement): number {
  return row.getBoundingClientRect().top - log.getBoundingClientRect().top;
}

function distanceToEnd({ scrollHeight, scrollTop, clientHeight }: HTMLElement): number {
  return scrollHeight - scrollTop - clientHeight;
}
