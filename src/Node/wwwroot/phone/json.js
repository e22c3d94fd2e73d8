// Strict JSON, the twin of Core/Text/StrictJson.cs and CanonicalJson.cs: JSON.parse keeps the last of two equal names,
// and treats __proto__ by itself in object literals; screening must read the same document as the server or none.

export const LARGEST_TEXT = 1_000_000;
export const DEEPEST_NESTING = 16;

/** A text that was refused; `refusal` is one of malformed, too-large, too-deep, duplicate-key, lone-surrogate. */
export class Refused extends Error {
  constructor(refusal, message) { super(message); this.refusal = refusal; }
}

/**
 * Objects become Maps, so that no name is special.
 * @param {string} text
 */
export function parse(text) {
  if (text.startsWith('\ufeff')) text = text.slice(1);
  if (new TextEncoder().encode(text).length > LARGEST_TEXT) throw new Refused('too-large', 'the text is too long');
  if (deepest(text) > DEEPEST_NESTING) throw new Refused('too-deep', 'nested too deep');
  try { JSON.parse(text); } catch { throw new Refused('malformed', 'this is not JSON'); }

  // From here on the text is known to be JSON; what is left to see is names and surrogates.
  let at = 0;
  const blank = () => { while (' \t\n\r'.includes(text[at]) && at < text.length) at++; };
  function string() {
    const from = at++;
    while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
    const value = JSON.parse(text.slice(from, ++at));
    if (!value.isWellFormed()) throw new Refused('lone-surrogate', 'a text holds half of a character');
    return value;
  }
  function value() {
    blank();
    if (text[at] === '"') return string();
    if (text[at] === '{') {
      const members = new Map();
      for (at++, blank(); text[at] !== '}'; blank()) {
        if (text[at] === ',') { at++; blank(); }
        const name = string();
        if (members.has(name)) throw new Refused('duplicate-key', `"${name}" is named twice`);
        blank();
        at++; // the colon
        members.set(name, value());
      }
      at++;
      return members;
    }
    if (text[at] === '[') {
      const items = [];
      for (at++, blank(); text[at] !== ']'; blank()) {
        if (text[at] === ',') at++;
        items.push(value());
      }
      at++;
      return items;
    }
    const from = at;
    while (at < text.length && !',]} \t\n\r'.includes(text[at])) at++;
    return JSON.parse(text.slice(from, at));
  }
  return value();
}

function deepest(text) {
  let depth = 0, most = 0, quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) { if (c === '\\') i++; else if (c === '"') quoted = false; }
    else if (c === '"') quoted = true;
    else if (c === '{' || c === '[') most = Math.max(most, ++depth);
    else if (c === '}' || c === ']') depth--;
  }
  return most;
}

/** Writes the one canonical form. Takes arrays, plain objects (in the order of their members), texts, booleans, null. */
export function canonical(value) {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) return '[' + value.map(canonical).join(',') + ']';
  return '{' + Object.entries(value).map(([name, of]) => quote(name) + ':' + canonical(of)).join(',') + '}';
}

function quote(text) {
  if (!text.isWellFormed()) throw new Refused('lone-surrogate', 'a text holds half of a character');
  return '"' + text.replace(/["\\\u0000-\u001f]/g, c => c < ' ' ? '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0') : '\\' + c) + '"';
}
