// The drafts on this phone: sealed bytes, when, how large, for whom. Nothing here can be read on the phone.
import { sealDraft, toBase64Url } from './seal.js';

export const KEPT_FOR = 72 * 60 * 60 * 1000;

/** @typedef {{ id: string, keyId: string, recipient: string, savedAt: number, sealed: Uint8Array }} Draft */

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

/** All drafts whose time is not over; the others are deleted. */
export async function list(now = Date.now()) {
  const all = /** @type {Draft[]} */ (await store('readonly', drafts => drafts.getAll()));
  // A clock set back does not give a draft more time than it had.
  const over = all.filter(draft => now >= draft.savedAt + KEPT_FOR || now < draft.savedAt - 60_000);
  for (const draft of over) await remove(draft.id);
  return all.filter(draft => !over.includes(draft)).sort((a, b) => a.savedAt - b.savedAt);
}

/** Seals and keeps; the text is forgotten with the call. */
export async function keep(to, plain, now = Date.now()) {
  const id = [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('');
  const sealed = await sealDraft(to, id, plain);
  await store('readwrite', drafts => drafts.put({ id, keyId: to.keyId, recipient: to.recipient, savedAt: now, sealed }));
}

export const remove = id => store('readwrite', drafts => drafts.delete(id));

/**
 * Hands a draft to the node, and deletes it here once the node has said that it is on its disk.
 * @param {Draft} draft
 * @returns {Promise<{ kept: boolean, reason?: string }>}
 */
export async function upload(draft) {
  const { token } = await (await fetch('/phone/token')).json();
  const answer = await fetch('/phone/drafts', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Form-Token': token },
    body: JSON.stringify({ id: draft.id, keyId: draft.keyId, recipient: draft.recipient, sealed: toBase64Url(draft.sealed) }),
  });
  if (answer.ok) {
    await remove(draft.id);
    return { kept: true };
  }
  const problem = answer.headers.get('Content-Type')?.includes('json') ? await answer.json() : {};
  return { kept: false, reason: problem.detail ?? String(answer.status) };
}
