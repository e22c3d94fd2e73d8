namespace Entraide.Core.Disclosure;

/// <summary>Tells which classes of a table fail the model: their rows are suppressed. Its memory is used again; not for several threads at once.</summary>
internal sealed class ClassJudge(PrivacyModel model, QuasiTable table)
{
    private readonly ClassTable grouped = new();
    private readonly int[] inClass = new int[table.SensitiveOverall.Length];
    private int[] failing = [], firstOfClass = [], nextOfClass = [];
    private int failingCount;

    /// <summary>The classes judged last.</summary>
    public ClassTable Classes { get; private set; } = new();

    /// <summary>The places of those that failed.</summary>
    public ReadOnlySpan<int> Failing => failing.AsSpan(0, failingCount);

    /// <summary>The rows of those that failed.</summary>
    public int Suppressed { get; private set; }

    /// <summary>Classes that did not fail.</summary>
    public int Kept => Classes.Count - failingCount;

    /// <param name="whole">Whether all of the model is asked for, or only the number of rows.</param>
    /// <returns>Whether at most so many rows fail, and not all. Where it is no, the rest of what this object says is unfinished.</returns>
    public bool Judge(ClassTable rows, bool whole, int mostSuppressed)
    {
        (failingCount, Suppressed) = (0, 0);
        var sensitive = whole ? model.Sensitive : null;
        Classes = Group(rows, sensitive is not null);
        if (failing.Length < Classes.Count) failing = new int[Classes.Count];
        var counts = Classes.Counts;
        for (var place = 0; place < counts.Length; place++)
        {
            if (counts[place] >= model.K && (sensitive is null || Holds(sensitive, rows, place))) continue;
            failing[failingCount++] = place;
            Suppressed += counts[place];
            if (Suppressed > mostSuppressed) return false;
        }
        return Kept > 0;
    }

    /// <summary>The classes of a table, whatever its sensitive values; good until the next call.</summary>
    public ClassTable Group(ClassTable rows, bool chained = false)
    {
        if (table.SensitiveMask == 0) return rows;
        grouped.Clear(rows.Count);
        if (chained && nextOfClass.Length < rows.Count) (firstOfClass, nextOfClass) = (new int[rows.Count], new int[rows.Count]);
        var keys = rows.Keys;
        var counts = rows.Counts;
        for (var row = 0; row < keys.Length; row++)
        {
            var before = grouped.Count;
            var place = grouped.Add(keys[row] & ~table.SensitiveMask, counts[row]);
            if (!chained) continue;
            nextOfClass[row] = place == before ? -1 : firstOfClass[place];
            firstOfClass[place] = row;
        }
        return grouped;
    }

    private bool Holds(SensitiveModel sensitive, ClassTable rows, int place)
    {
        // A column with one value has a field of no bits, and all rows of a class are one.
        Array.Clear(inClass);
        if (table.SensitiveMask == 0) inClass[0] = rows.Counts[place];
        else
            for (var row = firstOfClass[place]; row >= 0; row = nextOfClass[row]) inClass[(int)(rows.Keys[row] & table.SensitiveMask)] += rows.Counts[row];
        return sensitive.Holds(inClass, table.SensitiveOverall);
    }
}
