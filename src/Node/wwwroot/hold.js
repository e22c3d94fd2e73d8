// Runs before the page can be used: as long as desk.js is not there, or fails, the form is not sent as a page, which the
// browser would write to its disk. Where no script runs at all, the form works, and the page says what that means.
document.addEventListener('submit', event => {
  event.preventDefault();
  if (!document.documentElement.dataset.ready) document.getElementById('stale').hidden = false;
});
