using System.Collections.Immutable;
using System.Numerics;

namespace Entraide.Core.Disclosure;

/// <summary>How near a release is to the truth, for combinations of one length (0 for all).</summary>
/// <param name="MeanCount">Of the combinations that somebody has.</param>
/// <param name="MeanError">Mean absolute difference of the counts that both have.</param>
/// <param name="Suppressed">Combinations that somebody has and the release has not, as a share of those that somebody has.</param>
/// <param name="Fabricated">Combinations that the release has and nobody has, as a share of those that somebody has.</param>
public sealed record Accuracy(int Length, int Combinations, double MeanCount, double MeanError, double Suppressed, double Fabricated);

/// <summary>
/// Compares a release with the data that it was made from. It knows the truth: it is for those who decide about the release, and is
/// not itself released.
/// </summary>
public static class AccuracyReport
{
    /// <summary>By length, all lengths together first. The tables of a release are those of its rows, so this is their accuracy too.</summary>
    public static ImmutableArray<Accuracy> Of(Microdata data, Microdata rows, int length) => Compare(Combinations(data, length), Combinations(rows, length), length);

    private static Dictionary<string, int> Combinations(Microdata data, int length)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var sets = Enumerable.Range(1, (1 << data.Columns.Length) - 1).Where(set => BitOperations.PopCount((uint)set) <= length).ToArray();
        foreach (var set in sets)
        {
            var columns = data.Columns.Where((_, place) => (set >> place & 1) == 1).ToArray();
            int[] places = [.. Enumerable.Range(0, data.Columns.Length).Where(place => (set >> place & 1) == 1)];
            var coded = new Dictionary<long, (int Count, int Row)>();
            for (var row = 0; row < data.RowCount; row++)
            {
                var (key, known) = (0L, true);
                foreach (var column in columns)
                {
                    known &= column.Values[column.Codes[row]].Length > 0;
                    key = (key * column.Values.Length) + column.Codes[row];
                }
                if (known) coded[key] = coded.TryGetValue(key, out var found) ? (found.Count + 1, found.Row) : (1, row);
            }
            foreach (var (count, row) in coded.Values) counts.Add(string.Concat(places.Select(place => $"{place}:{data.Columns[place][row]}\n")), count);
        }
        return counts;
    }

    private static ImmutableArray<Accuracy> Compare(Dictionary<string, int> truth, Dictionary<string, int> release, int length) => [.. Enumerable.Range(0, length + 1).Select(one => Compare(truth, release, (int?)(one == 0 ? null : one)))];

    private static Accuracy Compare(Dictionary<string, int> truth, Dictionary<string, int> release, int? length)
    {
        bool Is(string key) => length is null || key.AsSpan().Count('\n') == length;
        var known = truth.Where(one => Is(one.Key)).ToArray();
        double[] errors = [.. known.Where(one => release.ContainsKey(one.Key)).Select(one => (double)Math.Abs(one.Value - release[one.Key]))];
        var all = Math.Max(1, known.Length);
        return new Accuracy(length ?? 0, known.Length, known.Length == 0 ? 0 : known.Average(one => one.Value), errors.Length == 0 ? 0 : errors.Average(), (double)known.Count(one => !release.ContainsKey(one.Key)) / all, (double)release.Count(one => Is(one.Key) && !truth.ContainsKey(one.Key)) / all);
    }
}
