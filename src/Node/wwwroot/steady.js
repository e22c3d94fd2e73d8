// A form that is sent where the network may be gone: what was kept is known to be kept, what was not stays on the page and
// is said. Without script the browser sends the form as it always does.

import { markup } from './trusted.js';

const notice = document.getElementById('unkept');
let changed = false;

for (const form of document.querySelectorAll('form[data-steady]')) {
  form.addEventListener('input', () => { changed = true; });
  form.addEventListener('submit', event => {
    event.preventDefault();
    send(form);
  });
}

async function send(form) {
  const button = form.querySelector('button:not([type="button"])');
  button.disabled = true;
  try {
    const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)), headers: { Accept: 'text/html' }, signal: AbortSignal.timeout(20000) });
    // Only an answer that says so is a proof that it was kept: a page that leads on, or one that says what is wrong with it.
    if (answer.redirected) {
      changed = false;
      location.assign(answer.url);
      return;
    }
    if (answer.status === 422) {
      const page = new DOMParser().parseFromString(markup(await answer.text()), 'text/html');
      document.getElementById('main').replaceWith(document.adoptNode(page.getElementById('main')));
      changed = true;
      rewire();
      return;
    }
    say();
  } catch {
    say();
  }
  button.disabled = false;
}

function rewire() {
  for (const form of document.querySelectorAll('form[data-steady]'))
    form.addEventListener('submit', event => { event.preventDefault(); send(form); });
  document.getElementById('main').focus();
}

function say() {
  const shown = document.getElementById('unkept') ?? notice;
  if (shown) { shown.hidden = false; shown.scrollIntoView({ block: 'center' }); }
}

// Leaving with something unkept is asked about first.
window.addEventListener('beforeunload', event => { if (changed) event.preventDefault(); });
