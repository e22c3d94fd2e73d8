// The compact form of a block's text, the twin of Core/Text/InlineMarkup.cs: **strong**, *emphasis*, [words](target),
// {placeholder}, and a backslash before a sign that is meant as a letter. Held together by tests/vectors/inline.json.

/**
 * @typedef {string | { strong: Piece[] } | { emphasis: Piece[] } | { link: string, words: Piece[] } | { placeholder: string }} Piece
 * @typedef {'' | 'strong' | 'emphasis' | 'link'} Mark
 */

const SPECIAL = '*[]{}\\';

/** Signs that no text may hold, because they are not seen and change what is. */
const UNSEEN = new RegExp('[\\u202A-\\u202E\\u2066-\\u2069\\u200E\\u200F\\u061C\\u200B\\u2060-\\u2064\\u206A-\\u206F\\uFEFF\\u180E\\u034F\\u115F\\u1160\\u17B4\\u17B5\\u3164\\uFFA0\\uFFF9-\\uFFFB\\uFFFE\\uFFFF\\uFDD0-\\uFDEF\\u0000-\\u001F\\u007F-\\u009F\\u2028\\u2029]'
  + '|(?<![\\u0600-\\u08FF])[\\u200C\\u200D]|\\uDB40[\\uDC00-\\uDFFF]');

const ID = /^(?=.{1,100}$)[A-Za-z0-9]+(?:[-./][A-Za-z0-9]+)*$/;

const isId = (/** @type {string} */ id) => ID.test(id);

const isTarget = (/** @type {string} */ target) => target.startsWith('block:') ? isId(target.slice(6))
  : target.startsWith('https://') && !/[\s"<>()]/u.test(target) && URL.canParse(target);

/**
 * @param {string} markup
 * @returns {Piece[]}
 * @throws {SyntaxError} where Core refuses it.
 */
export function parse(markup) {
  if (UNSEEN.test(markup) || !markup.isWellFormed()) throw new SyntaxError('a sign is not allowed');
  let at = 0;
  const pieces = read(new Set(), '');
  if (at !== markup.length) throw new SyntaxError(`letter ${at + 1} closes nothing`);
  return pieces;

  /** @returns {Piece[]} */
  function read(/** @type {Set<Mark>} */ open, /** @type {Mark} */ innermost) {
    const pieces = /** @type {Piece[]} */ ([]);
    let plain = '';
    const flush = () => { if (plain) pieces.push(plain); plain = ''; };
    while (at < markup.length) {
      const sign = markup[at];
      if (sign === ']' || sign === '}') break;
      if (sign === '\\') {
        if (at + 1 >= markup.length || !SPECIAL.includes(markup[at + 1])) throw new SyntaxError(`letter ${at + 1} stands before no sign`);
        plain += markup[at + 1];
        at += 2;
        continue;
      }
      if (sign !== '*' && sign !== '[' && sign !== '{') { plain += sign; at++; continue; }
      const mark = sign === '*' ? ofStars(open, innermost) : 'link';
      if (mark === '') break;
      flush();
      pieces.push(sign === '{' ? placeholder() : sign === '[' ? link(open) : marked(open, mark));
    }
    flush();
    return pieces;
  }

  /** What the stars there open; nothing where they close the innermost mark. */
  function ofStars(open, innermost) {
    const count = stars(at);
    if (innermost === 'strong') return count === 1 ? 'emphasis' : '';
    if (innermost === 'emphasis') return count === 2 ? 'strong' : '';
    return count === 1 || (count > 2 && !open.has('strong') && !open.has('emphasis') && stars(nextStars(at + count)) === 2) ? 'emphasis' : 'strong';
  }

  function stars(from) {
    let end = from;
    while (markup[end] === '*') end++;
    return end - from;
  }

  function nextStars(from) {
    while (from < markup.length && markup[from] !== '*') {
      if (markup.startsWith('](', from)) {
        const end = markup.indexOf(')', from);
        if (end > 0) from = end;
      }
      from += markup[from] === '\\' ? 2 : 1;
    }
    return from;
  }

  function marked(open, opens) {
    const start = at, mark = opens === 'strong' ? '**' : '*';
    if (open.has(opens)) throw new SyntaxError(`letter ${start + 1} stands in itself`);
    at += mark.length;
    const words = read(new Set([...open, opens]), opens);
    if (!markup.startsWith(mark, at)) throw new SyntaxError(`letter ${start + 1} is not closed`);
    at += mark.length;
    if (words.length === 0) throw new SyntaxError(`letter ${start + 1} marks nothing`);
    return opens === 'strong' ? { strong: words } : { emphasis: words };
  }

  function link(open) {
    const start = at++;
    if (open.has('link')) throw new SyntaxError(`letter ${start + 1} stands in a link`);
    const words = read(new Set([...open, 'link']), 'link');
    const end = markup.startsWith('](', at) ? markup.indexOf(')', at) : -1;
    const target = end < 0 ? '' : markup.slice(at + 2, end);
    if (words.length === 0 || !isTarget(target)) throw new SyntaxError(`letter ${start + 1} is no link`);
    at = end + 1;
    return { link: target, words };
  }

  function placeholder() {
    const end = markup.indexOf('}', at);
    const name = end < 0 ? '' : markup.slice(at + 1, end);
    if (!isId(name)) throw new SyntaxError(`letter ${at + 1} is no placeholder`);
    at = end + 1;
    return { placeholder: name };
  }
}

/** What is shown of a text even if it cannot be read: its letters. */
export function pieces(/** @type {string} */ markup) {
  try { return parse(markup); } catch { return [markup]; }
}

/**
 * The letters alone; a placeholder gives what `fill` says, or its name in braces.
 * @param {Piece[]} of
 * @param {(name: string) => string | undefined} [fill]
 * @returns {string}
 */
export const plain = (of, fill) => of.map(piece => typeof piece === 'string' ? piece
  : 'placeholder' in piece ? fill?.(piece.placeholder) ?? `{${piece.placeholder}}`
    : plain('strong' in piece ? piece.strong : 'emphasis' in piece ? piece.emphasis : piece.words, fill)).join('');

/** The names of all placeholders in a text. @returns {string[]} */
export const placeholders = (/** @type {Piece[]} */ of) => of.flatMap(piece => typeof piece === 'string' ? []
  : 'placeholder' in piece ? [piece.placeholder] : placeholders('strong' in piece ? piece.strong : 'emphasis' in piece ? piece.emphasis : piece.words));
