// Search as one types on a phone: without accents, in any case, with the letters that a foreign keyboard has.

// What Unicode does not take apart by itself. Turkish ı is i, Greek ς is σ; the apostrophes of all languages are one.
const ALIKE = new Map(Object.entries({
  'ı': 'i', 'ς': 'σ', 'ґ': 'г', 'є': 'е', 'œ': 'oe', 'æ': 'ae', 'ß': 'ss', 'ø': 'o', 'đ': 'd', 'ł': 'l',
  'ى': 'ي', 'ة': 'ه', 'ٱ': 'ا', 'ـ': '', '’': '\'', '‘': '\'', 'ʼ': '\'', '´': '\'', '‐': '-', '‑': '-', '–': '-', '\u00AD': '', '\u200C': '', '\u200D': '',
}));

/** A text as it is compared. @param {string} text */
export const fold = text => [...text].map(letter).join('');

// Letter by letter, so that a place in the folded text leads back to one in the text. Case first: İ is i with a dot.
function letter(one) {
  const bare = one.toLowerCase().normalize('NFKD').replace(/\p{M}+/gu, '');
  return [...bare].map(part => ALIKE.get(part) ?? part).join('');
}

/**
 * @typedef {{ id: string, text: string, folded: string }} Line
 * @typedef {{ line: Line, before: string, hit: string, after: string }} Hit
 */

/** @returns {Line} */
export const line = (/** @type {string} */ id, /** @type {string} */ text) => ({ id, text, folded: fold(text) });

/**
 * The lines that hold all the words, those with the words side by side first, each with the place of the first word.
 * @param {Line[]} lines
 * @param {string} asked
 * @returns {Hit[]}
 */
export function find(lines, asked) {
  const phrase = fold(asked).trim().replace(/\s+/gu, ' '), words = phrase.split(' ').filter(Boolean);
  if (words.length === 0) return [];
  const holding = lines.filter(({ folded }) => words.every(word => folded.includes(word)));
  const whole = holding.filter(({ folded }) => folded.includes(phrase));
  return [...new Set([...whole, ...holding])].map(one => cut(one, one.folded.includes(phrase) ? phrase : words[0]));
}

/** @returns {Hit} */
function cut(/** @type {Line} */ one, /** @type {string} */ word) {
  const places = /** @type {number[]} */ ([]);
  let at = 0;
  for (const sign of one.text) {
    for (let i = letter(sign).length; i > 0; i--) places.push(at);
    at += sign.length;
  }
  const found = one.folded.indexOf(word);
  const from = places[found], to = places[found + word.length] ?? one.text.length;
  return { line: one, before: shorten(one.text.slice(0, from), -60), hit: one.text.slice(from, to), after: shorten(one.text.slice(to), 90) };
}

/** At most so many letters, cut at a blank; below zero from the end. */
function shorten(/** @type {string} */ text, /** @type {number} */ most) {
  if (text.length <= Math.abs(most)) return text;
  const kept = text.slice(...(most < 0 ? [most] : [0, most])), blank = most < 0 ? kept.indexOf(' ') : kept.lastIndexOf(' ');
  return most < 0 ? '… ' + kept.slice(blank + 1) : kept.slice(0, blank < 0 ? most : blank) + ' …';
}
