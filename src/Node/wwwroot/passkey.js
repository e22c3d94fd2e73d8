// Asks the browser for a passkey: made (create) or proved (get). What is asked, and whether the answer holds, the node
// says; https://www.w3.org/TR/webauthn-3/

for (const box of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-passkey]'))) {
  const button = box.querySelector('button'), fault = /** @type {HTMLElement} */ (box.querySelector('[role=alert]'));
  const { passkey, ask, answer, next, code } = box.dataset;
  if (!globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON) { fault.textContent = fault.dataset.missing; continue; }
  button.hidden = false;
  button.addEventListener('click', async () => {
    button.disabled = true;
    fault.textContent = '';
    try {
      const { challenge, options } = await (await send(box, ask, { code, credential: {} })).json();
      const credential = passkey === 'create'
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
      await send(box, answer, { challenge, code, credential: /** @type {PublicKeyCredential} */ (credential).toJSON() });
      location.replace(next);
    } catch {
      // The person stopped, or it does not hold; which of the two makes no difference to what she can do.
      fault.textContent = fault.dataset.failed;
      button.disabled = false;
    }
  });
}

async function send(box, path, body) {
  const token = box.querySelector('input[name=__RequestVerificationToken]').value;
  const said = await fetch(path, { method: 'POST', redirect: 'error', headers: { 'Content-Type': 'application/json', 'X-Form-Token': token }, body: JSON.stringify(body) });
  if (!said.ok) throw new Error(String(said.status));
  return said;
}
