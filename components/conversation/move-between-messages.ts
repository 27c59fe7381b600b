import type { KeyboardEvent } from 'react';

/** The arrow keys go from one message to the next; from the log itself, ArrowUp leads to the newest. */
export function moveBetweenMessages(event: KeyboardEvent<HTMLElement>): void {
  const direction = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const { target } = event;
  if (direction === undefined || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) {
    return;
  }
  const log = target instanceof Element ? target.closest('[role=log]') : null;
  const article = target instanceof Element ? target.closest('article') : null;
  if (log === null || (target !== log && article === null)) {
    return;
  }
  const articles = [...log.querySelectorAll<HTMLElement>('article')];
  const place = article === null ? articles.length : articles.indexOf(article);
  const next = articles[place + direction];
  event.preventDefault();
  next?.focus();
}
