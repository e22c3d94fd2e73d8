using System.Collections.Immutable;

namespace Entraide.Core.Text.Terms;

/// <summary>How a term stands to its concept, from the one to use to the one that must not be used.</summary>
public enum TermStatus
{
    Preferred,

    /// <summary>Good too.</summary>
    Admitted,

    /// <summary>Still met; no longer to be written.</summary>
    Deprecated,

    /// <summary>Means something else, or hurts: never to be written for this concept.</summary>
    Forbidden,
}

/// <summary>A matter of the field, the same in every language.</summary>
/// <param name="Id">Lower-case letters and hyphens.</param>
/// <param name="Source">Where it is defined, as one would cite it; empty where it is a word of practice.</param>
/// <param name="ConfusedWith">Concepts that are taken for it, and must not be.</param>
public sealed record Concept(string Id, string Source, ImmutableArray<string> ConfusedWith);

/// <summary>What a concept is called in one language.</summary>
/// <param name="Forms">Inflected forms beside the text itself; matching knows no grammar, so that it errs in no language more than in another.</param>
/// <param name="Note">Why it is forbidden or deprecated, or where it is used.</param>
public sealed record Term(string Text, TermStatus Status, ImmutableArray<string> Forms, string Note)
{
    /// <summary>Whether a text may say it.</summary>
    public bool IsAllowed => Status is TermStatus.Preferred or TermStatus.Admitted;
}

/// <summary>A concept in one language: what it means and what it is called.</summary>
public sealed record ConceptWords(string Definition, ImmutableArray<Term> Terms)
{
    /// <summary>The term to use; null where the language has none that is allowed.</summary>
    public Term? Preferred => Terms.FirstOrDefault(one => one.Status == TermStatus.Preferred) ?? Terms.FirstOrDefault(one => one.IsAllowed);
}

/// <summary>The words of the field: concepts, and their terms and definitions by language.</summary>
public sealed class Termbase
{
    private readonly ImmutableSortedDictionary<string, Concept> concepts;
    private readonly ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, ConceptWords>> words;
    private readonly ImmutableDictionary<string, TermMatcher> matchers;

    /// <param name="reviewed">Languages whose words were written or reviewed by somebody of the field.</param>
    public Termbase(IEnumerable<Concept> concepts, IReadOnlyDictionary<string, IReadOnlyDictionary<string, ConceptWords>> words, IEnumerable<string> reviewed)
    {
        this.concepts = concepts.ToImmutableSortedDictionary(one => one.Id, one => one, StringComparer.Ordinal);
        this.words = words.ToImmutableSortedDictionary(one => one.Key, one => one.Value.ToImmutableSortedDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
        Reviewed = [.. reviewed];
        matchers = this.words.ToImmutableDictionary(one => one.Key, one => new TermMatcher(one.Key, one.Value), StringComparer.Ordinal);
    }

    public static readonly Termbase Empty = new([], ImmutableDictionary<string, IReadOnlyDictionary<string, ConceptWords>>.Empty, []);

    /// <summary>In the order of their ids.</summary>
    public IEnumerable<Concept> Concepts => concepts.Values;

    /// <summary>The languages that have any terms.</summary>
    public IEnumerable<string> Languages => words.Keys;

    /// <summary>Languages whose words were written or reviewed by somebody of the field.</summary>
    public ImmutableHashSet<string> Reviewed { get; }

    public Concept? Find(string id) => concepts.GetValueOrDefault(id);

    /// <summary>The concept in a language; null where the language has no words for it yet.</summary>
    public ConceptWords? In(string language, string concept) => words.GetValueOrDefault(language)?.GetValueOrDefault(concept);

    /// <summary>Concepts that are taken for this one, or for which this one is taken: confusion goes both ways.</summary>
    public IReadOnlyList<string> ConfusedWith(string concept) =>
        [.. (Find(concept)?.ConfusedWith ?? []).Concat(concepts.Values.Where(one => one.ConfusedWith.Contains(concept, StringComparer.Ordinal)).Select(one => one.Id)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The terms that stand in a running text, in its order; none where the language has no terms.</summary>
    public IReadOnlyList<TermMatch> Matches(string language, string text) => matchers.TryGetValue(language, out var matcher) ? matcher.Find(text) : [];
}
