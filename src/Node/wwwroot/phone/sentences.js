// Sentences with placeholders and plural forms, the twin of Core/Text/Catalogue.cs. The plural rules are those of
// Core/Text/PluralRules.cs, not the browser's: what is said must not depend on the age of a phone.

/** The CLDR category of a whole number. */
export function plural(language, count) {
  const tens = count % 10, hundreds = count % 100;
  switch (language) {
    case 'fr': if (count === 0 || count === 1) return 'one'; // fall through
    case 'it': if (count !== 0 && count % 1_000_000 === 0) return 'many'; break;
    case 'ar':
      if (count <= 2) return ['zero', 'one', 'two'][count];
      return hundreds >= 3 && hundreds <= 10 ? 'few' : hundreds >= 11 ? 'many' : 'other';
    case 'ru': case 'uk':
      if (tens === 1 && hundreds !== 11) return 'one';
      return tens >= 2 && tens <= 4 && !(hundreds >= 12 && hundreds <= 14) ? 'few' : 'many';
    case 'ro':
      if (count === 1) return 'one';
      return count === 0 || (hundreds >= 1 && hundreds <= 19) ? 'few' : 'other';
  }
  return count === 1 ? 'one' : 'other';
}

/**
 * @param {string} language
 * @param {Record<string, string | Record<string, string>>} sentences
 * @returns {(key: string, values?: Record<string, string | number>) => string}
 */
export function speaker(language, sentences) {
  return (key, values = {}) => {
    const found = Object.hasOwn(sentences, key) ? sentences[key] : undefined;
    if (found === undefined) throw new Error(`No sentence '${key}'`);
    const sentence = typeof found === 'string' ? found
      : found[typeof values.count === 'number' ? plural(language, values.count) : 'other'] ?? found.other;
    return sentence.replace(/\{([^{}]*)\}/g, (whole, name) => Object.hasOwn(values, name) ? String(values[name]) : whole);
  };
}
