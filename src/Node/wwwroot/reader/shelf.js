// The texts on this phone: each as the one file that the node gave, with what was learnt about it since.

/** After this long without a comparison the page says so. */
export const STALE_AFTER = 14 * 24 * 60 * 60 * 1000;

/**
 * `comparedAt` is when the node last said how the copy stands; `seenAt` the latest time that this page has seen: a clock
 * that was set back makes no copy look fresher than it is. `recalled` are blocks that have changed dangerously since.
 * @typedef {{ key: string, language: string, country: string, hash: string, code: string, edition: number, release: number, countryName: string | null,
 *   bundle: string, keptAt: number, comparedAt: number, seenAt: number, known: boolean, current: boolean, recalled: string[] }} Kept
 */

export const keyOf = (/** @type {string} */ language, /** @type {string} */ country) => `${language}/${country}`;

export const isStale = (/** @type {Kept} */ kept, now = Date.now()) => Math.max(now, kept.seenAt) - kept.comparedAt > STALE_AFTER;

/** @returns {Promise<IDBDatabase>} */
const open = () => new Promise((resolve, reject) => {
  const request = indexedDB.open('guide', 1);
  request.onupgradeneeded = () => request.result.createObjectStore('texts', { keyPath: 'key' });
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

/** Runs one step on the store; resolves when it is on disk. */
async function store(mode, step) {
  const db = await open();
  try {
    const transaction = db.transaction('texts', mode, { durability: 'strict' });
    const request = step(transaction.objectStore('texts'));
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
    return request.result;
  } finally {
    db.close();
  }
}

/** @returns {Promise<Kept[]>} */
export const list = () => store('readonly', texts => texts.getAll());

/** @returns {Promise<Kept | undefined>} */
export const get = (/** @type {string} */ key) => store('readonly', texts => texts.get(key));

export const remove = (/** @type {string} */ key) => store('readwrite', texts => texts.delete(key));

/** Changes what is known of a copy, if it is still that copy: another page may have fetched a newer one meanwhile. */
const learn = (key, hash, change) => store('readwrite', texts => {
  const asked = texts.get(key);
  asked.onsuccess = () => { if (asked.result?.hash === hash) texts.put({ ...asked.result, ...change(asked.result) }); };
  return asked;
});

/** A text that the node has not. */
export class NoSuchText extends Error {}

/**
 * Fetches a text whole, and only then puts it in the place of the one before.
 * @returns {Promise<Kept>}
 */
export async function keep(/** @type {string} */ language, /** @type {string} */ country) {
  const answer = await fetch(`/reader/text/${language}/${country}.json`, { cache: 'no-store', credentials: 'omit' });
  if (answer.status === 404) throw new NoSuchText();
  if (!answer.ok) throw new Error(String(answer.status));
  const bundle = await answer.text(), { hash, code, countryName, text } = JSON.parse(bundle), now = Date.now();
  // The text is the last member; its bytes are what was hashed.
  const bytes = new TextEncoder().encode(bundle.slice(bundle.indexOf(',"text":{') + ',"text":'.length, -1));
  const sum = Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)), byte => byte.toString(16).padStart(2, '0')).join('');
  if (sum !== hash) throw new Error('the text did not come whole');
  const kept = { key: keyOf(language, country), language, country, hash, code, edition: text.edition, release: text.release, countryName,
    bundle, keptAt: now, comparedAt: now, seenAt: now, known: true, current: true, recalled: [] };
  await store('readwrite', texts => texts.put(kept));
  return kept;
}

/** Notes that time has passed. */
export const seen = (/** @type {Kept} */ kept, now = Date.now()) => learn(kept.key, kept.hash, ({ seenAt }) => ({ seenAt: Math.max(seenAt, now) }));

/**
 * Asks the node whether the copy is still good. A recall stays until a newer text is fetched, whatever is said later; only
 * that the copy is the current one again takes it back.
 */
export async function compare(/** @type {Kept} */ kept) {
  const answer = await fetch(`/guide/check.json?code=${encodeURIComponent(kept.hash)}`, { cache: 'no-store', credentials: 'omit', signal: AbortSignal.timeout(15_000) });
  if (!answer.ok) throw new Error(String(answer.status));
  const { known, current, critical } = await answer.json(), now = Date.now();
  if (typeof known !== 'boolean' || typeof current !== 'boolean' || !Array.isArray(critical)) throw new Error('this is no answer');
  await learn(kept.key, kept.hash, ({ recalled, comparedAt }) => ({
    known, current, seenAt: now, comparedAt: known ? now : comparedAt,
    recalled: current ? [] : [...new Set([...recalled, ...critical])],
  }));
}
