// The one place where text becomes markup or an address becomes a script: only what our own node has answered.
const policy = globalThis.trustedTypes?.createPolicy('entraide', { createHTML: html => html, createScriptURL: url => url });

/** @param {string} html an answer of our own node */
export const markup = html => policy ? policy.createHTML(html) : html;

/** @param {string} path a path on our own node */
export const script = path => policy ? policy.createScriptURL(path) : path;
