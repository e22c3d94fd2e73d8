// Her own page leaves no step behind: forms are answered in the place of the page, so that the browser's history holds one
// address, without a phrase, and Back never sends anything again. Without script the browser does as it always does.
import { markup } from './trusted.js';

document.addEventListener('submit', async event => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (!(form.closest('main'))) return;
  event.preventDefault();
  for (const button of form.querySelectorAll('button')) button.disabled = true;
  try {
    const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)), headers: { Accept: 'text/html' }, signal: AbortSignal.timeout(20000) });
    const page = new DOMParser().parseFromString(markup(await answer.text()), 'text/html');
    document.getElementById('main').replaceWith(document.adoptNode(page.getElementById('main')));
    document.getElementById('main').focus();
  } catch {
    for (const button of form.querySelectorAll('button')) button.disabled = false;
  }
});
