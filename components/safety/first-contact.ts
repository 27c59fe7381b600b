const maxRemembered = 200;
const nameOf = (myId: string) => `lendline-first-contact-${myId}`;
const watchers = new Set<() => void>();
/** Where nothing can be stored, until the page is left. */
const here = new Set<string>();

/** Conversations in which this person has dismissed the note, on this device. The newest last. */
function dismissedBy(myId: string): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(nameOf(myId)) ?? '[]');
    return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}

export function isFirstContactDismissed(myId: string, conversationId: string): boolean {
  return here.has(conversationId) || dismissedBy(myId).includes(conversationId);
}

export function dismissFirstContact(myId: string, conversationId: string): void {
  here.add(conversationId);
  try {
    const kept = [...dismissedBy(myId).filter((id) => id !== conversationId), conversationId];
    localStorage.setItem(nameOf(myId), JSON.stringify(kept.slice(-maxRemembered)));
  } catch {
    // Then it is there again with the next page.
  }
  for (const tell of watchers) {
    tell();
  }
}

/** Calls back when something was dismissed, in another tab too. Gives how to stop. */
export function watchDismissals(onChange: () => void): () => void {
  watchers.add(onChange);
  window.addEventListener('storage', onChange);
  return () => {
    watchers.delete(onChange);
    window.removeEventListener('storage', onChange);
  };
}
