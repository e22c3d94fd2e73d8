// Draws the text in the same marks as BlockView.razor, BlockWords.razor and ChapterBody.razor.
import { el } from '../phone/panel.js';
import { line } from './find.js';
import { pieces, placeholders, plain } from './markup.js';

/**
 * @typedef {{ text: string, language: string, freshness: string, unreviewed: boolean }} Shown
 * @typedef {{ operation: string, kind: string, behind: string, source: string, wording: Shown }} National
 * @typedef {{ id: string, version: number, kind: string, level: string, strengthened: boolean, basis: string[], shown: Shown, folded: Shown | null, national: National | null, notes: National[] }} Block
 * @typedef {{ id: string, title: Block, blocks: Block[] }} Chapter
 */

/** A kept text, read. */
export class Text {
  /** @param {import('./shelf.js').Kept} kept */
  constructor(kept) {
    const { text, uses, written, countryName } = JSON.parse(kept.bundle);
    this.kept = kept;
    this.language = /** @type {string} */ (text.language);
    this.countryName = /** @type {string | null} */ (countryName);
    this.written = /** @type {boolean} */ (written);
    this.uses = new Map(Object.entries(uses));
    this.homeless = /** @type {National[]} */ (text.homeless);
    this.filled = new Map(text.placeholders.map(one => [one.name, one]));
    this.chapterOf = new Map();
    const chapters = /** @type {Chapter[]} */ ([]);
    for (const block of /** @type {Block[]} */ (text.blocks)) {
      if (block.kind === 'Heading' || chapters.length === 0) chapters.push({ id: block.id, title: block, blocks: [] });
      else chapters.at(-1).blocks.push(block);
      this.chapterOf.set(block.id, chapters.at(-1));
    }
    this.chapters = chapters.filter(chapter => chapter.blocks.length > 0);
    this.blocks = /** @type {Block[]} */ (text.blocks);
    this.unreviewed = this.blocks.some(block => block.shown.unreviewed);
    this.recall(kept.recalled);
  }

  /**
   * What is recalled here: the blocks themselves, and those that name a placeholder that is.
   * @param {string[]} ids
   */
  recall(ids) {
    const wanted = new Set(ids);
    const names = block => [block.shown, ...block.notes.map(note => note.wording)].flatMap(one => placeholders(pieces(one.text)));
    const met = new Set();
    this.recalled = new Set(this.blocks.filter(block => {
      const why = [block.id, ...names(block)].filter(id => wanted.has(id));
      why.forEach(id => met.add(id));
      return why.length > 0;
    }).map(block => block.id));
    // What is new since, or was only ever a fact that nothing here names.
    this.recalledElsewhere = ids.some(id => !met.has(id));
  }

  /** A placeholder's words. */
  fill = name => this.filled.has(name) ? plain(pieces(this.filled.get(name).wording.text)) : undefined;

  words = (/** @type {Shown} */ shown) => plain(pieces(shown.text), this.fill);

  /** What is searched, made when it is first needed. What is folded away is not found: it must no longer be followed. */
  get lines() {
    return this.searched ??= this.blocks.map(block => line(block.id, [this.words(block.shown), ...block.notes.map(note => this.words(note.wording)), ...block.basis].join(' · ')));
  }
}

/**
 * @param {Text} text
 * @param {(key: string, values?: Record<string, string | number>) => string} say
 * @param {Record<string, [string, string]>} languages names and directions
 * @param {() => void} fetchNew
 */
export function drawer(text, say, languages, fetchNew) {
  const tongue = (/** @type {Shown} */ shown) => shown.language === text.language ? {} : { lang: shown.language, dir: languages[shown.language]?.[1] };
  const origin = (/** @type {National} */ one) => one.source ? say('guide.source', { source: one.source }) : say('guide.to-verify');
  const country = () => text.countryName ?? text.kept.country;
  const late = one => one.behind === 'Behind' || one.behind === 'BehindCritical';

  const inline = (/** @type {string} */ markup) => nodes(pieces(markup));

  const nodes = of => of.map(piece => {
    if (typeof piece === 'string') return piece;
    if ('strong' in piece) return el('strong', {}, nodes(piece.strong));
    if ('emphasis' in piece) return el('em', {}, nodes(piece.emphasis));
    if ('placeholder' in piece) return placeholder(piece.placeholder);
    return piece.link.startsWith('block:') ? el('a', { href: '#' + piece.link.slice(6) }, nodes(piece.words)) : el('a', { href: piece.link, rel: 'noreferrer' }, nodes(piece.words));
  });

  // A filled-in fact stands out from a generic phrase, so that nobody takes the one for the other.
  function placeholder(name) {
    const one = text.filled.get(name);
    if (!one) return `{${name}}`;
    // A number that nobody has checked says so where it is read.
    return one.national ? [el('b', { class: 'bound', ...tongue(one.wording), title: one.source || null }, el('bdi', {}, text.fill(name))), one.source ? null : el('small', { class: 'unverified' }, ` (${say('guide.to-verify').replace(/\.$/, '')})`)]
      : el('span', { class: 'generic', ...tongue(one.wording) }, text.fill(name));
  }

  function recall() {
    const button = el('button', { type: 'button', class: 'button quiet' }, say('reader.fetch'));
    button.addEventListener('click', fetchNew);
    return el('div', { class: 'recall', role: 'note' }, el('p', {}, say('reader.recall')), button);
  }

  const note = (/** @type {National} */ one) => el('div', { class: 'note national' },
    el('p', tongue(one.wording), el('span', { class: 'tag country' }, country()), ' ', inline(one.wording.text)),
    one.wording.freshness === 'Behind' ? el('p', { class: 'behind' }, say('guide.behind')) : null,
    late(one) ? el('p', { class: one.behind === 'BehindCritical' ? 'behind grave' : 'behind' }, say('guide.behind.national')) : null,
    el('p', { class: 'about-block' }, origin(one)));

  function about(/** @type {Block} */ block) {
    // What is folded away is not what is read: the block is the core's then.
    const { shown } = block, national = block.folded ? null : block.national;
    return el('p', { class: 'about-block' },
      block.level !== 'Info' ? el('span', { class: 'tag level' }, say('guide.level.' + block.level)) : null,
      block.strengthened ? el('span', { class: 'tag country' }, say('guide.strengthened', { country: country() })) : null,
      national ? [el('span', { class: 'tag country' }, country()), el('span', {}, `${say('guide.national.' + national.kind)}. ${origin(national)}`)] : null,
      shown.language !== text.language && shown.freshness === 'Missing' ? el('span', { class: 'tag' }, say('guide.not-translated')) : null,
      block.basis.length > 0 ? el('bdi', { lang: 'en', dir: 'ltr' }, block.basis.join(' · ')) : null);
  }

  function block(/** @type {Block} */ of) {
    const { shown, folded, national, kind } = of, own = folded ? null : national, recalled = text.recalled.has(of.id), uses = text.uses.get(of.id) ?? [];
    return [recalled ? recall() : null, el('div', { id: 'b.' + of.id, class: ['block', of.level.toLowerCase(), own && 'national', kind === 'Warning' && 'warning', recalled && 'recalled'].filter(Boolean).join(' ') },
      folded || shown.freshness === 'BehindCritical' ? el('p', { class: 'behind grave' }, say('guide.behind.critical')) : null,
      kind === 'Subheading' ? el('h2', tongue(shown), inline(shown.text))
        : el('p', tongue(shown), kind === 'Warning' ? el('strong', { class: 'label' }, say('guide.warning') + ' ') : null, inline(shown.text)),
      folded ? el('details', { class: 'folded' }, el('summary', {}, say(national ? 'guide.behind.folded.national' : 'guide.behind.folded')), el('p', tongue(folded), inline(folded.text))) : null,
      shown.freshness === 'Behind' ? el('p', { class: 'behind' }, say('guide.behind')) : null,
      own && late(own) ? el('p', { class: own.behind === 'BehindCritical' ? 'behind grave' : 'behind' }, say('guide.behind.national')) : null,
      of.notes.map(note),
      kind === 'Subheading' ? null : about(of),
      kind === 'Subheading' || uses.length === 0 ? null : el('details', { class: 'uses' }, el('summary', {}, say('guide.uses', { count: uses.length })),
        el('ul', {}, uses.map(([words, address]) => el('li', {}, el('a', { href: address }, words))))))];
  }

  /** Blocks of one list in one list. */
  function body(/** @type {Block[]} */ blocks) {
    const runs = /** @type {Block[][]} */ ([]);
    for (const one of blocks) {
      const last = runs.at(-1);
      if (last && last[0].kind === one.kind && (one.kind === 'ListItem' || one.kind === 'Step')) last.push(one);
      else runs.push([one]);
    }
    return runs.map(run => run[0].kind === 'ListItem' || run[0].kind === 'Step'
      ? el(run[0].kind === 'Step' ? 'ol' : 'ul', { class: 'blocks' }, run.map(one => el('li', {}, block(one)))) : block(run[0]));
  }

  const homeless = (/** @type {National} */ one) => el('div', { class: 'block national' }, el('p', tongue(one.wording), inline(one.wording.text)), el('p', { class: 'about-block' }, origin(one)));

  return { body, homeless, inline, recall, tongue };
}
