// The phone page: the desk without a network. Answers live in this page's memory and nowhere else; a draft that is to
// be kept is sealed first.
import { evaluate, explain } from './engine.js';
import { speaker } from './sentences.js';
import { choice, el, question, resultPanel } from './panel.js';
import * as drafts from './drafts.js';
import { script } from '../trusted.js';

const app = document.getElementById('app');
const get = async path => {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(path);
  return answer.json();
};

const spoken = new Set();
let worker = null;
let language, say, wording, instruments, steps;
const state = { chosen: '', age: 'adult', answers: new Map(), notes: new Map() };

/** The list that applies: the one for children where age is uncertain (Directive 2011/36/EU art. 13(2)). */
function applied() {
  const chosen = instruments.find(instrument => instrument.id === state.chosen);
  return state.age !== 'adult' && chosen.childCounterpart ? instruments.find(instrument => instrument.id === chosen.childCounterpart) : chosen;
}

const wordsOf = instrument => typeof instrument.wording === 'string' ? wording[instrument.wording] : instrument.wording[language];
const evaluated = instrument => evaluate(instrument, new Map(instrument.indicators.filter(indicator => state.answers.has(indicator.concept)).map(indicator => [indicator.id, state.answers.get(indicator.concept)])));

function draw() {
  const instrument = applied(), words = wordsOf(instrument);
  const ask = indicators => indicators.map(indicator => question(say, words, indicator, state.answers.get(indicator.concept) ?? 'unknown'));
  const form = el('form', { class: 'desk', id: 'desk', autocomplete: 'off' },
    el('div', { class: 'desk-settings card stack' },
      el('div', { class: 'field' }, el('label', { for: 'instrument' }, say('screen.instrument')),
        el('select', { id: 'instrument', name: 'instrument', autocomplete: 'off' }, instruments.map(one =>
          el('option', { value: one.id, selected: one.id === state.chosen }, wordsOf(one).instruments[one.id].title)))),
      choice('age', 'age', say('screen.age'), [['adult', say('screen.age.adult')], ['perhaps', say('screen.age.perhaps')], ['child', say('screen.age.child')]], state.age),
      instrument.id !== state.chosen ? el('div', { class: 'notice care', role: 'note' }, el('p', {}, say('screen.age.applied'))) : null),
    el('div', { class: 'desk-questions stack' },
      el('h2', {}, say('screen.questions')),
      el('p', { class: 'about' }, words.instruments[instrument.id].about),
      words.review === 'written' ? null : el('p', { class: 'hint' }, say('screen.translated')),
      instrument.dimensions.length ? instrument.dimensions.map((id, i) => el('details', { class: 'dimension', open: i === 0 || instrument.indicators.some(indicator => indicator.dimension === id && state.answers.has(indicator.concept)) },
        el('summary', {}, el('h3', {}, words.dimensions[id])), ask(instrument.indicators.filter(indicator => indicator.dimension === id)))) : ask(instrument.indicators)),
    el('aside', { class: 'desk-result', 'aria-labelledby': 'result-title' }, el('section', { id: 'result' })),
    el('a', { class: 'desk-summary', href: '#result' }, el('span', {}, say('screen.summary')), ' ', el('strong', { id: 'summary', 'aria-live': 'polite' })));
  for (const [concept, note] of state.notes) {
    const field = form.elements.namedItem('n.' + concept);
    if (field) field.value = note;
  }
  form.addEventListener('submit', event => event.preventDefault());
  form.addEventListener('input', answer);
  form.addEventListener('click', openTarget);
  document.getElementById('desk')?.remove();
  document.getElementById('status').after(form);
  drawResult();
}

function drawResult() {
  const instrument = applied(), words = wordsOf(instrument), result = evaluated(instrument);
  const explained = explain(result, say, words);
  const old = document.getElementById('result');
  const open = [...old.querySelectorAll('details[open] > summary')].map(summary => summary.textContent);
  const fresh = resultPanel(say, words, steps, result, explained);
  for (const details of fresh.querySelectorAll('details')) details.open = open.includes(details.querySelector('summary').textContent);
  old.replaceWith(fresh);
  document.getElementById('summary').textContent = words.outcomes[explained.outcome].title;
}

function answer(event) {
  const { name, value } = event.target;
  if (name === 'instrument') { state.chosen = value; draw(); }
  else if (name === 'age') { state.age = value; draw(); document.querySelector(`input[name=age][value=${value}]`).focus(); }
  else if (name.startsWith('n.')) state.notes.set(name.slice(2), value);
  else if (name.startsWith('a.')) {
    if (value === 'unknown') state.answers.delete(name.slice(2));
    else state.answers.set(name.slice(2), value);
    drawResult();
  }
}

// A link to a question opens the fold that it lies in.
function openTarget(event) {
  const link = event.target.closest('a[href^="#q."]');
  if (link) document.getElementById(link.getAttribute('href').slice(1))?.closest('details')?.setAttribute('open', '');
}

function status(text, kind = 'note') {
  document.getElementById('status').replaceChildren(text ? el('div', { class: 'notice ' + kind }, el('p', {}, text)) : '');
}

function clear() {
  state.answers.clear();
  state.notes.clear();
  draw();
}

async function drawDrafts() {
  const kept = await drafts.list();
  const now = Date.now();
  const section = el('section', { class: 'drafts card stack', id: 'drafts', 'aria-labelledby': 'drafts-title' },
    el('h2', { id: 'drafts-title' }, say('phone.drafts')),
    el('p', { class: 'hint' }, say('phone.drafts.about')),
    el('div', { class: 'buttons' },
      button('keep', 'phone.keep', 'button', keep), button('clear', 'phone.clear', 'button quiet', clear)),
    kept.length === 0 ? el('p', { id: 'no-drafts' }, say('phone.drafts.none')) : el('ul', {}, kept.map(draft => el('li', {},
      el('span', {}, el('bdi', {}, new Date(draft.savedAt).toISOString().slice(0, 16).replace('T', ' ') + ' UTC'), ' · ',
        say('phone.size', { count: draft.sealed.length }), ' · ',
        say('phone.expires', { count: Math.ceil((draft.savedAt + drafts.KEPT_FOR - now) / 3_600_000) })),
      button(null, 'phone.upload', 'button', () => send(draft)),
      button(null, 'phone.delete', 'button quiet', async () => { await drafts.remove(draft.id); await drawDrafts(); })))));
  document.getElementById('drafts')?.remove();
  app.append(section);
}

function button(id, key, kind, act) {
  const made = el('button', { type: 'button', id, class: kind }, say(key));
  made.addEventListener('click', act);
  return made;
}

async function keep() {
  const instrument = applied();
  const of = (map, wanted) => instrument.indicators.filter(indicator => map.get(indicator.concept)).map(indicator => [wanted(indicator), map.get(indicator.concept)]);
  if (state.answers.size === 0) { status(say('phone.keep.empty'), 'care'); return; }
  try {
    await drafts.keep(await get('/phone/key.json'), JSON.stringify({
      format: 1, instrument: instrument.id, version: instrument.version, language, age: state.age, savedAt: new Date().toISOString(),
      answers: Object.fromEntries(of(state.answers, indicator => indicator.id)), notes: Object.fromEntries(of(state.notes, indicator => indicator.id)),
    }));
  } catch {
    status(say('phone.keep.failed'), 'care');
    return;
  }
  clear();
  await drawDrafts();
  status(say('phone.kept'), 'done');
}

async function send(draft) {
  try {
    const { kept, reason } = await drafts.upload(draft);
    status(kept ? say('phone.uploaded') : say('phone.upload.refused', { reason }), kept ? 'done' : 'care');
  } catch {
    status(say('phone.upload.failed'), 'care');
  }
  await drawDrafts();
}

/** Keeps the page for use without a network; says when it is ready. */
async function stayOffline() {
  navigator.serviceWorker.addEventListener('message', event => { if (event.data.ready) document.getElementById('offline').textContent = say('phone.ready'); });
  await navigator.serviceWorker.register(script('/phone/worker.js'), { scope: '/phone/' });
  worker = (await navigator.serviceWorker.ready).active;
  askToKeep();
}

/** Every language that was used here is kept for use without a network. */
function askToKeep() {
  worker?.postMessage({ languages: [...spoken] });
}

/** Takes another language, in place: what was answered stays, and nothing is asked of the network twice. */
async function speak(tag) {
  const words = await get(`/phone/words/${tag}.json`);
  ({ language, wording } = words);
  say = speaker(language, words.sentences);
  Object.assign(document.documentElement, { lang: language, dir: words.direction });
  document.title = say('phone.title');
  const put = (selector, text) => { document.querySelector(selector).textContent = text; };
  put('.skip', say('page.skip'));
  put('h1', say('phone.heading'));
  put('.exit', say('page.exit'));
  put('.footer p', say('page.footer'));
  put('.languages .hidden', say('page.language') + ' ');
  for (const link of document.querySelectorAll('.languages a')) {
    link.toggleAttribute('aria-current', false);
    if (link.lang !== language) continue;
    link.setAttribute('aria-current', 'true');
    document.querySelector('.languages summary').lastChild.textContent = link.textContent;
  }
  history.replaceState(null, '', `/phone/${language}`);
  app.replaceChildren(el('p', { class: 'lead' }, say('screen.lead')), el('p', { class: 'hint', id: 'offline' }), el('div', { id: 'status', role: 'status' }));
  draw();
  if (window.isSecureContext) await drawDrafts();
  else status(say('phone.insecure'), 'care');
  spoken.add(language);
  askToKeep();
}

async function start() {
  ({ instruments, steps } = await get('/phone/instruments.json'));
  state.chosen = instruments[0].id;
  await speak(document.documentElement.lang);
  for (const link of document.querySelectorAll('.languages a')) link.addEventListener('click', event => {
    event.preventDefault();
    link.closest('details').open = false;
    speak(link.lang).catch(() => status(say('phone.failed'), 'care'));
  });
  window.addEventListener('offline', () => status(say('phone.offline')));
  window.addEventListener('online', () => status(''));
  window.addEventListener('leaving', () => { state.answers.clear(); state.notes.clear(); });
  if (!window.isSecureContext) return;
  setInterval(drawDrafts, 60 * 60 * 1000);
  if (!navigator.onLine) status(say('phone.offline'));
  await stayOffline();
}

start().catch(() => {
  const loading = document.getElementById('loading');
  if (loading) loading.textContent = loading.dataset.failed;
});
