/** The cache of `public/service-worker.js`, and where this device remembers whose pages are in it. */
const pages = 'lendline-pages-1';
const ownerKey = 'lendline-pages-of';
const withheldKey = 'lendline-pages-without';

/**
 * Keeps a page that no document was loaded for: the first one, which came before the service worker, and those that were
 * reached by a link, of which only data was loaded. Once for each; loading it again keeps the newer one.
 */
export async function keepPage(path: string): Promise<void> {
  const cache = await caches.open(pages);
  if (!(await cache.match(path, { ignoreVary: true }))) {
    await cache.add(path);
  }
}

/** Forgets the pages kept on this device, before somebody else uses it. */
export async function forgetPages(): Promise<void> {
  if ('caches' in globalThis) {
    await caches.delete(pages);
  }
}

/** Forgets a page that is no longer for this person. */
export async function forgetPage(path: string): Promise<void> {
  if ('caches' in globalThis) {
    const cache = await caches.open(pages);
    await cache.delete(path, { ignoreVary: true });
  }
}

/**
 * Forgets the pages kept before these conversations (their ids, after each other) were withheld: not only theirs show what was said,
 * the inbox beside every other one does too. Once for each.
 */
export async function forgetPagesOfWithheld(ids: string): Promise<void> {
  const before = localStorage.getItem(withheldKey) ?? '';
  if (ids.split(' ').some((id) => !before.includes(id))) {
    await forgetPages();
  }
  if (ids !== before) {
    localStorage.setItem(withheldKey, ids);
  }
}

/** A session may end without signing out: what the person before had open is not for the next one. */
export async function forgetPagesOfOthers(myId: string): Promise<void> {
  if (localStorage.getItem(ownerKey) !== myId) {
    await forgetPages();
    localStorage.setItem(ownerKey, myId);
  }
}
