// Keeps the roll call working without a network. VERSION stands above: the hash of everything that is kept. Only public
// files are kept here; the list of a training and what waits to be sent are elsewhere (app.js), and outlive every version.

const CORE = ['/roll/app.js', '/phone/panel.js', '/phone/sentences.js', '/trusted.js', '/within.js', '/tokens.css', '/base.css', '/icon.svg'];
const NAME = 'roll-' + VERSION;
const PAGE = /^\/roll\/[a-z]+$/;

self.addEventListener('install', event => event.waitUntil((async () => {
  // The pages of the languages that were used are taken along: who opened one before opens it again where there is no network.
  const pages = new Set();
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys()) if (PAGE.test(new URL(request.url).pathname)) pages.add(new URL(request.url).pathname);
  for (const client of await self.clients.matchAll({ includeUncontrolled: true })) if (PAGE.test(new URL(client.url).pathname)) pages.add(new URL(client.url).pathname);
  const cache = await caches.open(NAME);
  await cache.addAll([...CORE, ...pages].map(path => new Request(path, { cache: 'reload' })));
  await self.skipWaiting();
})()));

self.addEventListener('activate', event => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name !== NAME && name.startsWith('roll-')) await caches.delete(name);
  await self.clients.claim();
})()));

self.addEventListener('fetch', event => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== location.origin) return;
  event.respondWith((async () => {
    const cache = await caches.open(NAME), kept = await cache.match(event.request, { ignoreSearch: true });
    if (kept) return kept;
    const answer = await fetch(event.request);
    if (answer.ok && PAGE.test(url.pathname)) await cache.put(event.request, answer.clone());
    return answer;
  })());
});
