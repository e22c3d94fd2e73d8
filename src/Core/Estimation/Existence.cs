using System.Numerics;

namespace Entraide.Core.Estimation;

/// <summary>Whether the likelihood of a model has one highest point for a table.</summary>
[Flags]
public enum ModelStatus
{
    /// <summary>It has exactly one.</summary>
    Estimable = 0,
    /// <summary>It rises without end: no estimate exists (Fienberg and Rinaldo 2012).</summary>
    NoMaximum = 1,
    /// <summary>It is highest along a line: the data do not tell the parameters apart.</summary>
    NotIdentifiable = 2,
}

/// <summary>
/// Decides, in whole numbers and without rounding, whether a table gives a model an estimate. Chan, Silverman and Vincent
/// ("Multiple systems estimation for sparse capture data", 2021, section 3) ask whether some table of numbers above 0 has the
/// margins of the observed one. By Stiemke's lemma that is so unless a direction of the parameters leaves every history that was
/// seen alone and lowers some of the others, raising none. Such directions lie in the null space of the seen histories, which
/// has few dimensions, so that the linear programme left over is small.
/// </summary>
internal static class Existence
{
    /// <param name="terms">The terms whose margins are above 0, the intercept among them.</param>
    /// <param name="seen">Histories with a count.</param>
    /// <param name="unseen">Histories without one that the model still allows.</param>
    public static ModelStatus Of(ReadOnlySpan<int> terms, ReadOnlySpan<int> seen, ReadOnlySpan<int> unseen)
    {
        try
        {
            return Decide<long>(terms, seen, unseen);
        }
        catch (OverflowException)
        {
            return Decide<BigInteger>(terms, seen, unseen);
        }
    }

    private static ModelStatus Decide<T>(ReadOnlySpan<int> terms, ReadOnlySpan<int> seen, ReadOnlySpan<int> unseen) where T : IBinaryInteger<T>
    {
        var rows = new T[seen.Length][];
        for (var row = 0; row < rows.Length; row++) rows[row] = Row<T>(terms, seen[row]);
        var pivots = Reduce(rows, terms.Length);
        if (pivots.Count == terms.Length) return ModelStatus.Estimable;
        var directions = Directions(rows, pivots, terms, unseen);
        var status = CanBeAboveZero(directions) ? ModelStatus.Estimable : ModelStatus.NoMaximum;
        return Reduce(directions, terms.Length - pivots.Count).Count < terms.Length - pivots.Count ? status | ModelStatus.NotIdentifiable : status;
    }

    private static T[] Row<T>(ReadOnlySpan<int> terms, int history) where T : IBinaryInteger<T>
    {
        var row = new T[terms.Length];
        for (var place = 0; place < row.Length; place++) row[place] = (history & terms[place]) == terms[place] ? T.One : T.Zero;
        return row;
    }

    /// <summary>
    /// Fraction-free Gauss-Jordan elimination (Bareiss 1968): afterwards every pivot is the same number and stands alone in its
    /// column. The columns of the pivots, in the order of their rows.
    /// </summary>
    private static List<int> Reduce<T>(T[][] rows, int columns) where T : IBinaryInteger<T>
    {
        var pivots = new List<int>();
        var previous = T.One;
        for (var column = 0; column < columns && pivots.Count < rows.Length; column++)
        {
            var found = Array.FindIndex(rows, pivots.Count, row => !T.IsZero(row[column]));
            if (found < 0) continue;
            (rows[pivots.Count], rows[found]) = (rows[found], rows[pivots.Count]);
            Eliminate(rows, pivots.Count, column, previous);
            previous = rows[pivots.Count][column];
            pivots.Add(column);
        }
        return pivots;
    }

    private static void Eliminate<T>(T[][] rows, int pivotRow, int column, T previous) where T : IBinaryInteger<T>
    {
        var from = rows[pivotRow];
        var pivot = from[column];
        for (var row = 0; row < rows.Length; row++)
        {
            var factor = rows[row][column];
            // Most tables of lists keep pivots of 1, and most rows need nothing.
            if (row == pivotRow || (T.IsZero(factor) && pivot == previous)) continue;
            var into = rows[row];
            for (var place = 0; place < into.Length; place++)
            {
                var value = (pivot * into[place]) - (factor * from[place]);
                into[place] = previous == T.One ? value : value / previous;
            }
        }
    }

    /// <summary>For each unseen history, how each direction of the null space moves it.</summary>
    private static T[][] Directions<T>(T[][] rows, List<int> pivots, ReadOnlySpan<int> terms, ReadOnlySpan<int> unseen) where T : IBinaryInteger<T>
    {
        int[] free = [.. Enumerable.Range(0, terms.Length).Except(pivots)];
        var pivot = pivots.Count == 0 ? T.One : rows[pivots.Count - 1][pivots[^1]];
        var moved = new T[unseen.Length][];
        for (var cell = 0; cell < unseen.Length; cell++)
        {
            moved[cell] = new T[free.Length];
            for (var direction = 0; direction < free.Length; direction++)
            {
                var sum = (unseen[cell] & terms[free[direction]]) == terms[free[direction]] ? pivot : T.Zero;
                for (var place = 0; place < pivots.Count; place++)
                    if ((unseen[cell] & terms[pivots[place]]) == terms[pivots[place]]) sum -= rows[place][free[direction]];
                moved[cell][direction] = sum;
            }
        }
        return moved;
    }

    /// <summary>
    /// Whether weights of at least 1 for the unseen histories cancel every direction: phase 1 of the simplex method with
    /// Bland's rule, which cannot go in circles, in whole numbers over one common denominator.
    /// </summary>
    private static bool CanBeAboveZero<T>(T[][] moved) where T : IBinaryInteger<T>
    {
        if (moved.Length == 0) return true;
        var (directions, cells) = (moved[0].Length, moved.Length);
        // One row for each direction, the last for what is still missing; the last column for the right-hand side.
        var tableau = new T[directions + 1][];
        for (var row = 0; row <= directions; row++) tableau[row] = new T[cells + 1];
        for (var row = 0; row < directions; row++)
        {
            for (var cell = 0; cell < cells; cell++) tableau[row][cells] -= tableau[row][cell] = moved[cell][row];
            if (T.IsNegative(tableau[row][cells])) for (var place = 0; place <= cells; place++) tableau[row][place] = -tableau[row][place];
            for (var place = 0; place <= cells; place++) tableau[directions][place] += tableau[row][place];
        }
        var previous = T.One;
        while (!T.IsZero(tableau[directions][cells]))
        {
            var entering = Array.FindIndex(tableau[directions], 0, cells, value => value > T.Zero);
            if (entering < 0) return false;
            var leaving = -1;
            for (var row = 0; row < directions; row++)
                if (tableau[row][entering] > T.Zero && (leaving < 0 || tableau[row][cells] * tableau[leaving][entering] < tableau[leaving][cells] * tableau[row][entering])) leaving = row;
            Eliminate(tableau, leaving, entering, previous);
            previous = tableau[leaving][entering];
        }
        return true;
    }
}
