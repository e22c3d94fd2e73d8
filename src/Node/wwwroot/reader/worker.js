// Keeps the page of the guide working without a network. VERSION stands above: the hash of everything that is kept here.
// The texts themselves are elsewhere (shelf.js), and outlive every version of the page.

const CORE = ['/reader/app.js', '/reader/blocks.js', '/reader/find.js', '/reader/markup.js', '/reader/shelf.js', '/reader/reader.css',
  '/phone/panel.js', '/phone/sentences.js', '/trusted.js', '/tokens.css', '/base.css', '/icon.svg'];
const NAME = 'reader-' + VERSION;

const filesOf = language => [`/reader/${language}`, `/reader/words/${language}.json`];

self.addEventListener('install', event => event.waitUntil((async () => {
  const languages = new Set();
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys()) {
      const found = /\/reader\/words\/([a-z]+)\.json$/.exec(new URL(request.url).pathname);
      if (found) languages.add(found[1]);
    }
  const cache = await caches.open(NAME);
  await cache.addAll([...CORE, ...[...languages].flatMap(filesOf)].map(path => new Request(path, { cache: 'reload' })));
  await self.skipWaiting();
})()));

self.addEventListener('activate', event => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name !== NAME && name.startsWith('reader-')) await caches.delete(name);
  await self.clients.claim();
})()));

// A page names the languages that it needs, and is told when they are there.
self.addEventListener('message', event => event.waitUntil((async () => {
  const cache = await caches.open(NAME);
  const missing = [];
  // A language may be named twice, by the page and by a text: the cache refuses a list with the same request in it twice.
  for (const path of new Set(event.data.languages.flatMap(filesOf))) if (!await cache.match(path)) missing.push(path);
  let ready = true;
  try { await cache.addAll(missing); } catch { ready = false; }
  event.ports[0].postMessage({ ready });
})()));

self.addEventListener('fetch', event => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== location.origin) return;
  event.respondWith((async () => {
    const cache = await caches.open(NAME), kept = await cache.match(event.request, { ignoreSearch: true });
    if (kept) return kept;
    try {
      return await fetch(event.request);
    } catch (fault) {
      // A language that is not kept: better the shelf in another one than nothing.
      const page = event.request.mode === 'navigate' && (await cache.keys()).find(request => /^\/reader\/[a-z]+$/.test(new URL(request.url).pathname));
      if (!page) throw fault;
      return await cache.match(page);
    }
  })());
});
