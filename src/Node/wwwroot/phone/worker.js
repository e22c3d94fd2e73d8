// Keeps the phone page working without a network. VERSION stands above: the hash of everything that is kept. Only
// public files are kept here, the same for everybody; drafts are elsewhere, sealed.

const CORE = ['/phone/instruments.json', '/phone/key.json', '/phone/app.js', '/phone/panel.js', '/phone/engine.js', '/phone/json.js',
  '/phone/sentences.js', '/phone/seal.js', '/phone/drafts.js', '/phone/words/en.json', '/trusted.js', '/within.js', '/exit.js', '/tokens.css', '/base.css', '/icon.svg'];
const NAME = 'page-' + VERSION;

// A page names the languages that were used on it; an update takes along the languages that were there before.
const filesOf = language => [`/phone/${language}`, `/phone/${language}.webmanifest`, `/phone/words/${language}.json`];

self.addEventListener('install', event => event.waitUntil((async () => {
  const languages = new Set();
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys()) {
      const found = /\/phone\/words\/([a-z]+)\.json$/.exec(new URL(request.url).pathname);
      if (found) languages.add(found[1]);
    }
  const cache = await caches.open(NAME);
  await cache.addAll([...new Set([...CORE, ...[...languages].flatMap(filesOf)])].map(path => new Request(path, { cache: 'reload' })));
  await self.skipWaiting();
})()));

self.addEventListener('activate', event => event.waitUntil((async () => {
  // What other workers of this node keep (the guide's reader) is theirs.
  for (const name of await caches.keys()) if (name !== NAME && name.startsWith('page-')) await caches.delete(name);
  await self.clients.claim();
})()));

self.addEventListener('message', event => event.waitUntil((async () => {
  const cache = await caches.open(NAME);
  const missing = [];
  for (const path of event.data.languages.flatMap(filesOf)) if (!await cache.match(path)) missing.push(path);
  await cache.addAll(missing);
  event.source.postMessage({ ready: true });
})()));

/** The node's key as it is now; without a network, as it was last. What is sealed to an old key may never be opened. */
async function freshKey(request) {
  const cache = await caches.open(NAME);
  try {
    const answer = await fetch(request, { cache: 'no-store', signal: AbortSignal.timeout(3000) });
    if (answer.ok) { await cache.put(request, answer.clone()); return answer; }
  } catch {
    // No network, or too slow a one.
  }
  return cache.match(request);
}

self.addEventListener('fetch', event => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== location.origin) return;
  if (url.pathname === '/phone/key.json') { event.respondWith(freshKey(event.request)); return; }
  event.respondWith((async () => await (await caches.open(NAME)).match(event.request, { ignoreSearch: true }) ?? fetch(event.request))());
});
