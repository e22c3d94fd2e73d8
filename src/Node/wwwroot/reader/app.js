// The guide on a phone: one tap keeps a text, and from then on it is read and searched without a network. What the node
// says of it later (it is old; this paragraph is recalled) is kept with it.
import { el } from '../phone/panel.js';
import { speaker } from '../phone/sentences.js';
import { script } from '../trusted.js';
import { Text, drawer } from './blocks.js';
import { find } from './find.js';
import { pieces, plain } from './markup.js';
import * as shelf from './shelf.js';

const SHOWN = 100;

const app = document.getElementById('app');
const { lang: language } = document.documentElement;
/** The country of the address, `core`, or null where the shelf is asked for. */
const country = /^([A-Z]{2}|core)$/.exec(new URLSearchParams(location.search).get('country') ?? '')?.[1] ?? null;

let say, languages, sentences;
/** @type {Text | null} */
let text = null;
/** @type {ReturnType<typeof drawer>} */
let draws;
const parts = { alerts: el('div', { id: 'alerts' }), search: el('div', { role: 'search' }), view: el('div', { id: 'view' }), foot: el('div', { id: 'foot' }) };

const day = (/** @type {number} */ time) => `\u2068${new Date(time).toISOString().slice(0, 10)}\u2069`;

const nameOf = (/** @type {string} */ of) => of === 'core' ? say('guide.core') : Object.hasOwn(sentences, 'country.' + of) ? say('country.' + of) : of;

const comparedAt = () => say('reader.compared', { date: day(text.kept.comparedAt) });

const madeFrom = kept => say('guide.made-from', { edition: kept.edition, release: kept.country === 'core' ? say('guide.core') : `${kept.countryName} ${kept.release}`, language: languages[kept.language][0] });

function status(sentence, kind = 'note') {
  document.getElementById('status').replaceChildren(sentence ? el('div', { class: 'notice ' + kind }, el('p', {}, sentence)) : '');
}

function button(id, key, kind, act) {
  const made = el('button', { type: 'button', id, class: kind }, say(key));
  made.addEventListener('click', act);
  return made;
}

/** What cannot be undone is done at the second touch. */
function twice(act) {
  return event => {
    const pressed = event.currentTarget, asked = Number(pressed.dataset.asked);
    if (event.timeStamp - asked < 600) return; // A double tap is one touch.
    if (asked) { act(); return; }
    Object.assign(pressed.dataset, { asked: event.timeStamp, says: pressed.textContent });
    pressed.textContent = say('reader.again');
    setTimeout(() => { pressed.textContent = pressed.dataset.says; delete pressed.dataset.asked; }, 5000);
  };
}

// Keeping, fetching, comparing

/** Fetches the text of this address, the first time or anew. */
async function keep() {
  status(say('reader.keeping'));
  let kept;
  try {
    kept = await shelf.keep(language, country);
  } catch (fault) {
    status(say(fault instanceof shelf.NoSuchText ? 'reader.keep.none' : 'reader.keep.failed'), 'care');
    return;
  }
  open(kept);
  // A browser that is short of room deletes what it was not asked to keep.
  await navigator.storage?.persist?.().catch(() => false);
  const ready = await stayOffline();
  status(say(ready ? 'reader.kept' : 'reader.no-storage'), ready ? 'done' : 'care');
}

/** Asks the node about every kept text. @returns {Promise<boolean>} whether it could be asked */
async function compare() {
  let reached = true;
  for (const kept of await shelf.list()) {
    try {
      await shelf.compare(kept);
    } catch {
      reached = false;
      break;
    }
  }
  await refresh();
  return reached;
}

async function compareNow() {
  status('');
  if (!await compare()) {
    status(say('reader.compare.failed'), 'care');
    addEventListener('online', compareNow, { once: true });
  } else status(text?.kept.current ? say('guide.check.current') : '', 'done');
}

/** Draws again what has become known; what somebody is reading just now stays where it is. */
async function refresh() {
  if (!text) { if (country === null) await drawShelf(); return; }
  const kept = await shelf.get(text.kept.key);
  if (!kept) return;
  if (kept.hash !== text.kept.hash) { open(kept); return; }
  const before = [...text.recalled].join(' ');
  text.kept = kept;
  text.recall(kept.recalled);
  drawAlerts();
  // In its place: a button that is changed for another under the finger does nothing.
  document.getElementById('compared').textContent = comparedAt();
  if ([...text.recalled].join(' ') !== before) drawView(false);
}

/** Keeps the page itself, in every language of a kept text. @returns {Promise<boolean>} whether it opens without a network now */
async function stayOffline() {
  const wanted = [language, ...(await shelf.list()).map(kept => kept.language)];
  const answered = new Promise((resolve, reject) => {
    setTimeout(reject, 30_000, new Error('no worker'));
    navigator.serviceWorker.ready.then(registration => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = event => resolve(event.data.ready);
      registration.active.postMessage({ languages: wanted }, [port2]);
    }, reject);
  });
  return answered.catch(() => false);
}

// Views

/** @param {shelf.Kept} kept */
function open(kept) {
  text = new Text(kept);
  draws = drawer(text, say, languages, keep);
  app.replaceChildren(...Object.values(parts));
  drawAlerts();
  drawSearch();
  drawView(location.hash.length > 1);
  drawFoot();
}

/** What must be known before reading on. */
function drawAlerts() {
  const { kept, recalled, recalledElsewhere } = text;
  const recalls = text.blocks.filter(block => recalled.has(block.id));
  const notice = (kind, ...children) => el('div', { class: 'notice ' + kind, role: 'note' }, children);
  parts.alerts.replaceChildren(...[
    recalls.length > 0 || recalledElsewhere ? el('div', { class: 'recall', role: 'note', id: 'recalled' },
      recalls.length > 0 ? [el('p', {}, say('reader.recalled')), el('ul', {}, recalls.map(block => el('li', draws.tongue(block.shown), el('a', { href: '#' + block.id }, shortened(text.words(block.shown))))))] : null,
      recalledElsewhere ? el('p', {}, say('reader.recalled.elsewhere')) : null,
      button('fetch', 'reader.fetch', 'button', keep)) : null,
    shelf.isStale(kept) ? notice('care', el('p', { id: 'unchecked' }, say('reader.unchecked', { date: day(kept.comparedAt) })), button(null, 'reader.compare', 'button quiet', compareNow)) : null,
    !kept.known ? notice('care', el('p', { class: 'notice-title' }, say('guide.check.unknown')), el('p', {}, say('guide.check.unknown.about')), button(null, 'reader.fetch', 'button quiet', keep))
      : !kept.current && recalls.length === 0 && !recalledElsewhere ? notice('care', el('p', {}, say('guide.check.old')), button('fetch', 'reader.fetch', 'button quiet', keep)) : null,
  ].filter(Boolean));
}

const shortened = (/** @type {string} */ words) => words.length > 90 ? words.slice(0, 90).replace(/\s+\S*$/u, '') + ' …' : words;

function drawSearch() {
  const input = el('input', { type: 'search', id: 'search', autocomplete: 'off', spellcheck: 'false', maxlength: '100' });
  const said = el('p', { id: 'found', class: 'hint', role: 'status' }), results = el('ol', { class: 'results', id: 'results', hidden: true });
  const heading = el('h1', { class: 'hidden', hidden: true }, say('reader.search'));
  parts.search.replaceChildren(el('div', { class: 'find' }, el('label', { for: 'search' }, say('reader.search')), input, said), heading, results);
  input.addEventListener('input', () => {
    const asked = input.value.trim() !== '', hits = asked ? find(text.lines, input.value) : [];
    // The results are a page of their own, with the heading of the other gone.
    parts.view.hidden = asked;
    heading.hidden = !asked;
    results.hidden = hits.length === 0;
    said.textContent = !asked ? '' : hits.length === 0 ? say('reader.search.none') : say(hits.length > SHOWN ? 'reader.search.first' : 'reader.search.found', { found: hits.length, shown: SHOWN });
    results.replaceChildren(...hits.slice(0, SHOWN).map(result));
  });
}

function result({ line, before, hit, after }) {
  const chapter = text.chapterOf.get(line.id), block = text.blocks.find(one => one.id === line.id);
  return el('li', {}, el('a', { href: '#' + line.id, ...draws.tongue(block.shown) }, before, el('mark', {}, hit), after),
    el('span', { class: 'where' }, plain(pieces(chapter.title.shown.text), text.fill), text.recalled.has(line.id) ? el('span', { class: 'tag grave' }, say('reader.recalled.tag')) : null));
}

/** The contents, or the chapter that holds what the address names. @param {boolean} move whether the reader has come here just now */
function drawView(move) {
  const id = decodeURIComponent(location.hash.slice(1)), chapter = text.chapterOf.get(id);
  const known = chapter && text.chapters.includes(chapter);
  const title = known ? plain(pieces(chapter.title.shown.text), text.fill) : say('guide.title');
  document.title = known ? `${title} · ${say('reader.title')}` : say('reader.title');
  parts.view.replaceChildren(...(known ? chapterView(chapter) : contentsView()));
  if (!move) return;
  const sought = known && id !== chapter.id ? document.getElementById('b.' + id) : null, target = sought ?? parts.view.querySelector('h1');
  sought?.classList.add('sought');
  target.tabIndex = -1;
  target.focus({ preventScroll: true });
  if (!sought) { window.scrollTo(0, 0); return; }
  // The recall before it is read first.
  (sought.previousElementSibling?.classList.contains('recall') ? sought.previousElementSibling : sought).scrollIntoView({ block: 'start' });
}

const reviewNotice = () => text.written && !text.unreviewed ? null
  : el('div', { class: text.written ? 'notice' : 'notice care', role: 'note' }, el('p', {}, say(text.written ? 'guide.unreviewed' : 'guide.not-in-language')));

function contentsView() {
  return [el('h1', {}, say('guide.title')), reviewNotice(),
    el('ol', { class: 'chapters' }, text.chapters.map(({ id, title, blocks }) => el('li', draws.tongue(title.shown), el('a', { href: '#' + id }, plain(pieces(title.shown.text), text.fill)), ' ',
      el('span', { class: 'hint', lang: language }, say('guide.paragraphs', { count: blocks.filter(block => block.kind !== 'Subheading').length }))))),
    text.homeless.length > 0 ? [el('h2', {}, say('guide.homeless')), el('p', { class: 'hint' }, say('guide.homeless.about')), text.homeless.map(draws.homeless)] : null].flat(2).filter(Boolean);
}

function chapterView(/** @type {import('./blocks.js').Chapter} */ chapter) {
  const at = text.chapters.indexOf(chapter);
  const lead = (rel, to) => to ? el('a', { rel, href: '#' + to.id, ...draws.tongue(to.title.shown) }, plain(pieces(to.title.shown.text), text.fill)) : null;
  return [el('nav', { class: 'crumbs', 'aria-label': say('guide.title') }, el('a', { href: '#' }, say('guide.title'))),
    text.recalled.has(chapter.id) ? draws.recall() : null,
    el('article', { class: 'guide' }, el('h1', draws.tongue(chapter.title.shown), draws.inline(chapter.title.shown.text)),
      chapter.title.folded || chapter.title.shown.freshness === 'BehindCritical' ? el('p', { class: 'behind grave' }, say('guide.behind.critical')) : chapter.title.shown.freshness === 'Behind' ? el('p', { class: 'behind' }, say('guide.behind')) : null, reviewNotice(), draws.body(chapter.blocks)),
    el('nav', { class: 'pager', 'aria-label': say('guide.chapters') }, lead('prev', text.chapters[at - 1]), lead('next', text.chapters[at + 1]))].filter(Boolean);
}

/** Which text this is, how it was last found to stand, and what can be done with it. */
function drawFoot() {
  const { kept } = text;
  parts.foot.replaceChildren(el('div', { class: 'provenance kept-state' },
    el('p', { id: 'made-from' }, madeFrom(kept) + ' ', el('b', { class: 'code' }, el('bdi', {}, kept.code))),
    el('p', { id: 'compared' }, comparedAt()),
    el('div', { class: 'buttons' }, button('compare', 'reader.compare', 'button quiet', compareNow), el('a', { class: 'button quiet', href: `/reader/${language}` }, say('reader.shelf')))));
}

/** What the shelf shows just now: it is not drawn again for nothing, under a finger that is about to touch it. */
let onShelf = '';

/** All texts on this phone. */
async function drawShelf() {
  const all = await shelf.list();
  const shows = JSON.stringify(all.map(({ bundle, seenAt, ...known }) => [known, shelf.isStale({ seenAt, ...known })]));
  if (shows === onShelf) return;
  onShelf = shows;
  const row = kept => el('li', {},
    el('p', {}, el('a', { href: `/reader/${kept.language}?country=${kept.country}` }, el('strong', {}, `${nameOf(kept.country)} · `, el('bdi', { lang: kept.language }, languages[kept.language][0]))),
      kept.recalled.length > 0 ? el('span', { class: 'tag grave' }, say('reader.recalled.tag')) : null),
    el('p', { class: 'hint' }, madeFrom(kept) + ' ', el('bdi', {}, kept.code)),
    el('p', { class: 'hint' }, say(shelf.isStale(kept) ? 'reader.unchecked' : 'reader.compared', { date: day(kept.comparedAt) }), ' ', kept.current ? null : say('guide.check.old')),
    el('div', { class: 'buttons' }, el('a', { class: 'button quiet', href: `/reader/${kept.language}?country=${kept.country}` }, say('reader.open')),
      button(null, 'reader.delete', 'button quiet', twice(async () => { await shelf.remove(kept.key); status(say('reader.deleted'), 'done'); await drawShelf(); }))));
  app.replaceChildren(el('h1', {}, say('reader.shelf')),
    all.length === 0 ? el('p', { id: 'shelf-none' }, say('reader.shelf.none')) : el('ul', { class: 'shelf', id: 'shelf' }, all.map(row)),
    el('p', {}, el('a', { href: `/${language}/guide` }, say('reader.another'))));
}

function drawOffer() {
  app.replaceChildren(el('h1', {}, say('reader.heading')), el('p', {}, el('strong', { id: 'which' }, `${nameOf(country)} · ${languages[language][0]}`)),
    el('p', { class: 'lead' }, say('reader.offer')), el('div', { class: 'buttons' }, button('keep', 'reader.keep', 'button', keep), el('a', { class: 'button quiet', href: `/reader/${language}` }, say('reader.shelf'))));
}

async function start() {
  const answer = await fetch(`/reader/words/${language}.json`);
  if (!answer.ok) throw new Error(String(answer.status));
  ({ languages, sentences } = await answer.json());
  say = speaker(language, sentences);
  // The same text in another language: this page does not begin with the language, nor does the server know the country.
  for (const link of document.querySelectorAll('.languages a')) link.setAttribute('href', link.getAttribute('href') + location.search);
  if (!window.isSecureContext) { app.append(el('p', {}, say('reader.insecure'), ' ', el('a', { href: `/${language}/guide` }, say('guide.title')))); return; }
  window.addEventListener('hashchange', () => arrive());
  document.addEventListener('click', event => {
    const link = event.target instanceof Element ? event.target.closest('#app a[href^="#"]') : null;
    if (link && text && link.getAttribute('href') === (location.hash || '#')) arrive();
  });
  await navigator.serviceWorker.register(script('/reader/worker.js'), { scope: '/reader/' }).catch(() => status(say('reader.no-storage'), 'care'));
  const kept = country === null ? undefined : await shelf.get(shelf.keyOf(language, country));
  if (kept) { await shelf.seen(kept); open(kept); }
  else if (country === null) await drawShelf();
  else drawOffer();
  window.addEventListener('online', compare);
  setInterval(compare, 60 * 60 * 1000);
  navigator.serviceWorker.addEventListener('controllerchange', stayOffline);
  await Promise.all([compare(), stayOffline()]);
}

/** Somebody has followed a link within the text. */
function arrive() {
  if (!text || location.hash === '#main') return;
  if (parts.view.hidden) { drawSearch(); parts.view.hidden = false; }
  drawView(true);
}

start().catch(() => app.append(el('p', {}, app.dataset.failed)));
