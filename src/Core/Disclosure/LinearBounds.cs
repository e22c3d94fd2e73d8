namespace Entraide.Core.Disclosure;

/// <summary>
/// The least and the most that a sum of numbers of at least 0 can be, where other sums of them are known or lie between limits: the
/// simplex method on a dense tableau with Bland's rule, which cannot go in circles (R. Bland, "New finite pivoting rules for the
/// simplex method", 1977).
/// </summary>
internal sealed class LinearBounds(int variables)
{
    private const double Tolerance = 1e-9;

    private readonly List<(int[] Members, double From, double To)> known = [];

    // Rows in canonical form after phase 1, the right-hand side last; which column each row belongs to.
    private double[][]? tableau;
    private int[] basis = [];
    private int columns;

    // Of the last programme that was solved.
    private double[] solution = [];

    /// <summary>Says that the sum over these variables lies from one number to another.</summary>
    public void Add(int[] members, double from, double to)
    {
        known.Add((members, Math.Max(0, from), to));
        tableau = null;
    }

    public double Least(int[] members) => -Maximise(members, -1);

    /// <summary>Infinite where nothing limits it.</summary>
    public double Most(int[] members) => Maximise(members, 1);

    /// <summary>Numbers that meet all that is known and make a sum as large, or as small, as it can be; null where nothing limits it.</summary>
    public double[]? Extreme(int[] members, bool most)
    {
        if (double.IsInfinity(Maximise(members, most ? 1 : -1))) return null;
        return solution[..variables];
    }

    private double Maximise(int[] members, double sign)
    {
        tableau ??= Feasible();
        var rows = tableau.Select(row => (double[])row.Clone()).ToArray();
        var places = (int[])basis.Clone();
        var goal = new double[columns + 1];
        foreach (var member in members) goal[member] = sign;
        for (var row = 0; row < rows.Length; row++)
            if (goal[places[row]] is not 0 and var share) Subtract(goal, rows[row], share);
        if (!Climb(rows, places, goal, columns)) return double.PositiveInfinity;
        solution = new double[columns];
        for (var row = 0; row < rows.Length; row++) solution[places[row]] = rows[row][columns];
        return -goal[columns];
    }

    // An equation for each known sum, with a variable for what lies between its limits; then artificial ones are driven out.
    private double[][] Feasible()
    {
        var between = known.Count(one => one.To > one.From);
        columns = variables + (2 * between);
        var rows = new List<double[]>();
        var slack = variables;
        foreach (var (members, from, to) in known)
        {
            var row = new double[columns + 1];
            foreach (var member in members) row[member] = 1;
            row[columns] = from;
            rows.Add(row);
            if (to <= from) continue;
            // sum - s = from, s + r = to - from.
            row[slack] = -1;
            var limit = new double[columns + 1];
            (limit[slack], limit[slack + 1], limit[columns]) = (1, 1, to - from);
            rows.Add(limit);
            slack += 2;
        }
        return DriveOut([.. rows]);
    }

    private double[][] DriveOut(double[][] rows)
    {
        var wide = rows.Select((row, place) =>
        {
            var longer = new double[columns + rows.Length + 1];
            Array.Copy(row, longer, columns);
            (longer[columns + place], longer[^1]) = (1, row[columns]);
            return longer;
        }).ToArray();
        int[] places = [.. Enumerable.Range(columns, rows.Length)];
        var goal = new double[columns + rows.Length + 1];
        foreach (var row in wide)
            for (var column = 0; column < goal.Length; column++)
                if (column < columns || column == goal.Length - 1) goal[column] += row[column];
        Climb(wide, places, goal, columns);
        // What is left of an artificial variable at 0 is an equation that says nothing new.
        for (var row = 0; row < wide.Length; row++)
            if (places[row] >= columns && Array.FindIndex(wide[row], 0, columns, value => Math.Abs(value) > Tolerance) is >= 0 and var entering) Pivot(wide, places, goal, row, entering);
        var kept = Enumerable.Range(0, wide.Length).Where(row => places[row] < columns).ToArray();
        basis = [.. kept.Select(row => places[row])];
        return [.. kept.Select(row => (double[])[.. wide[row][..columns], wide[row][^1]])];
    }

    /// <summary>Goes up until nothing rises; false where it would rise for ever.</summary>
    private static bool Climb(double[][] rows, int[] places, double[] goal, int columns)
    {
        while (true)
        {
            var entering = Array.FindIndex(goal, 0, columns, value => value > Tolerance);
            if (entering < 0) return true;
            var leaving = -1;
            for (var row = 0; row < rows.Length; row++)
            {
                if (rows[row][entering] <= Tolerance) continue;
                var ratio = rows[row][^1] / rows[row][entering];
                var best = leaving < 0 ? double.PositiveInfinity : rows[leaving][^1] / rows[leaving][entering];
                if (ratio < best - Tolerance || (ratio <= best + Tolerance && leaving >= 0 && places[row] < places[leaving])) leaving = row;
            }
            if (leaving < 0) return false;
            Pivot(rows, places, goal, leaving, entering);
        }
    }

    private static void Pivot(double[][] rows, int[] places, double[] goal, int leaving, int entering)
    {
        var pivot = rows[leaving];
        var scale = pivot[entering];
        for (var column = 0; column < pivot.Length; column++) pivot[column] /= scale;
        foreach (var row in rows)
            if (row != pivot && row[entering] is not 0 and var share) Subtract(row, pivot, share);
        if (goal[entering] is not 0 and var gain) Subtract(goal, pivot, gain);
        places[leaving] = entering;
    }

    private static void Subtract(double[] from, double[] row, double share)
    {
        for (var column = 0; column < from.Length; column++)
            if (row[column] != 0) from[column] -= share * row[column];
    }
}
