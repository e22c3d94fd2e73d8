namespace Entraide.Core.Disclosure;

/// <summary>
/// A column that, with others, may tell who somebody is (T. Dalenius, "Finding a needle in a haystack", 1986), as the search sees
/// it: a field of bits in the key of a row, and at each level of its hierarchy what the field becomes and what that costs.
/// </summary>
internal sealed class QuasiIdentifier
{
    private readonly int shift;
    private readonly ulong digits;

    // By level, then by the digit in the data (at level 0).
    private readonly ulong[][] moved;

    // By level, then by the digit at this level.
    private readonly int[][] leavesLost;

    /// <exception cref="DisclosureException">A value of the column is no leaf.</exception>
    public QuasiIdentifier(MicrodataColumn column, Hierarchy hierarchy, int shift)
    {
        hierarchy.Check(column);
        (Column, Hierarchy, this.shift) = (column, hierarchy, shift);
        Bits = BitsFor(column.Values.Length);
        digits = (1UL << Bits) - 1;
        (moved, leavesLost, LeavesTold) = (new ulong[hierarchy.Levels][], new int[hierarchy.Levels][], new long[hierarchy.Levels]);
        var occurring = new int[column.Values.Length];
        foreach (var code in column.Codes) occurring[code]++;
        for (var level = 0; level < hierarchy.Levels; level++)
        {
            var (values, place) = (new List<string>(), new Dictionary<string, int>(StringComparer.Ordinal));
            moved[level] = new ulong[column.Values.Length];
            for (var code = 0; code < column.Values.Length; code++)
            {
                var value = hierarchy.Value(column.Values[code], level);
                if (place.TryAdd(value, values.Count)) values.Add(value);
                moved[level][code] = (ulong)place[value] << shift;
                LeavesTold[level] += (long)occurring[code] * hierarchy.LeavesUnder(value, level);
            }
            leavesLost[level] = [.. values.Select(value => hierarchy.Leaves - hierarchy.LeavesUnder(value, level))];
        }
    }

    public MicrodataColumn Column { get; }

    public Hierarchy Hierarchy { get; }

    /// <summary>The width of its field.</summary>
    public int Bits { get; }

    public int Top => Hierarchy.Levels - 1;

    /// <summary>By level: the leaves under its value, summed over all rows.</summary>
    public long[] LeavesTold { get; }

    /// <summary>Its field alone.</summary>
    public ulong Mask => digits << shift;

    /// <summary>How many bits tell so many values from each other.</summary>
    public static int BitsFor(int values) => 32 - int.LeadingZeroCount(Math.Max(values, 1) - 1);

    /// <summary>The field, in its place, of the value in a row.</summary>
    public ulong Field(int row) => (ulong)Column.Codes[row] << shift;

    /// <summary>By the digit in the data: the field, in its place, at a level.</summary>
    public ReadOnlySpan<ulong> MovedTo(int level) => moved[level];

    /// <summary>The digit in a key.</summary>
    public int Digit(ulong key) => (int)((key >> shift) & digits);

    /// <summary>How many more leaves it can stand for if a row with this key, told at this level, is suppressed.</summary>
    public int LeavesLost(ulong key, int level) => leavesLost[level][Digit(key)];
}
