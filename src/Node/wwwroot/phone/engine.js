// The screening engine, the twin of Core/Screening/ScreeningEngine.cs: a pure function of instrument and answers. The
// two are held together by shared vectors and by generated instruments evaluated in both.
import { canonical, parse, Refused } from './json.js';

const ASK_AT_MOST = 5;
const STRENGTHS = ['strong', 'medium', 'weak'];

/**
 * @typedef {{ id: string, concept: string, dimension?: string, strength?: 'strong'|'medium'|'weak' }} Indicator
 * @typedef {{ id: string, version: string, status: string, population: string, childCounterpart?: string, wording: any,
 *   dimensions: string[], rules?: { id: string, strong?: number, medium?: number, weak?: number, total?: number }[],
 *   elements?: { recruitment: string[], means: string[] | 'not-required', purpose: string[] },
 *   outcomes: { id: string, when: any, nextSteps: string[] }[], indicators: Indicator[] }} Instrument
 * @typedef {Map<string, 'yes'|'no'|'unknown'>} Answers by indicator id
 */

/** Reads {"answers":{"AL-EX-hours":"yes"}}; refuses what the server refuses, for the same kind of reason. */
export function readAnswers(/** @type {Instrument} */ instrument, /** @type {string} */ text) {
  const root = parse(text);
  const given = root instanceof Map ? root.get('answers') : undefined;
  if (!(given instanceof Map) || root.size !== 1) throw new Refused('wrong-shape', 'there is no object "answers", or more than that');
  const known = new Set(instrument.indicators.map(indicator => indicator.id));
  for (const [id, answer] of given) {
    if (!known.has(id)) throw new Refused('unknown-indicator', `no indicator "${id}"`);
    if (answer !== 'yes' && answer !== 'no' && answer !== 'unknown') throw new Refused('bad-answer', `"${id}" is neither yes, no nor unknown`);
  }
  return /** @type {Answers} */ (given);
}

/** Evaluates the answers. */
export function evaluate(/** @type {Instrument} */ instrument, /** @type {Answers} */ answers) {
  const has = (indicator, answer) => (answers.get(indicator.id) ?? 'unknown') === answer;
  const dimensions = instrument.dimensions.map(id => {
    const of = instrument.indicators.filter(indicator => indicator.dimension === id);
    const count = answer => Object.fromEntries(STRENGTHS.map(strength => [strength, of.filter(indicator => indicator.strength === strength && has(indicator, answer)).length]));
    const present = count('yes'), open = count('unknown');
    return { id, of, present, open, rule: firstRule(instrument, present) };
  });
  const presentTotal = instrument.indicators.filter(indicator => has(indicator, 'yes')).length;
  const open = instrument.indicators.filter(indicator => has(indicator, 'unknown'));

  const rows = instrument.outcomes;
  const positive = new Set(dimensions.filter(dimension => dimension.rule).map(dimension => dimension.id));
  let row = evidenceRow(rows, positive, presentTotal);
  if (row === rows.length) {
    const could = new Set(dimensions.filter(({ present, open: more }) => firstRule(instrument, sum(present, more))).map(dimension => dimension.id));
    row = rows.length - (evidenceRow(rows, could, presentTotal + open.length) < rows.length ? 2 : 1);
  }
  return {
    instrument, dimensions, positive, presentTotal, answered: instrument.indicators.length - open.length, row: rows[row], has,
    askNext: row === 0 ? [] : askNext(instrument, dimensions, open, presentTotal, row),
  };
}

/** The result with its sentences, in the members' fixed order. */
export function explain(result, say, words) {
  const { instrument, positive } = result;
  const present = (dimension, strength) => dimension.of.filter(indicator => indicator.strength === strength && result.has(indicator, 'yes')).map(indicator => indicator.id).sort();
  const dimensions = result.dimensions.map(dimension => ({
    id: dimension.id, positive: dimension.rule !== null, rule: dimension.rule,
    strong: present(dimension, 'strong'), medium: present(dimension, 'medium'), weak: present(dimension, 'weak'),
  }));
  const elements = { act: 'to-be-established', means: 'to-be-established', purpose: 'to-be-established' };
  const because = [say('because.outcome', { outcome: words.outcomes[result.row.id].title })];
  if (instrument.elements) {
    const { recruitment, means, purpose } = instrument.elements;
    if (result.dimensions.some(dimension => recruitment.includes(dimension.id) && dimension.of.some(indicator => result.has(indicator, 'yes')))) elements.act = 'recruitment';
    if (means === 'not-required') elements.means = means;
    else if (means.some(id => positive.has(id))) elements.means = 'indicated';
    if (purpose.some(id => positive.has(id))) elements.purpose = 'indicated';
    for (const dimension of dimensions)
      if (dimension.positive) because.push(say('because.dimension', { dimension: words.dimensions[dimension.id], rule: words.rules[dimension.rule] }));
    if (positive.size === 0) because.push(say('because.no-dimension'));
    for (const name of ['act', 'means', 'purpose']) because.push(say(`because.${name}.${elements[name]}`));
    if (elements.means === 'indicated') because.push(say('because.consent'));
  } else because.push(say('because.present', { count: result.presentTotal }));
  if (instrument.status === 'draft') because.push(say('because.draft'));
  because.push(say('because.human-decides'));
  return {
    instrument: instrument.id, version: instrument.version, dimensions, elements, outcome: result.row.id, because,
    askNext: result.askNext, nextSteps: result.row.nextSteps,
  };
}

/** The same bytes as the server's result, as text. */
export const toJson = (result, say, words) => canonical(explain(result, say, words));

const sum = (a, b) => Object.fromEntries(STRENGTHS.map(strength => [strength, a[strength] + b[strength]]));
const total = counts => counts.strong + counts.medium + counts.weak;

function firstRule(instrument, counts) {
  const rule = instrument.rules.find(of => STRENGTHS.every(strength => counts[strength] >= (of[strength] ?? 0)) && total(counts) >= (of.total ?? 0));
  return rule ? rule.id : null;
}

function evidenceRow(rows, positive, present) {
  const row = rows.findIndex(of => holds(of.when, positive, present));
  return row < 0 ? rows.length : row;
}

function holds(when, positive, present) {
  if (typeof when === 'string') return positive.has(when);
  if (when.all) return when.all.every(part => holds(part, positive, present));
  if (when.any) return when.any.some(part => holds(part, positive, present));
  return present >= when.present;
}

function askNext(instrument, dimensions, open, present, row) {
  const cost = dimensions.map(dimension => fewest(instrument, dimension, null));
  const sets = [];
  for (let set = 0; set < 1 << dimensions.length; set++)
    if (evidenceRow(instrument.outcomes, new Set(dimensions.filter((_, i) => set & 1 << i).map(dimension => dimension.id)), 0) < row) sets.push(set);

  const distance = indicator => {
    const own = dimensions.findIndex(dimension => dimension.id === indicator.dimension);
    if (own < 0) {
      for (let more = 1; more <= open.length; more++)
        if (evidenceRow(instrument.outcomes, new Set(), present + more) < row) return more;
      return Infinity;
    }
    const withThis = 1 + fewest(instrument, dimensions[own], indicator.strength);
    return Math.min(Infinity, ...sets.map(set => cost.reduce((far, of, i) => i !== own && set & 1 << i ? far + of : far, set & 1 << own ? withThis : 1)));
  };
  const known = new Map();
  const near = open.map((indicator, index) => {
    const kind = `${indicator.dimension} ${indicator.strength}`;
    if (!known.has(kind)) known.set(kind, distance(indicator));
    return { id: indicator.id, index, far: known.get(kind) };
  });
  return near.filter(of => of.far < Infinity).sort((a, b) => a.far - b.far || a.index - b.index).slice(0, ASK_AT_MOST).map(of => of.id);
}

function fewest(instrument, dimension, answered) {
  const shift = by => Object.fromEntries(STRENGTHS.map(strength => [strength, strength === answered ? by : 0]));
  const present = sum(dimension.present, shift(1)), open = sum(dimension.open, shift(-1));
  let least = Infinity;
  for (const rule of instrument.rules) {
    const lacking = STRENGTHS.map(strength => Math.max(0, (rule[strength] ?? 0) - present[strength]));
    const needed = Math.max(lacking.reduce((a, b) => a + b), (rule.total ?? 0) - total(present));
    if (STRENGTHS.every((strength, i) => lacking[i] <= open[strength]) && needed <= total(open)) least = Math.min(least, needed);
  }
  return least;
}
