namespace Entraide.Core.Statistics;

/// <summary>
/// The sums and differences that can be made of sets (as vectors of 0 and 1), by elimination modulo the prime 2^31-1, which is
/// exact where rounding is not. Either answer is wrong only where a determinant is a multiple of the prime: by chance, once in two
/// thousand million times.
/// </summary>
internal sealed class LinearSpan(int length)
{
    private const long Prime = int.MaxValue;

    // Each begins with a 1 at its own place, and those after it are 0 there.
    private readonly List<(int Place, long[] Row)> rows = [];

    public bool Holds(int[] set) => Array.TrueForAll(Reduced(set), value => value == 0);

    public void Add(int[] set)
    {
        var row = Reduced(set);
        var place = Array.FindIndex(row, value => value != 0);
        if (place < 0) return;
        var inverse = Inverse(row[place]);
        rows.Add((place, [.. row.Select(value => value * inverse % Prime)]));
    }

    public LinearSpan With(int[] set)
    {
        var wider = new LinearSpan(length);
        wider.rows.AddRange(rows);
        wider.Add(set);
        return wider;
    }

    private long[] Reduced(int[] set)
    {
        var vector = new long[length];
        foreach (var place in set) vector[place] = 1;
        foreach (var (place, row) in rows)
        {
            var factor = Prime - vector[place];
            if (factor == Prime) continue;
            for (var i = 0; i < length; i++) vector[i] = (vector[i] + (factor * row[i])) % Prime;
        }
        return vector;
    }

    // By Fermat: the power p-2.
    private static long Inverse(long value)
    {
        var result = 1L;
        for (var power = Prime - 2; power > 0; power >>= 1, value = value * value % Prime)
            if ((power & 1) == 1) result = result * value % Prime;
        return result;
    }
}
