// The drafts on this phone: sealed bytes, when, how large, for whom. Nothing here can be read on the phone.
import { sealDraft, toBase64Url } from './seal.js';

export const KEPT_FOR = 72 * 60 * 60 * 1000;

// In bytes of text. The node takes 256 kB with what goes along (KeepDraft.cs); a draft that it would refuse is not made.
const LARGEST_DRAFT = 180_000;
// Drafts are filled up with blanks to steps of this size: the exact size would tell how much was ticked.
const STEP = 4096;

/**
 * `seenAt` is when the draft was last looked at: a clock that was set back gives it no more time than it had, and one that
 * was corrected takes none away.
 * @typedef {{ id: string, keyId: string, recipient: string, savedAt: number, seenAt: number, sealed: Uint8Array }} Draft
 */

/** In milliseconds, when it was last looked at. */
export const timeLeft = (/** @type {Draft} */ draft) => draft.savedAt + KEPT_FOR - draft.seenAt;

/** @returns {Promise<IDBDatabase>} */
const open = () => new Promise((resolve, reject) => {
  const request = indexedDB.open('notes', 1);
  request.onupgradeneeded = () => request.result.createObjectStore('drafts', { keyPath: 'id' });
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

/** Runs one step on the store; resolves when it is on disk. */
async function store(mode, step) {
  const db = await open();
  try {
    const transaction = db.transaction('drafts', mode, { durability: 'strict' });
    const request = step(transaction.objectStore('drafts'));
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
    return request.result;
  } finally {
    db.close();
  }
}

/**
 * All drafts whose time is not over; the others are deleted. In one transaction: what another page deletes meanwhile must
 * not be written back.
 */
export async function list(now = Date.now()) {
  const kept = /** @type {Draft[]} */ ([]);
  await store('readwrite', drafts => {
    const walk = drafts.openCursor();
    walk.onsuccess = () => {
      const cursor = walk.result;
      if (!cursor) return;
      const draft = seen(cursor.value, now);
      if (timeLeft(draft) <= 0) cursor.delete();
      else { cursor.update(draft); kept.push(draft); }
      cursor.continue();
    };
    return walk;
  });
  return kept.sort((a, b) => a.savedAt - b.savedAt);
}

// Only time that was seen to pass counts: where the clock was set back, the draft's beginning goes back with it.
const seen = (draft, now) => ({ ...draft, savedAt: draft.savedAt - Math.max(0, draft.seenAt - now), seenAt: now });

/** Seals and keeps; the text is forgotten with the call. Fails where the node would not take it. */
export async function keep(to, plain, now = Date.now()) {
  const length = new TextEncoder().encode(plain).length;
  if (length > LARGEST_DRAFT) throw new Error('too large');
  const id = [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('');
  const sealed = await sealDraft(to, id, plain + ' '.repeat(STEP - length % STEP));
  await store('readwrite', drafts => drafts.put({ id, keyId: to.keyId, recipient: to.recipient, savedAt: now, seenAt: now, sealed }));
}

export const remove = id => store('readwrite', drafts => drafts.delete(id));

let sending = Promise.resolve();

/**
 * Hands a draft to the node, after those before it (two at once would ask for two tokens, of which only one holds), and
 * deletes it here once the node has said that it is on its disk.
 * @param {Draft} draft
 * @returns {Promise<'kept' | 'key' | 'refused' | 'later' | 'gone'>} what the node said; gone where it was deleted meanwhile
 */
export function upload(draft) {
  const sent = sending.then(() => send(draft));
  sending = sent.catch(() => {});
  return sent;
}

async function send(draft) {
  if (!await store('readonly', drafts => drafts.get(draft.id))) return 'gone';
  const body = JSON.stringify({ id: draft.id, keyId: draft.keyId, recipient: draft.recipient, sealed: toBase64Url(draft.sealed) });
  let answer;
  // A token may have been overtaken by another page's: once more with a fresh one.
  for (let attempt = 0; attempt < 2 && (!answer || answer.status === 400); attempt++) {
    const { token } = await (await fetch('/token')).json();
    answer = await fetch('/phone/drafts', { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Form-Token': token }, body });
  }
  const said = await answer.json();
  if (answer.ok && said.id === draft.id && said.size === draft.sealed.length) {
    await remove(draft.id);
    return 'kept';
  }
  if (answer.ok || answer.status === 400 || answer.status === 429 || answer.status >= 500) return 'later';
  return said.title === 'key' ? 'key' : 'refused';
}
