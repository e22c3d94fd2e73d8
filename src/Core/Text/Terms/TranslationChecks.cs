using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Entraide.Core.Text.Terms;

/// <summary>What can be wrong in a translation.</summary>
public enum TranslationCheck
{
    Empty,
    TooLong,

    /// <summary>A sign that is not seen and changes what is.</summary>
    HiddenSign,

    /// <summary>A mark is not closed.</summary>
    Marks,

    /// <summary>A placeholder, a link or a strong passage of the source is not there.</summary>
    PieceMissing,

    /// <summary>One is there that the source has not.</summary>
    PieceExtra,

    /// <summary>The address of a link outside is another one: that can be the same page in this language.</summary>
    Address,

    /// <summary>Words are set apart in one and not in the other.</summary>
    Emphasis,
    Numbers,

    /// <summary>A term of the source has none of its terms in the target.</summary>
    TermMissing,
    TermForbidden,
    TermDeprecated,

    /// <summary>A term stands for a concept that is taken for one of the source, and that the source does not have.</summary>
    Confusion,
    Identical,

    /// <summary>French: no no-break space before double punctuation or inside the quotes.</summary>
    Spacing,
    Quotes,
}

/// <summary>One thing that a check found.</summary>
/// <param name="What">The words that it is about, as they stand in one of the texts.</param>
/// <param name="Instead">What to write; empty where there is nothing to say.</param>
/// <param name="Why">The termbase's note; empty where it has none.</param>
public sealed record CheckFinding(TranslationCheck Check, string What = "", string Instead = "", string Why = "")
{
    /// <summary>Whether the translation cannot be kept so; otherwise it can, with a reason.</summary>
    public bool Blocks => Check <= TranslationCheck.PieceExtra;
}

/// <summary>
/// Compares a translation with its source. What a reader's page would lose or show wrongly blocks; what a person can judge
/// better is told, and may be kept with a reason.
/// </summary>
public static partial class TranslationChecks
{
    /// <param name="terms">Without terms in one of the languages, terms are not checked.</param>
    /// <param name="source">In compact markup, sound.</param>
    /// <param name="target">In compact markup, as somebody gave it.</param>
    public static IReadOnlyList<CheckFinding> Run(Termbase terms, string sourceLanguage, string source, string language, string target)
    {
        if (string.IsNullOrWhiteSpace(target)) return [new CheckFinding(TranslationCheck.Empty)];
        var findings = new List<CheckFinding>();
        if (target.Length > InlineMarkup.Longest) findings.Add(new CheckFinding(TranslationCheck.TooLong, target.Length.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        for (var at = 0; at < target.Length; at++)
            if (TextSigns.Refusal(target, at) is { } refusal) findings.Add(new CheckFinding(TranslationCheck.HiddenSign, refusal));
        if (findings.Exists(one => one.Check == TranslationCheck.HiddenSign)) return [.. findings.Distinct()];
        ImmutableArray<InlineNode> nodes;
        try
        {
            nodes = InlineMarkup.Parse(target);
        }
        catch (FormatException e)
        {
            return [.. findings, new CheckFinding(TranslationCheck.Marks, e.Message)];
        }
        var original = InlineMarkup.Parse(source);
        var (from, to) = (Plain(original), Plain(nodes));
        findings.AddRange(Pieces(original, nodes));
        findings.AddRange(Numbers(from, to));
        findings.AddRange(Terms(terms, sourceLanguage, from, language, to));
        if (IsIdentical(from, to)) findings.Add(new CheckFinding(TranslationCheck.Identical));
        if (language == "fr" && Spacing(to) is { } spot) findings.Add(new CheckFinding(TranslationCheck.Spacing, spot));
        if (!Balanced(to)) findings.Add(new CheckFinding(TranslationCheck.Quotes));
        return findings;
    }

    // A placeholder parts words, and is none.
    private static string Plain(IEnumerable<InlineNode> nodes) => ComposedForm.Of(InlineMarkup.Plain(nodes, _ => "\uFFFC"));

    private static IEnumerable<CheckFinding> Pieces(IEnumerable<InlineNode> source, IEnumerable<InlineNode> target)
    {
        var (wanted, there) = (InlineMarkup.All(source).ToList(), InlineMarkup.All(target).ToList());
        foreach (var finding in Difference(wanted.Select(Fixed), there.Select(Fixed), missing => new(TranslationCheck.PieceMissing, missing), extra => new(TranslationCheck.PieceExtra, extra))) yield return finding;
        var (addresses, given) = (wanted.OfType<InlineLink>().Where(IsOutside).ToList(), there.OfType<InlineLink>().Where(IsOutside).ToList());
        if (addresses.Count > given.Count) yield return new CheckFinding(TranslationCheck.PieceMissing, addresses[given.Count].Target);
        else if (addresses.Count < given.Count) yield return new CheckFinding(TranslationCheck.PieceExtra, given[addresses.Count].Target);
        else
            foreach (var other in given.Select(one => one.Target).Except(addresses.Select(one => one.Target), StringComparer.Ordinal)) yield return new CheckFinding(TranslationCheck.Address, other);
        if (wanted.OfType<InlineEmphasis>().Count() != there.OfType<InlineEmphasis>().Count()) yield return new CheckFinding(TranslationCheck.Emphasis);
    }

    // What must be the same in every language; null for what may differ.
    private static string? Fixed(InlineNode node) => node switch
    {
        InlinePlaceholder placeholder => $"{{{placeholder.Name}}}",
        InlineLink link when !IsOutside(link) => $"[…]({link.Target})",
        InlineStrong => "**…**",
        _ => null,
    };

    private static bool IsOutside(InlineLink link) => link.Target.StartsWith("https://", StringComparison.Ordinal);

    private static IEnumerable<CheckFinding> Numbers(string source, string target) =>
        Difference(NumbersOf(source), NumbersOf(target), missing => new(TranslationCheck.Numbers, missing), extra => new(TranslationCheck.Numbers, extra));

    /// <summary>The numbers of a text as they are compared: 1,200 and 1 200 are one, 3.5 and 3,5 too.</summary>
    internal static IEnumerable<string> NumbersOf(string text) => Number().Matches(text).Select(found =>
    {
        var digits = string.Concat(found.Value.Select(letter => char.IsDigit(letter) ? (char)('0' + (int)char.GetNumericValue(letter)) : letter));
        return Thousands().IsMatch(digits) ? string.Concat(digits.Where(char.IsAsciiDigit)) : digits.Replace(',', '.').Replace(':', '.');
    });

    private static IEnumerable<CheckFinding> Terms(Termbase terms, string sourceLanguage, string source, string language, string target)
    {
        var (wanted, there) = (terms.Matches(sourceLanguage, source), terms.Matches(language, target));
        var meant = wanted.SelectMany(match => match.Readings.Where(one => one.Term.IsAllowed || match.Readings.Count == 1).Select(one => (one.Concept, match.Words))).DistinctBy(one => one.Concept, StringComparer.Ordinal).ToDictionary(one => one.Concept, one => one.Words, StringComparer.Ordinal);
        var said = there.SelectMany(match => match.Readings).Where(one => one.Term.IsAllowed).Select(one => one.Concept).ToHashSet(StringComparer.Ordinal);
        foreach (var match in wanted)
        {
            // Words that stand for several concepts ask for a term of one of them.
            var asked = match.Readings.Where(one => meant.ContainsKey(one.Concept) && terms.In(language, one.Concept)?.Preferred is not null).ToList();
            if (asked.Count > 0 && !asked.Exists(one => said.Contains(one.Concept)) && meant[asked[0].Concept] == match.Words)
                yield return new CheckFinding(TranslationCheck.TermMissing, match.Words, terms.In(language, asked[0].Concept)!.Preferred!.Text);
        }
        foreach (var match in there.DistinctBy(one => one.Words, StringComparer.Ordinal))
        {
            // Where one of the concepts is meant and the word is good for it, the word is good.
            if (match.Readings.Any(one => one.Term.IsAllowed && meant.ContainsKey(one.Concept))) continue;
            var bad = match.Readings.OrderByDescending(one => meant.ContainsKey(one.Concept)).ThenByDescending(one => one.Term.Status).FirstOrDefault(one => !one.Term.IsAllowed && (meant.ContainsKey(one.Concept) || match.Readings.All(other => !other.Term.IsAllowed)));
            if (bad is not null)
                yield return new CheckFinding(bad.Term.Status == TermStatus.Forbidden ? TranslationCheck.TermForbidden : TranslationCheck.TermDeprecated, match.Words, terms.In(language, bad.Concept)?.Preferred?.Text ?? "", bad.Term.Note);
            else if (match.Readings.Select(one => terms.ConfusedWith(one.Concept).FirstOrDefault(meant.ContainsKey)).FirstOrDefault(one => one is not null) is { } confused)
                yield return new CheckFinding(TranslationCheck.Confusion, match.Words, terms.In(language, confused)?.Preferred?.Text ?? "", terms.In(language, match.Readings[0].Concept)?.Definition ?? "");
        }
    }

    // A name or a number is the same in two languages; a sentence is not.
    private static bool IsIdentical(string source, string target) => source.Trim() == target.Trim() && TermWords.Of("en", source).Count(word => word.Folded.Any(char.IsLetter)) > 1;

    // The first place where French wants a no-break space and has none; with the letters around it.
    private static string? Spacing(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            var lacks = text[at] switch
            {
                '«' => at + 1 < text.Length && !IsNoBreak(text[at + 1]),
                ';' or '!' or '?' or '»' => at > 0 && !IsNoBreak(text[at - 1]) && text[at - 1] is not ('!' or '?' or '…' or '('),
                // Within a time, an address or a name a colon is no punctuation.
                ':' => at > 0 && !IsNoBreak(text[at - 1]) && (at + 1 == text.Length || char.IsWhiteSpace(text[at + 1])),
                _ => false,
            };
            if (lacks) return text[Math.Max(0, at - 12)..Math.Min(text.Length, at + 3)];
        }
        return null;
    }

    private static bool IsNoBreak(char one) => one is '\u00A0' or '\u202F';

    private static bool Balanced(string text)
    {
        var open = new Stack<char>();
        foreach (var letter in text)
        {
            switch (letter)
            {
                case '«' or '„': open.Push(letter); break;
                case '“' when open.TryPeek(out var low) && low == '„': open.Pop(); break;
                case '“': open.Push(letter); break;
                case '»' when !open.TryPop(out var guillemet) || guillemet != '«': return false;
                case '”' when !open.TryPop(out var quote) || quote is not ('“' or '„'): return false;
            }
        }
        return open.Count == 0 && text.Count(letter => letter == '"') % 2 == 0;
    }

    private static IEnumerable<CheckFinding> Difference(IEnumerable<string?> source, IEnumerable<string?> target, Func<string, CheckFinding> missing, Func<string, CheckFinding> extra)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var one in source.OfType<string>()) counts[one] = counts.GetValueOrDefault(one) + 1;
        foreach (var one in target.OfType<string>()) counts[one] = counts.GetValueOrDefault(one) - 1;
        return counts.Where(one => one.Value != 0).Select(one => one.Value > 0 ? missing(one.Key) : extra(one.Key));
    }

    [GeneratedRegex(@"(?<!\d)\d{1,3}(?:[.,\u00A0\u202F ]\d{3})+(?!\d)|\d+(?:[.,:/]\d+)*")]
    private static partial Regex Number();

    [GeneratedRegex(@"^[0-9]{1,3}(?:[.,\u00A0\u202F ][0-9]{3})+$")]
    private static partial Regex Thousands();
}
