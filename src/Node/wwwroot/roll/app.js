// Who is here, by number, on a device that may have no network. The list and what was noted stay on the device until the
// node has said that it kept them; sent twice, or by two devices, nobody is counted twice.

import { choice, el } from '../phone/panel.js';
import { speaker } from '../phone/sentences.js';
import { script } from '../trusted.js';

/**
 * @typedef {{ session: string, number: number, minutes: number }} SignIn
 * @typedef {{ id: string, title: string, sessions: { id: string, title: string, minutes: number }[], people: { number: number, about: string }[], noted: SignIn[], waiting: SignIn[], device: string }} Roll
 */

const app = document.getElementById('app');
const language = document.documentElement.lang;
const say = speaker(language, JSON.parse(app.dataset.sentences));
// Which training it is stands behind the hash: it is sent to nobody with the page.
const id = location.hash.slice(1);
const KEY = 'roll.' + id;
let session = '';

/** Read anew each time: another window of this device may have noted somebody. */
const read = () => /** @type {Roll | null} */ (JSON.parse(localStorage.getItem(KEY)));
const write = (/** @type {Roll} */ roll) => localStorage.setItem(KEY, JSON.stringify(roll));
const same = (/** @type {SignIn} */ one, /** @type {SignIn} */ other) => one.session === other.session && one.number === other.number;

function status(text, kind = 'done') {
  document.getElementById('status').replaceChildren(text ? el('div', { class: `notice ${kind}` }, el('p', {}, text)) : '');
}

/** What the node has now, for whoever may see it, with a token for what is sent. */
async function fetchList() {
  const answer = await fetch(`/deliveries/${id}/roll?tag=${language}`, { headers: { Accept: 'application/json' }, redirect: 'error' });
  if (!answer.ok) throw new Error(String(answer.status));
  return await answer.json();
}

async function load() {
  const { title, sessions, people } = await fetchList();
  const before = read();
  write({ id, title, sessions, people, noted: before?.noted ?? [], waiting: before?.waiting ?? [], device: before?.device ?? [...crypto.getRandomValues(new Uint8Array(8))].map(byte => byte.toString(16).padStart(2, '0')).join('') });
}

/** A tick by mistake is taken back as long as it was not sent; after that, on the node's page. */
function note(/** @type {number} */ number, /** @type {boolean} */ here) {
  const roll = read();
  const one = { session, number, minutes: roll.sessions.find(known => known.id === session).minutes };
  const [noted, waiting] = [roll.noted, roll.waiting].map(list => list.filter(known => !same(known, one)));
  write({ ...roll, noted: here ? [...noted, one] : noted, waiting: here ? [...waiting, one] : waiting });
}

/** Only what the node has answered for is taken from the list; what was noted meanwhile stays. */
async function send() {
  const { waiting, device } = read();
  const body = JSON.stringify({ device, signIns: waiting });
  let answer;
  // A token may have been overtaken by another page's: once more with a fresh one.
  for (let attempt = 0; attempt < 2 && (!answer || answer.status === 400); attempt++) {
    const { token } = await fetchList();
    answer = await fetch(`/deliveries/${id}/sign-ins`, { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Form-Token': token }, body, redirect: 'error' });
  }
  if (!answer.ok || typeof (await answer.json()).kept !== 'number') throw new Error(String(answer.status));
  const roll = read();
  write({ ...roll, waiting: roll.waiting.filter(one => !waiting.some(sent => same(sent, one))) });
}

const doing = (/** @type {() => Promise<void>} */ work, /** @type {string} */ done, /** @type {string} */ failed) => async () => {
  for (const button of app.querySelectorAll('button')) button.disabled = true;
  try {
    await work();
    status(say(done));
  } catch {
    status(say(failed), 'care');
  }
  draw();
};

function button(/** @type {string} */ name, /** @type {string} */ kind, /** @type {() => void} */ press) {
  const made = el('button', { type: 'button', class: kind, id: name }, say('roll.' + name));
  made.addEventListener('click', press);
  return made;
}

function draw() {
  const roll = read();
  if (!roll) {
    app.replaceChildren(el('p', { id: 'none' }, say('roll.none')), id ? button('load', 'button', doing(load, 'roll.loaded', 'roll.unsent')) : '');
    return;
  }
  if (!roll.sessions.some(one => one.id === session)) session = roll.sessions[0].id;
  const chosen = choice('session', 'session', say('roll.session'), roll.sessions.map(one => [one.id, one.title]), session);
  chosen.addEventListener('change', event => { session = event.target.value; draw(); document.querySelector('#session input:checked').focus(); });
  const list = el('ul', { class: 'rows', id: 'people' }, roll.people.map(({ number, about }) => {
    const box = el('input', { type: 'checkbox', id: `here-${number}` });
    const there = list => list.some(one => one.session === session && one.number === number);
    box.checked = there(roll.noted);
    box.disabled = box.checked && !there(roll.waiting);
    box.addEventListener('change', () => { note(number, box.checked); count(); });
    return el('li', {}, el('label', { class: 'check' }, box, ` ${number} `, el('span', { class: 'hidden' }, say('roll.here')), el('bdi', { class: 'hint' }, about)));
  }));
  app.replaceChildren(el('h2', {}, roll.title), chosen, list, el('p', { id: 'waiting' }),
    el('p', { class: 'buttons' }, button('send', 'button', doing(send, 'roll.sent', 'roll.unsent')), button('load', 'button plain', doing(load, 'roll.loaded', 'roll.unsent')),
      // What was not sent yet is not thrown away by one press.
      button('clear', 'quiet', () => { if (read().waiting.length === 0) { localStorage.removeItem(KEY); draw(); } else status(say('roll.unsent'), 'care'); })));
  count();
}

function count() {
  const { waiting } = read();
  document.getElementById('waiting').textContent = say('roll.waiting', { count: waiting.length });
  document.getElementById('send').disabled = waiting.length === 0;
}

draw();
window.addEventListener('storage', draw);
if (window.isSecureContext) navigator.serviceWorker?.register(script('/roll/worker.js'), { scope: '/roll/' });
