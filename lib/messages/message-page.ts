import type { Message } from './message.ts';
import type { MessagePage } from './queries.ts';

/** Messages as a list of the API: oldest first; `nextCursor` leads to the page before (or, with `after`, behind) it. */
export function toMessagePage(
  data: Message[],
  page: MessagePage,
): { data: Message[]; nextCursor: string | null } {
  if (page.ids !== undefined) {
    return { data, nextCursor: null };
  }
  const first = data.at(0);
  const last = data.at(-1);
  const isFull = data.length === (page.limit ?? 50);
  if (page.after !== undefined) {
    return { data, nextCursor: isFull && last ? String(last.seq) : null };
  }
  if (page.around !== undefined) {
    // A page around the newest message is never full.
    return { data, nextCursor: first && first.seq > 1 && first.seq < page.around ? String(first.seq) : null };
  }
  return { data, nextCursor: isFull && first && first.seq > 1 ? String(first.seq) : null };
}
