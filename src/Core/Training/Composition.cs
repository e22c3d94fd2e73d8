using System.Collections.Immutable;

namespace Entraide.Core.Training;

/// <summary>Somebody who takes part, as far as the mix of the room asks.</summary>
/// <param name="Id">Opaque.</param>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
public sealed record Participant(string Id, string Profession, string Country);

/// <summary>What is wrong with the mix.</summary>
public enum CompositionFault { TooFew, TooMany, TooFewProfessions, TooFewCountries, OneProfessionTooMany }

/// <summary>Looks at the mix of those who take part, and makes small groups that mix it again.</summary>
public static class Composition
{
    /// <summary>What is wrong; with the number that there is.</summary>
    public static IEnumerable<(CompositionFault Fault, int Count)> Faults(CompositionRule rule, IReadOnlyCollection<Participant> members)
    {
        if (members.Count < rule.Fewest) yield return (CompositionFault.TooFew, members.Count);
        if (members.Count > rule.Most) yield return (CompositionFault.TooMany, members.Count);
        var professions = members.CountBy(one => one.Profession, StringComparer.Ordinal).ToList();
        if (professions.Count < rule.Professions) yield return (CompositionFault.TooFewProfessions, professions.Count);
        if (members.DistinctBy(one => one.Country, StringComparer.Ordinal).Count() is var countries && countries < rule.Countries) yield return (CompositionFault.TooFewCountries, countries);
        if (members.Count > 0 && professions.Max(one => one.Value) is var largest && largest > rule.LargestShare * members.Count) yield return (CompositionFault.OneProfessionTooMany, largest);
    }

    /// <summary>
    /// Groups of nearly equal size in which professions, and then countries, are spread as evenly as they go: whoever is alike is
    /// dealt out to different groups. The same people give the same groups, in whatever order they came.
    /// </summary>
    /// <param name="size">People of one group, as asked for; groups differ by one at most.</param>
    /// <returns>The ids of each group.</returns>
    public static ImmutableArray<ImmutableArray<string>> Groups(IReadOnlyCollection<Participant> members, int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        var count = Math.Max(1, (int)Math.Round((double)members.Count / size, MidpointRounding.AwayFromZero));
        var groups = Enumerable.Range(0, count).Select(_ => new List<Participant>()).ToList();
        var (small, larger) = (members.Count / count, members.Count % count);
        // The most frequent first: they are the hardest to spread.
        var professions = members.CountBy(one => one.Profession, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var countries = members.CountBy(one => one.Country, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var order = members.OrderByDescending(one => professions[one.Profession]).ThenBy(one => one.Profession, StringComparer.Ordinal).ThenByDescending(one => countries[one.Country]).ThenBy(one => one.Country, StringComparer.Ordinal).ThenBy(one => one.Id, StringComparer.Ordinal);
        foreach (var one in order)
        {
            var full = groups.Count(group => group.Count > small);
            groups.Where(group => group.Count < small || (group.Count == small && full < larger))
                .MinBy(group => (group.Count(other => other.Profession == one.Profession), group.Count(other => other.Country == one.Country), group.Count))!.Add(one);
        }
        return [.. groups.Select(group => group.Select(one => one.Id).Order(StringComparer.Ordinal).ToImmutableArray())];
    }
}
