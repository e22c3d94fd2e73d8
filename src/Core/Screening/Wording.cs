using System.Collections.Immutable;

namespace Entraide.Core.Screening;

/// <summary>A title with the plain sentences that explain it.</summary>
public sealed record Titled(string Title, string Text);

/// <summary>How an indicator is put into words.</summary>
/// <param name="Say">What was observed, in the words of practice.</param>
/// <param name="Ask">How one would ask a frightened worker; null where the language does not have it yet.</param>
/// <param name="IsNot">What must not be mistaken for it; null where the language does not have it yet.</param>
public sealed record IndicatorWording(string Say, string? Ask, string? IsNot);

/// <summary>How far a translation has come.</summary>
public enum WordingReview
{
    /// <summary>Written in this language by its authors.</summary>
    Written,

    /// <summary>Translated; not yet read by a second person who works in the field.</summary>
    TranslatedNotReviewed,
}

/// <summary>The words of one or more instruments in one language.</summary>
public sealed record Wording(
    WordingReview Review,
    ImmutableDictionary<string, Titled> Instruments,
    ImmutableDictionary<string, string> Dimensions,
    ImmutableDictionary<string, string> Rules,
    ImmutableDictionary<string, Titled> Outcomes,
    ImmutableDictionary<string, IndicatorWording> Indicators,
    ImmutableDictionary<string, Titled> Steps)
{
    /// <summary>
    /// What stands in the language that the texts are written in, because its translation is dangerously behind: the keys of
    /// the words, as <c>steps/refer/text</c>.
    /// </summary>
    public ImmutableHashSet<string> InSource { get; init; } = [];
}
