// Draws questions and result on the phone, in the same marks as ScreenPage.razor and ResultPanel.razor.

/** An element with attributes and children; texts stay texts. */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes))
    if (typeof value === 'boolean') element.toggleAttribute(key, value);
    else if (value !== null && value !== undefined) element.setAttribute(key, value);
  element.append(...children.flat(3).filter(child => child !== null && child !== undefined));
  return element;
}

export function choice(id, name, label, options, value, more, disabled = false) {
  return el('fieldset', { class: id.startsWith('q.') ? 'choice question' : 'choice', id, disabled }, el('legend', {}, label),
    el('div', { class: 'options' }, options.map(([of, text]) =>
      el('label', {}, el('input', { type: 'radio', name, value: of, checked: of === value, autocomplete: 'off' }), el('span', {}, text)))), more);
}

/** `english` says how to ask where the language does not have it yet. */
export function question(say, words, english, indicator, answer) {
  const { concept } = indicator;
  const wording = words.indicators[concept];
  const checklist = indicator.dimension === undefined;
  const explained = (key, of) => [el('dt', {}, say(key)),
    wording[of] ? el('dd', {}, wording[of]) : el('dd', { lang: 'en', dir: 'ltr' }, english.indicators[concept][of])];
  return choice('q.' + concept, 'a.' + concept, wording.say,
    [['yes', say(checklist ? 'screen.present' : 'screen.yes')], ['no', say(checklist ? 'screen.absent' : 'screen.no')], ['unknown', say('screen.unknown')]], answer,
    el('details', { class: 'more' },
      el('summary', {}, say('screen.more'), el('span', { class: 'hidden' }, ': ' + wording.say)),
      el('dl', {}, explained('screen.ask', 'ask'), explained('screen.is-not', 'isNot'),
        indicator.lookAt?.length ? [el('dt', {}, say('screen.look-at')), el('dd', {}, el('ul', {}, indicator.lookAt.map(closer => el('li', {}, words.indicators[closer].say))))] : null),
      el('div', { class: 'field' }, el('label', { for: 'note.' + concept }, say('screen.note')),
        el('textarea', { id: 'note.' + concept, name: 'n.' + concept, rows: '2', maxlength: '500', autocomplete: 'off', spellcheck: 'false' }))));
}

export function resultPanel(say, words, procedures, result, explained) {
  const { instrument } = result;
  const procedure = procedures[instrument.procedure];
  const concepts = Object.fromEntries(instrument.indicators.map(indicator => [indicator.id, indicator.concept]));
  const name = id => words.indicators[concepts[id]].say;
  const outcome = words.outcomes[explained.outcome];
  const heading = key => el('h3', {}, say(key));
  // What stands in the source language, because its translation must no longer be followed.
  const guide = (key, of) => el('p', {}, el('a', { href: `/${words.language}/guide/explains/${encodeURIComponent(key)}`, target: '_blank' }, say('screen.guide'), of ? el('span', { class: 'hidden' }, ': ' + of) : null));
  const moved = key => (words.inSource ?? []).includes(key);

  const askNext = explained.askNext.length === 0 ? null : [
    heading('result.ask-next'), el('p', { class: 'hint' }, say('result.ask-next.about')),
    el('ol', { class: 'ask-next' }, explained.askNext.map(id => el('li', {}, el('a', { href: '#q.' + concepts[id] }, name(id)))))];

  const step = id => {
    const { turn, consent, basis } = procedure.steps[id];
    return el('li', {}, el('details', {},
      el('summary', {}, words.steps[id].title + ' ', el('span', { class: 'tag' }, say('result.turn.' + turn))),
      el('p', moved(`steps/${id}/text`) ? { lang: 'en', dir: 'ltr' } : {}, words.steps[id].text),
      moved(`steps/${id}/text`) || moved(`steps/${id}/title`) ? el('p', { class: 'behind grave' }, say('result.in-source')) : null,
      guide('step:' + id, words.steps[id].title),
      el('p', { class: 'hint' }, (consent ? say('result.consent') + ' · ' : '') + say('result.basis') + ': ', el('bdi', { lang: 'en' }, basis))));
  };

  const dimension = of => el('li', { class: of.positive ? 'reached' : 'open' },
    el('p', {}, el('strong', {}, words.dimensions[of.id]), ' ',
      el('span', {}, of.positive ? `${say('result.reached')}: ${words.rules[of.rule]}` : say('result.not-reached'))),
    el('ul', {}, ['strong', 'medium', 'weak'].map(strength => of[strength].map(id =>
      el('li', {}, name(id) + ' ', el('span', { class: 'tag' }, say('strength.' + strength)))))));

  const dimensions = explained.dimensions.length === 0 ? null : [
    heading('result.dimensions'), el('ul', { class: 'dimensions' }, explained.dimensions.map(dimension)),
    heading('result.elements'), el('dl', { class: 'elements' }, ['act', 'means', 'purpose'].map(element =>
      el('div', {}, el('dt', {}, say('result.' + element)), el('dd', {}, say('result.' + explained.elements[element])))))];

  return el('section', { class: 'result card stack', id: 'result' },
    el('h2', { id: 'result-title' }, say('result.title')),
    el('p', { class: 'outcome', id: 'outcome', 'data-outcome': explained.outcome }, outcome.title),
    el('p', {}, outcome.meaning),
    moved(`outcomes/${explained.outcome}/title`) || moved(`outcomes/${explained.outcome}/meaning`) ? el('p', { class: 'behind grave' }, say('result.in-source')) : null,
    guide('outcome:' + explained.outcome),
    el('p', { class: 'hint' }, say('screen.answered', { count: result.answered, of: instrument.indicators.length }) + ' · ' + say('result.present', { count: result.presentTotal })),
    askNext,
    heading('result.next-steps'), el('ol', { class: 'steps' }, explained.nextSteps.map(step)),
    el('p', { class: 'hint' }, say('result.procedure', { id: instrument.procedure, version: procedure.version }) + ' ' + (procedure.status === 'draft' ? say('result.procedure.draft') : '')),
    dimensions,
    el('details', { class: 'because' }, el('summary', {}, say('result.because')), el('ul', {}, explained.because.map(sentence => el('li', {}, sentence)))),
    el('p', { class: 'human' }, say('because.human-decides')),
    instrument.status === 'draft' ? el('p', { class: 'hint' }, say('screen.draft')) : null);
}
