// The phone page: the desk without a network. Answers live in this page's memory and nowhere else; a draft that is to
// be kept is sealed first.
import { evaluate, explain } from './engine.js';
import { canonical } from './json.js';
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
let turn = 0, registration = null, sealing = false;
/** Whom she chose to seal for, where there is a choice. In memory only: a phone that is looked at does not tell whom she works with. */
let chosenRecipient = '';
/** Who takes drafts, as the node last said; empty where it takes them itself, or has not been asked yet. */
let recipients = [];
let language, say, wording, english, instruments, procedures;
/** Answers and notes by concept, so that they stay when another list takes the place of this one. */
const state = { chosen: '', age: 'adult', answers: new Map(), notes: new Map() };

/** The list that applies: the one for children where age is uncertain (Directive 2011/36/EU art. 13(2)). */
function applied() {
  const chosen = instruments.find(instrument => instrument.id === state.chosen);
  return age() !== 'adult' && chosen.childCounterpart ? instruments.find(instrument => instrument.id === chosen.childCounterpart) : chosen;
}

// Whoever takes the list for children has said that the person is one.
const age = () => instruments.find(instrument => instrument.id === state.chosen).population === 'child' ? 'child' : state.age;

const wordsOf = (instrument, of = wording) => of[instrument.wording];

const evaluated = instrument => evaluate(instrument, new Map(instrument.indicators
  .filter(indicator => state.answers.has(indicator.concept)).map(indicator => [indicator.id, state.answers.get(indicator.concept)])));

function draw() {
  const instrument = applied(), words = wordsOf(instrument);
  const ask = indicators => indicators.map(indicator => question(say, words, wordsOf(instrument, english), indicator, state.answers.get(indicator.concept) ?? 'unknown'));
  const dimension = (id, i) => el('details', { class: 'dimension', open: i === 0 || instrument.indicators.some(indicator => indicator.dimension === id && state.answers.has(indicator.concept)) },
    el('summary', {}, el('h3', {}, words.dimensions[id])), ask(instrument.indicators.filter(indicator => indicator.dimension === id)));
  const form = el('form', { class: 'desk', id: 'desk', autocomplete: 'off' },
    el('div', { class: 'desk-settings card stack' },
      el('div', { class: 'field' }, el('label', { for: 'instrument' }, say('screen.instrument')),
        el('select', { id: 'instrument', name: 'instrument', autocomplete: 'off' }, instruments.map(one =>
          el('option', { value: one.id, selected: one.id === state.chosen }, wordsOf(one).instruments[one.id].title)))),
      choice('age', 'age', say('screen.age'), [['adult', say('screen.age.adult')], ['perhaps', say('screen.age.perhaps')], ['child', say('screen.age.child')]], age(), null, instruments.find(one => one.id === state.chosen).population === 'child'),
      instrument.id !== state.chosen ? el('div', { class: 'notice care', role: 'note' }, el('p', {}, say('screen.age.applied'))) : null),
    el('div', { class: 'desk-questions stack' },
      el('h2', {}, say('screen.questions')),
      el('p', { class: 'about' }, words.instruments[instrument.id].about),
      words.review === 'written' ? null : el('p', { class: 'hint' }, say('screen.translated')),
      instrument.dimensions.length ? instrument.dimensions.map(dimension) : ask(instrument.indicators)),
    el('aside', { class: 'desk-result', 'aria-labelledby': 'result-title' }, el('section', { id: 'result' })),
    el('a', { class: 'desk-summary', href: '#result' }, el('span', {}, say('screen.summary')), ' ', el('strong', { id: 'summary', 'aria-live': 'polite' })));
  for (const [concept, note] of state.notes) {
    const field = form.elements.namedItem('n.' + concept);
    if (field) field.value = note;
  }
  form.addEventListener('submit', event => event.preventDefault());
  form.addEventListener('input', answer);
  document.getElementById('desk')?.remove();
  document.getElementById('status').after(form);
  drawResult();
}

function drawResult() {
  const instrument = applied(), words = wordsOf(instrument), result = evaluated(instrument);
  const explained = explain(result, say, words);
  const old = document.getElementById('result');
  const open = [...old.querySelectorAll('details[open] > summary')].map(summary => summary.textContent);
  const fresh = resultPanel(say, words, procedures, result, explained);
  for (const details of fresh.querySelectorAll('details')) details.open = open.includes(details.querySelector('summary').textContent);
  old.replaceWith(fresh);
  document.getElementById('summary').textContent = words.outcomes[explained.outcome].title;
}

function answer(event) {
  const { name, value } = event.target;
  if (name === 'instrument') { state.chosen = value; draw(); document.getElementById('instrument').focus(); }
  else if (name === 'age') { state.age = value; draw(); document.querySelector(`input[name=age][value=${value}]`).focus(); }
  else if (name.startsWith('n.')) state.notes.set(name.slice(2), value);
  else if (name.startsWith('a.')) {
    if (value === 'unknown') state.answers.delete(name.slice(2));
    else state.answers.set(name.slice(2), value);
    drawResult();
  }
}

function status(text, kind = 'note') {
  document.getElementById('status').replaceChildren(text ? el('div', { class: 'notice ' + kind }, el('p', {}, text)) : '');
}

/** Nothing of this person is left for the next one: neither answers nor age. */
function clear() {
  state.answers.clear();
  state.notes.clear();
  state.age = 'adult';
  draw();
}

/** The same, and not for whom she sealed. */
function leave() {
  chosenRecipient = '';
  for (const option of document.querySelectorAll('#for input')) option.checked = false;
  clear();
}

async function drawDrafts() {
  let kept;
  try {
    kept = await drafts.list();
  } catch {
    // A browser that stores nothing for this page: screening works all the same.
    document.getElementById('offline').textContent = say('phone.no-storage');
    return;
  }
  const row = draft => el('li', {},
    el('span', {}, el('bdi', {}, new Date(draft.savedAt).toISOString().slice(0, 16).replace('T', ' ') + ' UTC'), ' · ',
      say('phone.size', { count: draft.sealed.length }), ' · ', say('phone.expires', { count: Math.ceil(drafts.timeLeft(draft) / 3_600_000) })),
    button(null, 'phone.upload', 'button', () => send(draft)),
    button(null, 'phone.delete', 'button quiet', twice(async () => { await drafts.remove(draft.id); await drawDrafts(); })));
  const section = el('section', { class: 'drafts card stack', id: 'drafts', 'aria-labelledby': 'drafts-title' },
    el('h2', { id: 'drafts-title' }, say('phone.drafts')),
    el('p', { class: 'hint' }, say('phone.drafts.about')),
    recipients.length > 1 ? recipientChoice() : null,
    el('div', { class: 'buttons' }, button('keep', 'phone.keep', 'button', keep), button('clear', 'phone.clear', 'button quiet', twice(clear))),
    kept.length === 0 ? el('p', { id: 'no-drafts' }, say('phone.drafts.none')) : el('ul', {}, kept.map(row)));
  document.getElementById('drafts')?.remove();
  app.append(section);
}

/** Asks the node who takes drafts. The page does not wait for it: whoever seals before the answer is asked then. */
async function learnRecipients() {
  const before = JSON.stringify(recipients);
  try {
    ({ recipients } = await get('/phone/key.json'));
  } catch {
    // No network, and no key was kept: nothing can be sealed just now, and the drafts are shown all the same.
  }
  if (JSON.stringify(recipients) !== before) await drawDrafts();
}

function recipientChoice() {
  const made = choice('for', 'for', say('phone.for'), recipients.map(({ id, name }) => [id, name]), chosenRecipient);
  made.addEventListener('change', event => { chosenRecipient = event.target.value; });
  return made;
}

/**
 * For whom a draft is sealed: whoever was chosen, the only one that there is, or the node itself. Null where she has still
 * to choose, or whom she chose takes no drafts any more: then nobody else may be taken for them.
 */
function recipientOf({ recipient }) {
  if (chosenRecipient) return recipients.find(one => one.id === chosenRecipient)?.id ?? null;
  if (recipients.length > 1) return null;
  return recipients.length === 1 ? recipients[0].id : recipient;
}

function button(id, key, kind, act) {
  const made = el('button', { type: 'button', id, class: kind }, say(key));
  made.addEventListener('click', act);
  return made;
}

/** What cannot be undone is done at the second touch. */
function twice(act) {
  return event => {
    const pressed = event.currentTarget;
    const asked = Number(pressed.dataset.asked);
    if (event.timeStamp - asked < 600) return; // A double tap is one touch.
    if (asked) { calm(pressed); act(); return; }
    Object.assign(pressed.dataset, { asked: event.timeStamp, says: pressed.textContent });
    pressed.textContent = say('phone.again');
    setTimeout(calm, 5000, pressed);
  };
}

function calm(pressed) {
  if (!pressed.dataset.asked) return;
  pressed.textContent = pressed.dataset.says;
  delete pressed.dataset.asked;
}

/** What was answered and noted, in every list: what the list that applies does not ask stands under `besides`, by concept. */
function snapshot() {
  const instrument = applied();
  const ids = new Map(instrument.indicators.map(indicator => [indicator.concept, indicator.id]));
  const split = map => [...map].filter(([, value]) => value !== '').map(([concept, value]) => [ids.get(concept), concept, value.toWellFormed()]);
  const named = rows => Object.fromEntries(rows.filter(([id]) => id).map(([id, , value]) => [id, value]));
  const others = rows => Object.fromEntries(rows.filter(([id]) => !id).map(([, concept, value]) => [concept, value]));
  const answers = split(state.answers), notes = split(state.notes);
  if (answers.length + notes.length === 0) return null;
  return canonical({
    format: '1', instrument: instrument.id, version: instrument.version, language, age: age(), savedAt: new Date().toISOString(),
    answers: named(answers), notes: named(notes), besides: { answers: others(answers), notes: others(notes) },
  });
}

async function keep() {
  const text = snapshot();
  if (text === null) { status(say('phone.keep.empty'), 'care'); return; }
  if (sealing) return;
  sealing = true;
  try {
    const key = await get('/phone/key.json');
    ({ recipients } = key);
    const recipient = recipientOf(key);
    if (recipient === null) { await askRecipient(); return; }
    await drafts.keep({ ...key, recipient }, text);
    // What was typed while it was sealed is not in it, and stays.
    const now = snapshot();
    const whole = now !== null && now.replace(/"savedAt":"[^"]*"/, '') === text.replace(/"savedAt":"[^"]*"/, '');
    if (whole) clear();
    await drawDrafts();
    status(say(whole ? 'phone.kept' : 'phone.kept.more'), 'done');
    document.getElementById('keep').focus({ preventScroll: true });
  } catch {
    status(say('phone.keep.failed'), 'care');
  } finally {
    sealing = false;
  }
}

/** Shows whom one may choose from now; nothing was sealed. */
async function askRecipient() {
  const sentence = chosenRecipient ? 'phone.for.changed' : 'phone.for.choose';
  chosenRecipient = '';
  await drawDrafts();
  status(say(sentence), 'care');
  document.querySelector('#for input')?.focus({ preventScroll: true });
}

async function send(draft) {
  let said = 'later';
  try {
    said = await drafts.upload(draft);
  } catch {
    // No network: later.
  }
  await drawDrafts();
  if (said === 'gone') return;
  const sentence = { kept: 'phone.uploaded', key: 'phone.refused.key', refused: 'phone.refused', later: 'phone.upload.failed' }[said];
  status(say(sentence), said === 'kept' ? 'done' : 'care');
}

/** Keeps the page for use without a network; says when it is ready. */
async function stayOffline() {
  navigator.serviceWorker.addEventListener('message', event => { if (event.data.ready) document.getElementById('offline').textContent = say('phone.ready'); });
  await navigator.serviceWorker.register(script('/phone/worker.js'), { scope: '/phone/' });
  registration = await navigator.serviceWorker.ready;
  askToKeep();
}

/** Every language that was used here is kept for use without a network. */
function askToKeep() {
  registration?.active.postMessage({ languages: [...spoken] });
}

/** Takes another language, in place: what was answered stays, and nothing is asked of the network twice. */
async function speak(tag) {
  const mine = ++turn;
  const words = await get(`/phone/words/${tag}.json`);
  if (mine !== turn) return;
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
    link.removeAttribute('aria-current');
    if (link.lang !== language) continue;
    link.setAttribute('aria-current', 'true');
    document.querySelector('.languages summary').lastChild.textContent = link.textContent;
  }
  document.querySelector('link[rel=manifest]').href = `/phone/${language}.webmanifest`;
  history.replaceState(null, '', `/phone/${language}`);
  app.replaceChildren(el('p', { class: 'lead' }, say('screen.lead')), el('p', { class: 'hint', id: 'offline' }), el('div', { id: 'status', role: 'status' }));
  draw();
  if (window.isSecureContext) await drawDrafts();
  else status(say('phone.insecure'), 'care');
  spoken.add(language);
  askToKeep();
}

async function start() {
  app.replaceChildren(el('p', {}, app.dataset.loading));
  ({ instruments, procedures } = await get('/phone/instruments.json'));
  ({ wording: english } = await get('/phone/words/en.json'));
  state.chosen = instruments[0].id;
  // Whoever leaves leaves nothing: not in memory, and not in what a browser sets aside for the Back button.
  window.addEventListener('leaving', leave);
  window.addEventListener('pagehide', leave);
  await speak(document.documentElement.lang);
  // Before exit.js hears it: the language changes in place.
  document.addEventListener('click', event => {
    const link = event.target instanceof Element ? event.target.closest('.languages a') : null;
    if (!link) return;
    event.preventDefault();
    link.closest('details').open = false;
    speak(link.lang).then(() => document.querySelector('.languages summary').focus(), () => status(say('phone.failed'), 'care'));
  }, { capture: true });
  window.addEventListener('offline', () => status(say('phone.offline')));
  window.addEventListener('online', () => { if (document.getElementById('status').textContent === say('phone.offline')) status(''); });
  if (!window.isSecureContext) return;
  setInterval(drawDrafts, 60 * 60 * 1000);
  learnRecipients();
  if (!navigator.onLine) status(say('phone.offline'));
  await stayOffline().catch(() => { document.getElementById('offline').textContent = say('phone.no-storage'); });
}

start().catch(() => {
  if (say) status(say('phone.failed'), 'care');
  else app.replaceChildren(el('p', {}, app.dataset.failed));
});
