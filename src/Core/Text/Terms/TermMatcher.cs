using System.Runtime.InteropServices;
using System.Text;

namespace Entraide.Core.Text.Terms;

/// <summary>A term that stands in a text.</summary>
/// <param name="Start">Where, in the composed (NFC) text.</param>
/// <param name="Length">In letters of the composed text.</param>
/// <param name="Readings">The concepts that these words can stand for; more than one where languages are short of words.</param>
public sealed record TermMatch(int Start, int Length, string Words, IReadOnlyList<TermReading> Readings);

/// <summary>A concept that words can stand for, and the term by which.</summary>
public sealed record TermReading(string Concept, Term Term);

/// <summary>
/// Finds the terms of one language in running text: whole words, whatever their case, several words before one, and in
/// every listed form. Accents count, since they part <em>traite</em> from <em>traité</em>; only Greek writes the same word
/// with and without (capitals bear none).
/// </summary>
public sealed class TermMatcher
{
    private readonly Dictionary<string, List<(TermWord[] Words, TermReading Reading)>> byFirst = new(StringComparer.Ordinal);
    private readonly string language;

    public TermMatcher(string language, IEnumerable<KeyValuePair<string, ConceptWords>> concepts)
    {
        this.language = language;
        foreach (var (concept, words) in concepts)
            foreach (var term in words.Terms)
                foreach (var form in term.Forms.Prepend(term.Text))
                {
                    TermWord[] parts = [.. TermWords.Of(language, form)];
                    if (parts.Length == 0) continue;
                    if (!byFirst.TryGetValue(parts[0].Folded, out var list)) byFirst[parts[0].Folded] = list = [];
                    list.Add((parts, new TermReading(concept, term)));
                }
        foreach (var list in byFirst.Values) list.Sort((a, b) => b.Words.Length.CompareTo(a.Words.Length));
    }

    public IReadOnlyList<TermMatch> Find(string text)
    {
        text = ComposedForm.Of(text);
        var (words, found) = (TermWords.Of(language, text), new List<TermMatch>());
        for (var at = 0; at < words.Count;)
        {
            var readings = new List<TermReading>();
            var length = 0;
            foreach (var (parts, reading) in byFirst.GetValueOrDefault(words[at].Folded, []))
            {
                if (parts.Length < length) break;
                if (!StandsAt(words, at, parts)) continue;
                length = parts.Length;
                // A form can be listed twice, or for two terms of one concept: the better one has the word.
                if (readings.FindIndex(one => one.Concept == reading.Concept) is >= 0 and var known)
                {
                    if (reading.Term.Status < readings[known].Term.Status) readings[known] = reading;
                }
                else readings.Add(reading);
            }
            if (length > 0)
            {
                var (start, end) = (words[at].Start, words[at + length - 1].End);
                found.Add(new TermMatch(start, end - start, text[start..end], readings));
            }
            at += Math.Max(1, length);
        }
        return found;
    }

    private static bool StandsAt(IReadOnlyList<TermWord> words, int at, TermWord[] parts)
    {
        if (at + parts.Length > words.Count) return false;
        for (var i = 0; i < parts.Length; i++)
            // A comma stands within a term only where the term itself has one.
            if (words[at + i].Folded != parts[i].Folded || (i > 0 && parts[i].Follows && !words[at + i].Follows)) return false;
        return true;
    }
}

/// <summary>A word of a text.</summary>
/// <param name="Folded">As it is compared.</param>
/// <param name="Follows">Whether nothing but blanks, a hyphen or an apostrophe parts it from the word before.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TermWord(string Folded, int Start, int End, bool Follows);

/// <summary>Takes running text apart into words, and folds them as their language does.</summary>
internal static class TermWords
{
    public static IReadOnlyList<TermWord> Of(string language, string text)
    {
        text = ComposedForm.Of(text);
        var words = new List<TermWord>();
        var (at, follows) = (0, true);
        while (at < text.Length)
        {
            if (!IsLetter(text[at]))
            {
                follows &= char.IsWhiteSpace(text[at]) || IsHyphen(text[at]) || IsApostrophe(text[at]);
                at++;
                continue;
            }
            var end = at + 1;
            // Between letters a soft hyphen is nothing; an apostrophe is a letter in Ukrainian, and ends an article elsewhere.
            while (end < text.Length && (IsLetter(text[end]) || (end + 1 < text.Length && IsLetter(text[end + 1]) && (text[end] == '\u00AD' || (language == "uk" && IsApostrophe(text[end])))))) end++;
            words.Add(new TermWord(Fold(language, text[at..end]), at, end, follows && words.Count > 0));
            (at, follows) = (end, true);
        }
        return words;
    }

    /// <summary>A word as it is compared in its language.</summary>
    public static string Fold(string language, string word)
    {
        // Greek capitals bear no accent, and sigma has another form at the end; Arabic writes its vowels or leaves them out.
        if (language is "el" or "ar") word = string.Concat(word.Select(ComposedForm.Bare).Where(letter => char.GetUnicodeCategory(letter) != System.Globalization.UnicodeCategory.NonSpacingMark));
        var folded = new StringBuilder(word.Length);
        foreach (var letter in word)
        {
            if (letter is '\u00AD' or 'ـ') continue;
            folded.Append(letter switch
            {
                // Turkish has two letters i, each with its capital.
                'I' when language == "tr" => 'ı',
                'İ' => 'i',
                'ς' => 'σ',
                // What keyboards without the comma below write in Romanian.
                'ş' or 'Ş' when language == "ro" => 'ș',
                'ţ' or 'Ţ' when language == "ro" => 'ț',
                'ё' or 'Ё' when language == "ru" => 'е',
                '’' or 'ʼ' or '‘' or '`' => '\'',
                _ => char.ToLowerInvariant(letter),
            });
        }
        return folded.ToString();
    }

    private static bool IsLetter(char one) => char.IsLetterOrDigit(one) || char.IsSurrogate(one) || char.GetUnicodeCategory(one) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;

    private static bool IsHyphen(char one) => one is '-' or '\u2010' or '\u2011';

    private static bool IsApostrophe(char one) => one is '\'' or '’' or 'ʼ' or '‘';
}
