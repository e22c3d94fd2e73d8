namespace Entraide.Core.Text;

/// <summary>
/// Which grammatical form a whole number takes in a language, by the cardinal rules of Unicode CLDR
/// (supplemental/plurals, https://cldr.unicode.org). Only whole numbers are ever counted here.
/// </summary>
public static class PluralRules
{
    /// <summary>The categories that a message in this language must carry, in CLDR's order.</summary>
    public static IReadOnlyList<string> Categories(string language) => language switch
    {
        "ar" => ["zero", "one", "two", "few", "many", "other"],
        "ru" or "uk" => ["one", "few", "many", "other"],
        "ro" => ["one", "few", "other"],
        "fr" or "it" => ["one", "many", "other"],
        _ => ["one", "other"],
    };

    /// <summary>The CLDR category of <paramref name="count"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public static string Category(string language, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var (tens, hundreds) = (count % 10, count % 100);
        return language switch
        {
            "fr" when count is 0 or 1 => "one",
            "fr" or "it" when count != 0 && count % 1_000_000 == 0 => "many",
            "ar" when count == 0 => "zero",
            "ar" when count == 1 => "one",
            "ar" when count == 2 => "two",
            "ar" when hundreds is >= 3 and <= 10 => "few",
            "ar" when hundreds >= 11 => "many",
            "ar" => "other",
            "ru" or "uk" when tens == 1 && hundreds != 11 => "one",
            "ru" or "uk" when tens is >= 2 and <= 4 && hundreds is not (>= 12 and <= 14) => "few",
            "ru" or "uk" => "many",
            "ro" when count == 1 => "one",
            "ro" when count == 0 || hundreds is >= 1 and <= 19 => "few",
            _ => count == 1 ? "one" : "other",
        };
    }
}
