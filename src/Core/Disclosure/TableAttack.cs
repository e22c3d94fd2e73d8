using System.Collections.Immutable;

namespace Entraide.Core.Disclosure;

/// <summary>What an attacker can tell of a count that is not shown.</summary>
/// <param name="Lowest">No table of people that agrees with what is shown has fewer there.</param>
public sealed record NarrowedCell(ImmutableSortedDictionary<string, string> Filter, double Lowest, double Highest)
{
    /// <summary>Whether only one number of people is possible.</summary>
    public bool IsRecovered => Math.Ceiling(Lowest - 1e-6) >= Math.Floor(Highest + 1e-6);
}

/// <summary>
/// The attacker: from what is published alone, by linear programming, the least and the most people that each count which is not
/// shown can have (Fischetti and Salazar-González, "Solving the cell suppression problem on tabular data with linear constraints",
/// 2001: "attacker's subproblem"). She knows the categories, the margins, and by how much figures were rounded.
/// </summary>
public static class TableAttack
{
    /// <param name="published">All cells and margins, shown or not.</param>
    /// <param name="roundedTo">The base to which shown figures were rounded; null for none.</param>
    public static ImmutableArray<NarrowedCell> On(IReadOnlyList<SafeCell> published, int? roundedTo = null, CancellationToken cancelled = default)
    {
        ArgumentNullException.ThrowIfNull(published);
        var dimensions = published.Max(cell => cell.Filter.Count);
        SafeCell[] groups = [.. published.Where(cell => cell.Filter.Count == dimensions)];
        int[][] members = [.. published.Select(cell => Enumerable.Range(0, groups.Length).Where(group => cell.Filter.All(one => groups[group].Filter[one.Key] == one.Value)).ToArray())];
        var program = new LinearBounds(groups.Length);
        for (var cell = 0; cell < published.Count; cell++)
            if (published[cell].Shown is { } shown) program.Add(members[cell], shown - (roundedTo is { } to ? to / 2 : 0), shown + (roundedTo is { } up ? (up - 1) / 2 : 0));
        return
        [
            .. Enumerable.Range(0, published.Count).Where(cell => published[cell].Shown is null).Select(cell =>
            {
                cancelled.ThrowIfCancellationRequested();
                return new NarrowedCell(published[cell].Filter, program.Least(members[cell]), program.Most(members[cell]));
            }),
        ];
    }

    /// <summary>
    /// What an attack came to: how many groups under the threshold are recovered, and the fewest people between the least and the most
    /// that are left to a hidden count; null where none is hidden. Groups that are certainly empty are nobody's secret.
    /// </summary>
    public static (int Recovered, double? Narrowest) Outcome(IEnumerable<NarrowedCell> attack, int threshold)
    {
        NarrowedCell[] people = [.. attack.Where(cell => cell.Highest > 0.5)];
        return (people.Count(cell => cell.IsRecovered && cell.Highest < threshold), people.Min(cell => (double?)(cell.Highest - cell.Lowest)));
    }
}
