// Keeps the desk's result fresh while one answers, and never sends the form as a page: a browser writes what a page was
// sent into its own memory on disk, and brings it back. The desk works without this, and then says so.
import { markup } from './trusted.js';
import './within.js';

const form = () => /** @type {HTMLFormElement} */ (document.getElementById('desk'));
let turn = 0;
/** The page that is to be drawn anew, as long as no answer to that has come; then a result alone would stand beside other questions. */
let owed = '';

/** Sends the answers; null where no sound answer came in time. A form that was open for too long gets a fresh token, once. */
async function send(path, headers) {
  const slow = setTimeout(stale, 1000, true);
  try {
    for (const again of [true, false]) {
      const answer = await fetch(path, { method: 'POST', body: new FormData(form()), headers, signal: AbortSignal.timeout(10_000) });
      const page = answer.ok ? new DOMParser().parseFromString(markup(await answer.text()), 'text/html') : null;
      if (page) return page.getElementById('result') ? page : null;
      if (answer.status !== 400 || !again) return null;
      form().elements.namedItem('__RequestVerificationToken').value = (await (await fetch('/token')).json()).token;
    }
  } catch {
    return null; // No network, or too slow a one.
  } finally {
    clearTimeout(slow);
  }
}

/** Whether what is shown may be older than what was answered: an old, milder outcome must not pass for the present one. */
function stale(is) {
  const note = document.getElementById('stale');
  note.hidden = !is;
  document.getElementById('result').classList.toggle('old', is);
  document.getElementById('summary').textContent = is ? note.textContent : document.getElementById('outcome').textContent;
}

async function refresh() {
  if (owed) { await redraw(owed); return; }
  const mine = ++turn;
  await new Promise(resolve => setTimeout(resolve, 150));
  if (mine !== turn) return;
  const fresh = (await send(location.pathname, { 'X-Result-Only': 'true' }))?.getElementById('result');
  if (mine !== turn) return;
  if (!fresh) { stale(true); return; }
  const old = document.getElementById('result');
  const open = [...old.querySelectorAll('details')].map(details => details.open && details.querySelector('summary').textContent);
  for (const details of fresh.querySelectorAll('details')) details.open = open.includes(details.querySelector('summary').textContent);
  old.replaceWith(fresh);
  stale(false);
}

/** Draws the whole page anew, for another list or in another language; the answers come along. */
async function redraw(path) {
  owed = path;
  const mine = ++turn;
  const sent = written();
  const page = await send(path, { Accept: 'text/html' });
  if (mine !== turn) return false;
  if (!page?.getElementById('desk')) { stale(true); return false; }
  if (written() !== sent) return redraw(path); // Something was typed meanwhile; it is not to be lost.
  owed = '';
  const changed = page.documentElement.lang === document.documentElement.lang ? ['main'] : ['.skip', '.masthead', 'main', '.footer'];
  for (const part of changed) document.querySelector(part).replaceWith(page.querySelector(part));
  Object.assign(document.documentElement, { lang: page.documentElement.lang, dir: page.documentElement.dir });
  document.title = page.title;
  history.replaceState(null, '', path);
  prepare();
  return true;
}

const written = () => JSON.stringify([...new FormData(form())].filter(([name]) => name !== '__RequestVerificationToken'));

function prepare() {
  form().querySelector('[name=apply]').hidden = true; // A change of list or age applies itself.
}

document.addEventListener('change', async event => {
  const { name, value } = /** @type {HTMLInputElement} */ (event.target);
  if (name === 'instrument') { await redraw(owed || location.pathname); document.getElementById('instrument').focus(); }
  else if (name === 'age') { await redraw(owed || location.pathname); document.querySelector(`input[name=age][value=${value}]`)?.focus(); }
  else if (name?.startsWith('a.')) refresh();
});

// hold.js has kept the form from being sent as a page.
document.addEventListener('submit', async () => {
  if (!await redraw(owed || location.pathname)) return;
  const result = document.getElementById('result');
  result.tabIndex = -1;
  result.focus();
});

document.addEventListener('click', event => {
  const link = event.target instanceof Element ? event.target.closest('.languages a') : null;
  if (!link) return;
  event.preventDefault();
  redraw(new URL(/** @type {HTMLAnchorElement} */ (link).href).pathname).then(() => document.querySelector('.languages summary').focus());
});

window.addEventListener('online', refresh);
window.addEventListener('pageshow', event => { if (event.persisted) location.reload(); });
prepare();
document.documentElement.dataset.ready = 'yes';
