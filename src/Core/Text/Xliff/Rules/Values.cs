using System.Globalization;
using System.Text.RegularExpressions;

namespace Entraide.Core.Text.Xliff.Rules;

/// <summary>The kinds of values that attributes have: XLIFF 2.1, 4.3 and 5, and the XML schemas of the standard.</summary>
internal static partial class Values
{
    private static readonly Dictionary<string, string[]> Lists = new(StringComparer.Ordinal)
    {
        ["yesno"] = ["yes", "no"],
        ["reorder"] = ["yes", "firstNo", "no"],
        ["dir"] = ["ltr", "rtl", "auto"],
        ["state"] = ["initial", "translated", "reviewed", "final"],
        ["applies"] = ["source", "target"],
        ["meta"] = ["source", "target", "ignorable"],
        ["code"] = ["fmt", "ui", "quote", "link", "image", "other"],
        ["match"] = ["am", "mt", "icm", "idm", "tb", "tm", "other"],
        ["space"] = ["default", "preserve"],
        ["preserve"] = ["preserve"],
        ["normal"] = ["none", "nfc", "nfd"],
    };

    private static readonly HashSet<string> GrandfatheredTags = new(StringComparer.OrdinalIgnoreCase)
    {
        "en-GB-oed", "i-ami", "i-bnn", "i-default", "i-enochian", "i-hak", "i-klingon", "i-lux", "i-mingo", "i-navajo", "i-pwn", "i-tao", "i-tay", "i-tsu",
        "sgn-BE-FR", "sgn-BE-NL", "sgn-CH-DE", "art-lojban", "cel-gaulish", "no-bok", "no-nyn", "zh-guoyu", "zh-hakka", "zh-min", "zh-min-nan", "zh-xiang",
    };

    /// <summary>What a value of this kind must be, where the given one is not; null where it is.</summary>
    public static string? Expected(string kind, string value) => kind switch
    {
        "" => null,
        _ when Lists.TryGetValue(kind, out var list) => list.Contains(value) ? null : $"one of: {string.Join(", ", list)}",
        "id" => IsId(value) ? null : "letters, digits, . - _ : without blanks (an NMTOKEN)",
        "ids" => value.Trim().Split((char[])[' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } ids && ids.All(IsId) ? null : "ids with blanks in between",
        "user" => UserValue().IsMatch(value) ? null : "a prefix, a colon and a value",
        "mark" => value is "generic" or "comment" or "term" || UserValue().IsMatch(value) ? null : "generic, comment, term, or a prefix, a colon and a value",
        "lang" => IsLanguage(value) ? null : "a language tag, such as fr or pt-BR",
        "priority" => Whole(value) is >= 1 and <= 10 ? null : "a whole number from 1 to 10",
        "positive" => Whole(value) >= 1 ? null : "a whole number, 1 or greater",
        "hex" => value.Length is > 0 and <= 6 && value.All(char.IsAsciiHexDigit) ? null : "a hexadecimal number, such as 001A",
        "percent" => decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent is >= 0 and <= 100 ? null : "a number from 0.0 to 100.0",
        "moment" => Moment().IsMatch(value) ? null : "a moment, such as 2026-03-01T10:30:00Z",
        "uri" => value.Any(letter => letter is ' ' or '<' or '>' or '"' or '{' or '}' or '|' or '^' or '`' || char.IsControl(letter)) ? "an address without blanks" : null,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "The table names a kind of value that does not exist."),
    };

    /// <summary>XML 1.0: Nmtoken.</summary>
    public static bool IsId(string value) => NameToken().IsMatch(value);

    /// <summary>RFC 5646, 2.1: well-formed.</summary>
    public static bool IsLanguage(string value) => LanguageTag().IsMatch(value) || GrandfatheredTags.Contains(value);

    /// <summary>RFC 5646, 2.1.1: letter case means nothing in a tag.</summary>
    public static bool SameLanguage(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    /// <summary>The whole number, or -1 where it is none.</summary>
    public static int Whole(string? value) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    // Astral letters are surrogates here; XML allows U+10000 to U+EFFFF, which are the high surrogates D800 to DB7F.
    [GeneratedRegex(@"^([-.0-9:A-Z_a-z\u00B7\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u037D\u037F-\u1FFF\u200C\u200D\u203F\u2040\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD]|[\uD800-\uDB7F][\uDC00-\uDFFF])+\z", RegexOptions.ExplicitCapture)]
    private static partial Regex NameToken();

    [GeneratedRegex(@"^[^\s:]+:[^\s:]+\z")]
    private static partial Regex UserValue();

    [GeneratedRegex(@"^(([a-z]{2,3}(-[a-z]{3}){0,3}|[a-z]{4}|[a-z]{5,8})(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(-[0-9a-wy-z](-[a-z0-9]{2,8})+)*(-x(-[a-z0-9]{1,8})+)?|x(-[a-z0-9]{1,8})+)\z", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LanguageTag();

    // W3C NOTE-datetime; the suite of the standard leaves the first digit of an offset out, and so may others.
    [GeneratedRegex(@"^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{1,2}:\d{2})?)?)?)?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Moment();
}
