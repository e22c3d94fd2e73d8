using Entraide.Core.Disclosure;
using Entraide.Core.Statistics;

namespace Entraide.Tests.Core.Disclosure;

/// <summary>Small tables, drawn: two to four quasi-identifiers with hierarchies of two to four levels, and a sensitive column.</summary>
internal static class DrawnTable
{
    public const string Sensitive = "sensitive";

    public static (Microdata Data, Hierarchy[] Hierarchies) Of(SeededRandom random)
    {
        Hierarchy[] hierarchies = [.. Enumerable.Range(0, 2 + random.Below(3)).Select(place => Drawn($"q{place}", random))];
        var rows = Enumerable.Range(0, 4 + random.Below(50)).Select(_ => (string[])[.. hierarchies.Select(hierarchy => $"{Skewed(random, hierarchy.Leaves)}"), $"s{Skewed(random, 4)}"]).ToArray();
        return (Microdata.Of([.. hierarchies.Select(hierarchy => hierarchy.Column), Sensitive], rows), hierarchies);
    }

    /// <summary>None, and one of each kind.</summary>
    public static SensitiveModel?[] Models(SeededRandom random) =>
    [
        null,
        new DistinctDiversity(Sensitive, 2 + random.Below(2)),
        new EntropyDiversity(Sensitive, 2),
        new RecursiveDiversity(Sensitive, 1 + random.Below(3), 2),
        new EqualDistanceCloseness(Sensitive, 0.1 + 0.1 * random.Below(4)),
    ];

    // Each value has its parent at random among fewer and fewer; some leaves may not occur.
    private static Hierarchy Drawn(string column, SeededRandom random)
    {
        var (leaves, between) = (1 + random.Below(6), random.Below(3));
        var rows = Enumerable.Range(0, leaves).Select(leaf => new List<string> { $"{leaf}" }).ToArray();
        for (var level = 1; level <= between; level++)
        {
            var parents = new Dictionary<string, string>();
            foreach (var row in rows)
            {
                if (!parents.TryGetValue(row[^1], out var parent)) parents.Add(row[^1], parent = $"l{level}-{random.Below(Math.Max(1, 4 - level))}");
                row.Add(parent);
            }
        }
        foreach (var row in rows) row.Add("*");
        return Hierarchy.Of(column, rows);
    }

    private static int Skewed(SeededRandom random, int count) => Math.Min(random.Below(count), random.Below(count));
}

/// <summary>Every node of the lattice, one by one, by the definitions: slow, and plain enough to be believed.</summary>
internal static class Exhaustive
{
    public static double? Best(Microdata data, Hierarchy[] hierarchies, PrivacyModel model, double limit, LossMeasure measure)
    {
        IEnumerable<int[]> nodes = [[]];
        foreach (var hierarchy in hierarchies) nodes = nodes.SelectMany(node => Enumerable.Range(0, hierarchy.Levels).Select(level => (int[])[.. node, level])).ToArray();
        var judged = nodes.Select(node => Judge(data, hierarchies, node, model, measure)).Where(one => one.Classes > 0 && one.Suppressed <= limit * data.RowCount + 1e-9);
        return judged.Select(one => (double?)one.Score).Min();
    }

    public static (double Score, int Suppressed, int Classes, int Smallest) Judge(Microdata data, Hierarchy[] hierarchies, int[] levels, PrivacyModel model, LossMeasure measure)
    {
        string At(int row, int place) => hierarchies[place].Value(data[hierarchies[place].Column][row], levels[place]);
        var classes = Enumerable.Range(0, data.RowCount).GroupBy(row => string.Join('|', hierarchies.Select((_, place) => At(row, place)))).Select(rows => rows.ToArray()).ToArray();
        var kept = classes.Where(rows => rows.Length >= model.K && Meets(data, rows, model.Sensitive)).ToArray();
        double n = data.RowCount, suppressed = n - kept.Sum(rows => rows.Length);
        var score = measure switch
        {
            LossMeasure.Discernibility => kept.Sum(rows => (double)rows.Length * rows.Length) + suppressed * n,
            LossMeasure.AverageClassSize => n / (kept.Length + (suppressed > 0 ? 1 : 0)),
            _ => Math.Pow(hierarchies.Select((_, place) => 1 + Loss(place)).Aggregate((product, next) => product * next), 1.0 / hierarchies.Length) - 1,
        };
        return (score, (int)suppressed, kept.Length, kept.Select(rows => rows.Length).DefaultIfEmpty(0).Min());

        double Loss(int place)
        {
            double leaves = hierarchies[place].Leaves, least = n / leaves;
            var shares = kept.SelectMany(rows => rows).Sum(row => hierarchies[place].LeavesUnder(At(row, place), levels[place]) / leaves) + suppressed;
            return leaves == 1 ? 0 : (shares - least) / (n - least);
        }
    }

    private static bool Meets(Microdata data, int[] rows, SensitiveModel? model)
    {
        if (model is null) return true;
        var column = data[model.Column];
        int[] counts = [.. rows.GroupBy(row => column[row]).Select(same => same.Count()).OrderDescending()];
        double Share(string value) => (double)rows.Count(row => column[row] == value) / rows.Length;
        double Overall(string value) => (double)Enumerable.Range(0, data.RowCount).Count(row => column[row] == value) / data.RowCount;
        return model switch
        {
            DistinctDiversity distinct => counts.Length >= distinct.L,
            EntropyDiversity entropy => -counts.Sum(count => (double)count / rows.Length * Math.Log((double)count / rows.Length)) >= Math.Log(entropy.L) - 1e-9,
            RecursiveDiversity recursive => counts[0] < recursive.C * counts.Skip(recursive.L - 1).Sum(),
            EqualDistanceCloseness closeness => column.Values.Sum(value => Math.Abs(Share(value) - Overall(value))) / 2 <= closeness.T + 1e-9,
            _ => throw new ArgumentOutOfRangeException(nameof(model)),
        };
    }
}
