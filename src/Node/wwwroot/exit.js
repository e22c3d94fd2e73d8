// Leaves the page at once: first nothing more is seen, then another page stands in its place in the history.
// Three times Shift does the same. Without script the link itself leads away. A browser's history is not erased.
import './within.js';

const link = /** @type {HTMLAnchorElement} */ (document.getElementById('exit'));
let shifts = [];

function leave() {
  document.documentElement.classList.add('gone');
  document.title = '…';
  // Pages that hold something (the phone page) let it go when they hear this.
  window.dispatchEvent(new Event('leaving'));
  document.body.replaceChildren();
  location.replace(navigator.onLine ? link.href : 'about:blank');
}

link.addEventListener('click', event => {
  event.preventDefault();
  leave();
});

document.addEventListener('keyup', event => {
  if (event.key !== 'Shift') { shifts = []; return; }
  const now = event.timeStamp;
  shifts = [...shifts.filter(earlier => now - earlier < 2000), now];
  if (shifts.length >= 3) leave();
});

// Between these pages nothing piles up in the history: after leaving, Back does not lead to the page before.
for (const other of document.querySelectorAll('.languages a, a[data-replace]'))
  other.addEventListener('click', event => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    location.replace(/** @type {HTMLAnchorElement} */ (other).href);
  });

// A page that the browser had set aside must not come back as it was.
window.addEventListener('pageshow', event => { if (event.persisted) location.reload(); });
