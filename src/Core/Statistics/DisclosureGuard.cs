using System.Collections.Immutable;
using Entraide.Core.Disclosure;

namespace Entraide.Core.Statistics;

/// <summary>
/// Lets counts be shown one after another, as long as no secret one follows. It keeps witnesses: other tables of non-negative whole
/// numbers that agree with all that is shown. Among them and the truth, every secret count takes numbers that lie apart by as much as
/// is asked (sliding protection: Fischetti and Salazar-González 2000). A witness rules out bounds that meet and linear combinations
/// alike, since either would force the same number on every such table; it is exact, however it was found. Where none is found, the
/// count is held back.
/// </summary>
internal sealed class DisclosureGuard
{
    // Beyond, a programme takes longer than what it would show is worth.
    private const int MostForProgramme = 400;

    private const int MostProgrammes = 40, LargestGroup = 1_000_000;

    private readonly int[] counts;
    private readonly int[][] secrets;

    // How far apart the numbers of each have to lie.
    private readonly int[] spreads;
    private readonly List<int[]> shown = [];
    private readonly LinearSpan span;

    // Changes to the true table: it plus one of these is a witness.
    private List<int[]> witnesses = [];

    /// <param name="counts">People in each atom, the smallest group that can be told apart.</param>
    /// <param name="secrets">The secret counts, each by the atoms that it adds up.</param>
    /// <param name="spread">How far apart the numbers have to lie that a secret count takes.</param>
    public DisclosureGuard(int[] counts, IEnumerable<int[]> secrets, int spread = 1)
    {
        this.counts = counts;
        // Two filters that the same people meet are one secret.
        this.secrets = [.. secrets.DistinctBy(atoms => string.Join(' ', atoms))];
        spreads = [.. this.secrets.Select(_ => spread)];
        span = new LinearSpan(counts.Length);
    }

    /// <summary>Shows the count over these atoms, unless a secret would follow from it and those shown before.</summary>
    public bool TryShow(int[] atoms)
    {
        if (span.Holds(atoms)) return true; // Whoever sees the others can work it out already.
        var (wider, rows, surviving) = (span.With(atoms), shown.Append(atoms).ToArray(), witnesses.Where(change => Sum(change, atoms) == 0).ToList());
        for (var place = 0; place < secrets.Length; place++)
        {
            var secret = secrets[place];
            if (Range(secret, surviving) >= spreads[place]) continue;
            if (wider.Holds(secret)) return false;
            if (WitnessSearch.Find(counts, rows, secret, spreads[place]) is { } found) surviving.Add(found);
            else surviving.AddRange(Corners(rows, secret));
            if (Range(secret, surviving) < spreads[place]) return false;
        }
        span.Add(atoms);
        shown.Add(atoms);
        witnesses = surviving;
        return true;
    }

    /// <summary>Takes in a count that is out already. What it tells of a secret is told; nothing that is shown later tells more of it.</summary>
    public void Known(int[] atoms)
    {
        if (TryShow(atoms)) return;
        span.Add(atoms);
        shown.Add(atoms);
        witnesses = [.. witnesses.Where(change => Sum(change, atoms) == 0)];
        for (var place = 0; place < secrets.Length; place++)
        {
            if (Range(secrets[place], witnesses) >= spreads[place]) continue;
            witnesses.AddRange(Corners([.. shown], secrets[place]));
            spreads[place] = Math.Min(spreads[place], Range(secrets[place], witnesses));
        }
    }

    // The truth is a table too: a change by nothing.
    private static int Range(int[] secret, List<int[]> changes)
    {
        var (lowest, highest) = (0, 0);
        foreach (var change in changes)
        {
            var by = Sum(change, secret);
            (lowest, highest) = (Math.Min(lowest, by), Math.Max(highest, by));
        }
        return highest - lowest;
    }

    // Where the search gives up: the corners of what is possible.
    private IEnumerable<int[]> Corners(int[][] rows, int[] secret) =>
        counts.Length > MostForProgramme ? [] : ((bool[])[true, false]).Select(most => Corner(rows, secret, most)).OfType<int[]>();

    // A corner is nearly always in whole numbers; where it is not, one of its numbers is taken up or down, the nearer first (branch and bound).
    private int[]? Corner(int[][] rows, int[] secret, bool most)
    {
        var (open, programmes) = (new Stack<ImmutableList<(int Atom, int From, int To)>>([[]]), 0);
        while (open.TryPop(out var limits) && programmes++ < MostProgrammes)
        {
            var possible = new LinearBounds(counts.Length);
            foreach (var row in rows) possible.Add(row, Sum(counts, row), Sum(counts, row));
            foreach (var (atom, from, to) in limits) possible.Add([atom], from, to);
            if (possible.Extreme(secret, most) is not { } corner) continue;
            var broken = Array.FindIndex(corner, people => Math.Abs(people - Math.Round(people)) > 1e-6);
            if (broken >= 0)
            {
                var below = (int)Math.Floor(corner[broken]);
                var (down, up) = (limits.Add((broken, 0, below)), limits.Add((broken, below + 1, LargestGroup)));
                foreach (var side in corner[broken] - below < 0.5 ? [up, down] : (ImmutableList<(int, int, int)>[])[down, up]) open.Push(side);
                continue;
            }
            // Looked at before it counts.
            int[] change = [.. corner.Select((people, atom) => (int)Math.Round(Math.Min(people, int.MaxValue / 2)) - counts[atom])];
            if (rows.All(row => Sum(change, row) == 0) && change.Select((by, atom) => by + counts[atom]).All(people => people >= 0)) return change;
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
