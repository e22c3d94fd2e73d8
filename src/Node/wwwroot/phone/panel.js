// Draws questions and result on the phone, in the same marks as ScreenPage.razor and ResultPanel.razor.

/** An element with attributes and children; texts stay texts. */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes))
    if (typeof value === 'boolean') element.toggleAttribute(key, value);
    else if (value !== null && value !== undefined) element.setAttribute(key, value);
  element.append(...children.flat().filter(child => child !== null && child !== undefined));
  return element;
}

export function choice(id, name, label, options, value, more) {
  return el('fieldset', { class: id.startsWith('q.') ? 'choice question' : 'choice', id }, el('legend', {}, label),
    el('div', { class: 'options' }, options.map(([of, text]) =>
      el('label', {}, el('input', { type: 'radio', name, value: of, checked: of === value, autocomplete: 'off' }), el('span', {}, text)))), more);
}

export function question(say, words, indicator, answer) {
  const wording = words.indicators[indicator.concept];
  const note = 'note.' + indicator.concept;
  const asked = [['screen.ask', wording.ask], ['screen.is-not', wording.isNot]].filter(([, text]) => text);
  return choice('q.' + indicator.concept, 'a.' + indicator.concept, wording.say,
    [['yes', say('screen.yes')], ['no', say('screen.no')], ['unknown', say('screen.unknown')]], answer,
    el('details', { class: 'more' }, el('summary', {}, say(asked.length ? 'screen.more' : 'screen.more.note'), el('span', { class: 'hidden' }, ': ' + wording.say)),
      asked.length ? el('dl', {}, asked.flatMap(([key, text]) => [el('dt', {}, say(key)), el('dd', {}, text)])) : null,
      el('div', { class: 'field' }, el('label', { for: note }, say('screen.note')),
        el('textarea', { id: note, name: 'n.' + indicator.concept, rows: '2', maxlength: '500', autocomplete: 'off', spellcheck: 'false' }))));
}

export function resultPanel(say, words, steps, result, explained) {
  const { instrument } = result;
  const concepts = Object.fromEntries(instrument.indicators.map(indicator => [indicator.id, indicator.concept]));
  const name = id => words.indicators[concepts[id]].say;
  const outcome = words.outcomes[explained.outcome];
  const heading = key => el('h3', {}, say(key));
  return el('section', { class: 'result card stack', id: 'result' },
    el('h2', { id: 'result-title' }, say('result.title')),
    el('p', { class: 'outcome', id: 'outcome', 'data-outcome': explained.outcome }, outcome.title),
    el('p', {}, outcome.meaning),
    el('p', { class: 'hint' }, say('screen.answered', { count: result.answered, of: instrument.indicators.length }) + ' · ' + say('result.present', { count: result.presentTotal })),
    explained.askNext.length ? [heading('result.ask-next'), el('p', { class: 'hint' }, say('result.ask-next.about')),
      el('ol', { class: 'ask-next' }, explained.askNext.map(id => el('li', {}, el('a', { href: '#q.' + concepts[id] }, name(id)))))] : null,
    heading('result.next-steps'),
    el('ol', { class: 'steps' }, explained.nextSteps.map(id => el('li', {}, el('details', {},
      el('summary', {}, words.steps[id].title), el('p', {}, words.steps[id].text),
      el('p', { class: 'hint' }, (steps[id].consent ? say('result.consent') + ' · ' : '') + say('result.basis') + ': ', el('bdi', { lang: 'en' }, steps[id].basis)))))),
    explained.dimensions.length ? [heading('result.dimensions'),
      el('ul', { class: 'dimensions' }, explained.dimensions.map(dimension => el('li', { class: dimension.positive ? 'reached' : 'open' },
        el('p', {}, el('strong', {}, words.dimensions[dimension.id]), ' ', el('span', {}, dimension.positive ? `${say('result.reached')}: ${words.rules[dimension.rule]}` : say('result.not-reached'))),
        el('ul', {}, ['strong', 'medium', 'weak'].flatMap(strength => dimension[strength].map(id => el('li', {}, name(id) + ' ', el('span', { class: 'tag' }, say('strength.' + strength))))))))),
      heading('result.elements'),
      el('dl', { class: 'elements' }, ['act', 'means', 'purpose'].map(element =>
        el('div', {}, el('dt', {}, say('result.' + element)), el('dd', {}, say('result.' + explained.elements[element])))))] : null,
    el('details', { class: 'because' }, el('summary', {}, say('result.because')), el('ul', {}, explained.because.map(sentence => el('li', {}, sentence)))),
    el('p', { class: 'human' }, say('because.human-decides')),
    instrument.status === 'draft' ? el('p', { class: 'hint' }, say('screen.draft')) : null);
}
