using System.Collections.Immutable;

namespace Entraide.Core.Text;

/// <summary>One of the ten languages of the interface.</summary>
/// <param name="Tag">BCP 47 tag, as in the HTML <c>lang</c> attribute and in file names.</param>
/// <param name="Name">The language's own name for itself, as its readers look for it.</param>
/// <param name="RightToLeft">Whether text runs from right to left (the HTML <c>dir</c> attribute).</param>
public sealed record Language(string Tag, string Name, bool RightToLeft = false)
{
    public static readonly Language English = new("en", "English");
    public static readonly Language French = new("fr", "Français");

    /// <summary>
    /// All languages, in the order in which the choice is shown. French and English are written first; nine make the
    /// guide, Arabic makes ten for the interface.
    /// </summary>
    public static readonly ImmutableArray<Language> All =
    [
        English, French, new("nl", "Nederlands"), new("it", "Italiano"), new("el", "Ελληνικά"), new("tr", "Türkçe"),
        new("ro", "Română"), new("uk", "Українська"), new("ru", "Русский"), new("ar", "العربية", RightToLeft: true),
    ];

    /// <summary>The value of the HTML <c>dir</c> attribute.</summary>
    public string Direction => RightToLeft ? "rtl" : "ltr";

    /// <summary>The language with this tag, or null where Entraide does not speak it.</summary>
    public static Language? Find(string? tag) => All.FirstOrDefault(language => language.Tag == tag);

    /// <summary>
    /// Chooses by the request's <c>Accept-Language</c> header (RFC 9110, section 12.5.4): the listed language with the
    /// highest weight that Entraide speaks, a regional tag standing for its language; English where none fits.
    /// </summary>
    public static Language Negotiate(string? acceptLanguage)
    {
        var best = English;
        var bestWeight = 0.0;
        foreach (var range in (acceptLanguage ?? "").Split(','))
        {
            var parts = range.Split(';');
            var weight = 1.0;
            foreach (var parameter in parts.Skip(1).Select(part => part.Trim()).Where(part => part.StartsWith("q=", StringComparison.Ordinal)))
                weight = double.TryParse(parameter.AsSpan(2), System.Globalization.CultureInfo.InvariantCulture, out var given) ? given : 0;
            var language = Find(parts[0].Trim().Split('-')[0].ToLowerInvariant());
            if (language is not null && weight > bestWeight) (best, bestWeight) = (language, weight);
        }
        return best;
    }
}
