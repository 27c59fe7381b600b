// Keeps the conversations that were looked at readable without a network. Nothing but pages below /messages and the files they
// are made of is kept, and what the network answers always wins: a kept page is shown when there is no answer.
// Written for browsers as it is: nothing builds this file.

const pages = 'lendline-pages-1';
const files = 'lendline-files-1';
const maxPages = 30;
const maxFiles = 200;

self.addEventListener('install', () => self.skipWaiting());

self.addEventListener('activate', (event) => {
  event.waitUntil(Promise.all([self.clients.claim(), dropFormerCaches()]));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) {
    return;
  }
  if (request.mode === 'navigate') {
    event.respondWith(answerPage(request));
  } else if (url.pathname.startsWith('/_next/static/')) {
    event.respondWith(answerFile(request));
  }
});

async function answerPage(request) {
  try {
    const response = await fetch(request);
    if (response.status === 200) {
      await keep(pages, request, response.clone(), maxPages);
    }
    return response;
  } catch (error) {
    const kept = await (await caches.open(pages)).match(request, { ignoreVary: true });
    if (kept) {
      return kept;
    }
    throw error;
  }
}

// Their names change with their content.
async function answerFile(request) {
  const kept = await (await caches.open(files)).match(request, { ignoreVary: true });
  if (kept) {
    return kept;
  }
  const response = await fetch(request);
  if (response.status === 200) {
    await keep(files, request, response.clone(), maxFiles);
  }
  return response;
}

/** The oldest go when there are too many. A full disk keeps nothing and breaks nothing. */
async function keep(name, request, response, max) {
  try {
    const cache = await caches.open(name);
    await cache.delete(request, { ignoreVary: true });
    await cache.put(request, response);
    const kept = await cache.keys();
    await Promise.all(kept.slice(0, Math.max(0, kept.length - max)).map((one) => cache.delete(one)));
  } catch {}
}

async function dropFormerCaches() {
  const names = await caches.keys();
  await Promise.all(
    names
      .filter((name) => name.startsWith('lendline-') && name !== pages && name !== files)
      .map((name) => caches.delete(name)),
  );
}
