'use client';

import { type PointerEvent, useEffect, useRef } from 'react';

const heldForMs = 450;
const mayMovePx = 10;
/** How long after the finger is lifted browsers may still make a click of it. */
const clickWithinMs = 300;

/** A finger that rests on something. Give what this gives to the element. */
export function useLongPress(onLongPress: (element: HTMLElement) => void) {
  const press = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number } | null>(null);

  function cancel() {
    clearTimeout(press.current?.timer);
    press.current = null;
  }

  useEffect(() => () => clearTimeout(press.current?.timer), []);

  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      cancel();
      const element = event.currentTarget;
      if (event.pointerType === 'touch' && event.isPrimary && !isButton(event.target)) {
        const timer = setTimeout(() => {
          swallowClick();
          onLongPress(element);
        }, heldForMs);
        press.current = { timer, x: event.clientX, y: event.clientY };
      }
    },
    onPointerMove(event: PointerEvent) {
      const start = press.current;
      if (start !== null && Math.hypot(event.clientX - start.x, event.clientY - start.y) > mayMovePx) {
        cancel();
      }
    },
    onPointerUp: cancel,
    onPointerCancel: cancel,
  };
}

function isButton(target: EventTarget): boolean {
  return target instanceof Element && target.closest('button') !== null;
}

/** Lifting the finger may click on a link, or on what has opened under it meanwhile. */
function swallowClick(): void {
  const swallow = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  const onLifted = () => {
    window.removeEventListener('pointerup', onLifted, true);
    window.removeEventListener('pointercancel', onLifted, true);
    const stop = () => {
      clearTimeout(timer);
      window.removeEventListener('click', swallow, true);
      window.removeEventListener('pointerdown', stop, true);
    };
    const timer = setTimeout(stop, clickWithinMs);
    window.addEventListener('click', swallow, true);
    // The next press is meant.
    window.addEventListener('pointerdown', stop, true);
  };
  window.addEventListener('pointerup', onLifted, true);
  window.addEventListener('pointercancel', onLifted, true);
}
