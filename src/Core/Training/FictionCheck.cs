using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Entraide.Core.Training;

/// <summary>What in a scenario points at something real.</summary>
public enum RealTrace
{
    Address,
    Telephone,
    Link,
    CaseNumber,
    Date,
    AccountNumber,
    DocumentNumber,
    Coordinates,
    Country,
    Judgment,
}

/// <summary>
/// Looks in fictional cases for what only real ones have: whoever turns a file of hers into an exercise gives a person away.
/// It finds forms, not meaning: the author says in addition that all is invented, and a second person reads.
/// </summary>
public static partial class FictionCheck
{
    [GeneratedRegex(@"[\p{L}\d._%+-]+@[\p{L}\d-]+\.[\p{L}]{2,}")]
    private static partial Regex Mail();

    [GeneratedRegex(@"(?<![\d,.])(\+|00)?\(?\d{1,4}\)?([ /.-]?\(?\d{2,4}\)?){2,5}(?![\d,.]?\d)")]
    private static partial Regex Phone();

    [GeneratedRegex(@"https?://|www\.", RegexOptions.IgnoreCase)]
    private static partial Regex Web();

    // ECLI:CE:ECHR:2017:0330JUD002188415, 21884/15, C-12/20, 12 KLs 340/19.
    [GeneratedRegex(@"ECLI:|\b\d{1,6}/(19|20)?\d{2}\b|\b[CTF][-\u2011]\d{1,4}/\d{2}\b")]
    private static partial Regex File();

    [GeneratedRegex(@"\b\d{1,2}[./-]\d{1,2}[./-](19|20)\d{2}\b|\b(19|20)\d{2}-\d{2}-\d{2}\b|\b\d{1,2}(st|nd|rd|th|er)?\.? \p{L}{3,} (19|20)\d{2}\b")]
    private static partial Regex Day();

    [GeneratedRegex(@"\b[A-Z]{2}\d{2}( ?[A-Z0-9]{4}){3,7}( ?[A-Z0-9]{1,3})?\b")]
    private static partial Regex Iban();

    [GeneratedRegex(@"\b[A-Z]{1,3}[- ]?\d{6,9}\b|\b\d{9,}\b")]
    private static partial Regex Papers();

    [GeneratedRegex(@"-?\d{1,3}\.\d{4,}\s*[°,;]\s*-?\d{1,3}\.\d{4,}")]
    private static partial Regex Place();

    private static readonly ImmutableArray<(RealTrace Trace, Func<Regex> Pattern)> Forms =
    [
        (RealTrace.Address, Mail), (RealTrace.Link, Web), (RealTrace.Coordinates, Place), (RealTrace.CaseNumber, File), (RealTrace.Date, Day),
        (RealTrace.AccountNumber, Iban), (RealTrace.DocumentNumber, Papers), (RealTrace.Telephone, Phone),
    ];

    // The applicants of judgments on this matter by the European Court of Human Rights, which everybody in the field knows.
    private static readonly ImmutableArray<string> Judgments = ["Chowdury", "Siliadin", "Rantsev", "Zoletic", "Krachunova", "Karvelas"];

    /// <summary>What was found: of which kind, and the words.</summary>
    /// <param name="countries">Names of real countries in the languages of the text, which a fictional case does not need.</param>
    public static IEnumerable<(RealTrace Trace, string Words)> Traces(string text, IReadOnlyCollection<string> countries)
    {
        var found = new List<(int At, int Length)>();
        foreach (var (trace, pattern) in Forms)
            foreach (Match match in pattern().Matches(text))
            {
                // A date is not also a telephone number.
                if (found.Exists(one => one.At < match.Index + match.Length && match.Index < one.At + one.Length)) continue;
                found.Add((match.Index, match.Length));
                yield return (trace, match.Value);
            }
        foreach (var name in countries.Where(name => Holds(text, name))) yield return (RealTrace.Country, name);
        foreach (var name in Judgments.Where(name => Holds(text, name))) yield return (RealTrace.Judgment, name);
    }

    private static bool Holds(string text, string name)
    {
        for (var at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + 1, StringComparison.Ordinal))
            if ((at == 0 || !char.IsLetter(text[at - 1])) && (at + name.Length == text.Length || !char.IsLetter(text[at + name.Length]))) return true;
        return false;
    }
}
