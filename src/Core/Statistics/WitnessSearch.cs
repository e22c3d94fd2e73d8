namespace Entraide.Core.Statistics;

/// <summary>
/// Looks for another table of non-negative whole numbers with the same sums: backtracking over the change of each atom, narrowed
/// by what the sums leave over for it. First small changes, which suffice nearly always, then any. It gives up after a fixed
/// number of steps, never after a time, so that the same people give the same answers on every machine.
/// </summary>
internal sealed class WitnessSearch
{
    private const int MostSteps = 2000;

    private readonly int[][] sums;
    private readonly int[] target;
    private readonly int sign;
    private int steps;

    private WitnessSearch(int[][] sums, int[] target, int sign) => (this.sums, this.target, this.sign) = (sums, target, sign);

    /// <summary>A change that keeps every sum and moves the target's by at least so much; null if there is none or it was not found.</summary>
    public static int[]? Find(int[] counts, int[][] sums, int[] target, int least = 1)
    {
        // In steps of that size: a change of so many people at a time is as easy to find as one of a single person.
        int[] coarse = [.. counts.Select(count => count / least)];
        foreach (var limit in (int[])[1, 2, Math.Max(3, coarse.Sum())])
        {
            foreach (var direction in (int[])[1, -1])
            {
                int[] low = [.. coarse.Select(count => -Math.Min(count, limit))], high = [.. counts.Select(_ => limit)];
                if (new WitnessSearch(sums, target, direction).Descend(low, high) is { } found) return [.. found.Select(change => change * least)];
            }
        }
        return null;
    }

    private int[]? Descend(int[] low, int[] high)
    {
        if (++steps > MostSteps || !Narrow(low, high)) return null;
        var atom = Open(low, high);
        if (atom < 0) return low;
        // From no change outwards.
        for (var size = 0; size <= Math.Max(high[atom], -low[atom]); size++)
        {
            foreach (var change in size == 0 ? (int[])[0] : [size * sign, -size * sign])
            {
                if (change < low[atom] || change > high[atom]) continue;
                int[] lower = [.. low], upper = [.. high];
                lower[atom] = upper[atom] = change;
                if (Descend(lower, upper) is { } found) return found;
            }
        }
        return null;
    }

    // Those of the target first: they decide; then those with the least choice.
    private int Open(int[] low, int[] high)
    {
        foreach (var atom in target)
            if (low[atom] < high[atom]) return atom;
        var best = -1;
        for (var atom = 0; atom < low.Length; atom++)
            if (low[atom] < high[atom] && (best < 0 || high[atom] - low[atom] < high[best] - low[best])) best = atom;
        return best;
    }

    private bool Narrow(int[] low, int[] high)
    {
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var sum in sums)
                if (!Narrow(sum, 0, 0, low, high, ref changed)) return false;
            var (from, to) = sign > 0 ? (1, int.MaxValue / 2) : (int.MinValue / 2, -1);
            if (!Narrow(target, from, to, low, high, ref changed)) return false;
        }
        return true;
    }

    /// <summary>Takes from each atom what the others could not make up for, for the sum to lie between two numbers; false if it cannot.</summary>
    private static bool Narrow(int[] sum, int from, int to, int[] low, int[] high, ref bool changed)
    {
        int lowest = 0, highest = 0;
        foreach (var atom in sum)
        {
            lowest += low[atom];
            highest += high[atom];
        }
        if (lowest > to || highest < from) return false;
        foreach (var atom in sum)
        {
            int upper = Math.Min(high[atom], to - lowest + low[atom]), lower = Math.Max(low[atom], from - highest + high[atom]);
            if (upper == high[atom] && lower == low[atom]) continue;
            changed = true;
            (lowest, highest) = (lowest - low[atom] + lower, highest - high[atom] + upper);
            (low[atom], high[atom]) = (lower, upper);
            if (lower > upper) return false;
        }
        return true;
    }
}
