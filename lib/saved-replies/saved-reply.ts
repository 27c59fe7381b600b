/** A text that somebody keeps to answer with. Times are ISO 8601. */
export interface SavedReply {
  id: string;
  /** What follows the slash in the composer: one word in lower case. */
  shortcut: string;
  /** With `{name}`, `{gear}`, `{dates}` and `{price}` where the conversation's are put in. */
  text: string;
  updatedAt: string;
}

export type ReplyVariable = 'name' | 'gear' | 'dates' | 'price';

/** The text with what is known put in. What isn't stays as it is, for whoever writes to see. */
export function fillReply(text: string, known: Partial<Record<ReplyVariable, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(known, name) ? (known[name as ReplyVariable] ?? whole) : whole,
  );
}

/** Whose shortcut begins like this first, then whose shortcut or text has it. */
export function findReplies(replies: readonly SavedReply[], typed: string): SavedReply[] {
  const wanted = typed.toLowerCase();
  const begins = replies.filter((reply) => reply.shortcut.startsWith(wanted));
  const has = replies.filter(
    (reply) =>
      !reply.shortcut.startsWith(wanted) &&
      (reply.shortcut.includes(wanted) || reply.text.toLowerCase().includes(wanted)),
  );
  return [...begins, ...has];
}
