// Keeps the desk's result fresh while one answers. The desk works without it.
import { markup } from './trusted.js';

const form = /** @type {HTMLFormElement} */ (document.getElementById('desk'));
let waiting = 0;
form.querySelector('[name=apply]').hidden = true; // A change of list or age applies itself.

async function refresh() {
  const turn = ++waiting;
  await new Promise(resolve => setTimeout(resolve, 150));
  if (turn !== waiting) return;
  let answer;
  try {
    answer = await fetch(form.action, { method: 'POST', body: new FormData(form), headers: { 'X-Result-Only': 'true' } });
  } catch {
    return; // No network: the button sends the form once it is back.
  }
  if (!answer.ok || turn !== waiting) return;
  const fresh = new DOMParser().parseFromString(markup(await answer.text()), 'text/html').getElementById('result');
  const old = document.getElementById('result');
  const open = [...old.querySelectorAll('details')].map(details => details.open && details.querySelector('summary').textContent);
  for (const details of fresh.querySelectorAll('details')) details.open = open.includes(details.querySelector('summary').textContent);
  old.replaceWith(fresh);
  document.getElementById('summary').textContent = document.getElementById('outcome').textContent;
}

form.addEventListener('change', event => {
  const name = /** @type {HTMLInputElement} */ (event.target).name;
  // Another list asks other questions: the page is drawn anew, the answers stay.
  if (name === 'instrument' || name === 'age') { form.action = form.action.split('#')[0]; form.requestSubmit(); }
  else if (name.startsWith('a.')) refresh();
});

// The page in another language takes the answers along.
for (const link of document.querySelectorAll('.languages a'))
  link.addEventListener('click', event => {
    event.preventDefault();
    form.action = new URL(/** @type {HTMLAnchorElement} */ (link).href).pathname;
    form.submit();
  });
