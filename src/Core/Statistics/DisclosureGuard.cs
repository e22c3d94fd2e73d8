using Entraide.Core.Disclosure;

namespace Entraide.Core.Statistics;

/// <summary>
/// Lets counts be shown one after another, as long as no secret one follows. For every secret count it keeps a witness: another
/// table of non-negative whole numbers that agrees with all that is shown and has another number there, away by as much as is asked. A witness rules out
/// bounds that meet and linear combinations alike, since either would force the same number on every such table; it is exact,
/// however it was found. Where none is found, the count is held back.
/// </summary>
internal sealed class DisclosureGuard
{
    // Beyond, a programme takes longer than what it would show is worth.
    private const int MostForProgramme = 400;

    private readonly int[] counts;
    private readonly int[][] secrets;
    private readonly int spread;
    private readonly List<int[]> shown = [];
    private readonly LinearSpan span;

    // Changes to the true table: it plus one of these is a witness.
    private List<int[]> witnesses = [];

    /// <param name="counts">People in each atom, the smallest group that can be told apart.</param>
    /// <param name="secrets">The secret counts, each by the atoms that it adds up.</param>
    /// <param name="spread">How far from the true number a witness has to be.</param>
    public DisclosureGuard(int[] counts, IEnumerable<int[]> secrets, int spread = 1)
    {
        (this.counts, this.spread) = (counts, spread);
        // Two filters that the same people meet are one secret.
        this.secrets = [.. secrets.DistinctBy(atoms => string.Join(' ', atoms))];
        span = new LinearSpan(counts.Length);
    }

    /// <summary>Shows the count over these atoms, unless a secret would follow from it and those shown before.</summary>
    public bool TryShow(int[] atoms)
    {
        if (span.Holds(atoms)) return true; // Whoever sees the others can work it out already.
        var (wider, rows, surviving) = (span.With(atoms), shown.Append(atoms).ToArray(), witnesses.Where(change => Sum(change, atoms) == 0).ToList());
        foreach (var secret in secrets.Where(secret => !surviving.Exists(change => Math.Abs(Sum(change, secret)) >= spread)).ToArray())
        {
            if (surviving.Exists(change => Math.Abs(Sum(change, secret)) >= spread)) continue; // By one found for another secret.
            if (wider.Holds(secret) || (WitnessSearch.Find(counts, rows, secret, spread) ?? ByProgramme(rows, secret)) is not { } found) return false;
            surviving.Add(found);
        }
        span.Add(atoms);
        shown.Add(atoms);
        witnesses = surviving;
        return true;
    }

    // Among many groups the search gives up; a corner of what is possible is nearly always in whole numbers, and is looked at before it counts.
    private int[]? ByProgramme(int[][] rows, int[] secret)
    {
        if (counts.Length > MostForProgramme) return null;
        var possible = new LinearBounds(counts.Length);
        foreach (var row in rows) possible.Add(row, Sum(counts, row), Sum(counts, row));
        foreach (var most in (bool[])[true, false])
        {
            if (possible.Extreme(secret, most) is not { } corner) continue;
            int[] change = [.. corner.Select((people, atom) => (int)Math.Round(Math.Min(people, int.MaxValue / 2)) - counts[atom])];
            if (Math.Abs(Sum(change, secret)) >= spread && rows.All(row => Sum(change, row) == 0) && change.Select((by, atom) => by + counts[atom]).All(people => people >= 0)) return change;
        }
        return null;
    }

    private static int Sum(int[] change, int[] atoms)
    {
        var sum = 0;
        foreach (var atom in atoms) sum += change[atom];
        return sum;
    }
}
