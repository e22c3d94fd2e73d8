using System.Collections.Immutable;
using Entraide.Core.Statistics;

namespace Entraide.Core.Disclosure;

/// <summary>A count of a table or of one of its margins, as it may be published.</summary>
/// <param name="Filter">Dimension and value; fewer than the table's dimensions for a margin, none for the total.</param>
/// <param name="Shown">Null where it is not shown: whether because few are counted, because it would tell of few, or because nobody is there, cannot be told apart.</param>
public sealed record SafeCell(ImmutableSortedDictionary<string, string> Filter, int? Shown);

/// <summary>
/// A table of counts with all its margins, of which those are shown that together narrow no small group down: for every count below
/// the threshold, tables of people that agree with everything that is shown differ there by at least half the threshold
/// (complementary suppression with protection intervals: Willenborg and de Waal 2001, chapter 4; here proven by the tables
/// themselves). Every combination of the categories is listed, so that one that nobody has looks like one that few have. Rounding comes after, and tells less still. Immutable.
/// </summary>
public sealed class SafeTables
{
    /// <summary>Groups smaller than this are not shown.</summary>
    public const int UsualThreshold = 10;

    /// <summary>More groups than this take too long to prove.</summary>
    public const int MostGroups = 1500;

    /// <summary>The category of values that are too rare to be named.</summary>
    public const string Other = "(other)";

    private const int MostDimensions = 4;

    private SafeTables(ImmutableArray<string> dimensions, int threshold, int? roundedTo, ImmutableArray<SafeCell> cells) => (Dimensions, Threshold, RoundedTo, Cells) = (dimensions, threshold, roundedTo, cells);

    public ImmutableArray<string> Dimensions { get; }

    public int Threshold { get; }

    /// <summary>Every shown count is the nearest multiple of this; null where they are not rounded.</summary>
    public int? RoundedTo { get; }

    /// <summary>The total first, then margins of one dimension, of two, and so on, in ordinal order.</summary>
    public ImmutableArray<SafeCell> Cells { get; }

    /// <param name="by">The dimensions, from 1 to 4.</param>
    /// <param name="before">Filters of counts of the same people that were shown earlier: what is shown now is safe together with them.</param>
    /// <param name="categories">For each column all its categories, known to everybody beforehand. Where a column has none, the values that at least the threshold have are its categories, and the rest is <see cref="Other"/>.</param>
    /// <exception cref="DisclosureException">A column is not there, there are too many groups, or threshold or base protect nobody.</exception>
    public static SafeTables Protect(Microdata data, IReadOnlyList<string> by, int threshold = UsualThreshold, int? round = null, IReadOnlyList<IReadOnlyDictionary<string, string>>? before = null, IReadOnlyDictionary<string, IReadOnlyList<string>>? categories = null, IProgress<double>? progress = null, CancellationToken cancelled = default)
    {
        ArgumentNullException.ThrowIfNull(by);
        return ProtectAll(data, [by], threshold, round, before, categories, progress, cancelled)[0];
    }

    /// <summary>Several tables of the same people, safe together: nothing follows from one and another.</summary>
    /// <inheritdoc cref="Protect"/>
    public static ImmutableArray<SafeTables> ProtectAll(Microdata data, IReadOnlyList<IReadOnlyList<string>> tables, int threshold = UsualThreshold, int? round = null, IReadOnlyList<IReadOnlyDictionary<string, string>>? before = null, IReadOnlyDictionary<string, IReadOnlyList<string>>? categories = null, IProgress<double>? progress = null, CancellationToken cancelled = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(tables);
        Check(data, tables, threshold, round);
        var groups = Groups(data, [.. tables.SelectMany(by => by).Distinct()], before, threshold, categories);
        var cells = tables.Select(by => AllCells(groups, by)).ToArray();
        // Whoever subtracts what was shown earlier tells groups apart that these tables alone do not.
        var small = cells.SelectMany(one => one).Concat(before is null ? [] : AllCells(groups, [.. groups[0].Values.Keys])).Where(cell => cell.Count > 0 && cell.Count < threshold);
        var guard = new DisclosureGuard([.. groups.Select(group => group.Count)], small.Select(cell => cell.Groups), Math.Max(1, threshold / 2));
        foreach (var filter in before ?? []) guard.Known([.. Enumerable.Range(0, groups.Count).Where(group => filter.All(one => groups[group].Values[one.Key] == one.Value))]);
        var (done, all) = (0, cells.Sum(one => one.Count));
        return
        [
            .. tables.Select((by, place) => new SafeTables([.. by], threshold, round, [.. cells[place].Select(cell =>
            {
                cancelled.ThrowIfCancellationRequested();
                progress?.Report((double)done++ / all);
                return new SafeCell(cell.Filter, cell.Count >= threshold && guard.TryShow(cell.Groups) ? Rounded(cell.Count, round) : null);
            }).OrderBy(cell => cell.Filter.Count).ThenBy(cell => Key(cell.Filter), StringComparer.Ordinal)])),
        ];
    }

    /// <summary>The same with other figures, or fewer.</summary>
    /// <param name="shown">From a cell, what is shown of it.</param>
    public SafeTables With(Func<SafeCell, int?> shown)
    {
        ArgumentNullException.ThrowIfNull(shown);
        return new SafeTables(Dimensions, Threshold, RoundedTo, [.. Cells.Select(cell => cell with { Shown = shown(cell) })]);
    }

    private static string Key(ImmutableSortedDictionary<string, string> filter) => string.Join('\n', filter.SelectMany(one => new[] { one.Key, one.Value }));

    private static void Check(Microdata data, IReadOnlyList<IReadOnlyList<string>> tables, int threshold, int? round)
    {
        foreach (var by in tables)
        {
            if (by.Count is 0 or > MostDimensions) throw new DisclosureException($"The table has {by.Count} dimensions. Name from 1 to {MostDimensions} columns.");
            if (by.Distinct().Count() < by.Count) throw new DisclosureException("A column is named twice. Name each once.");
        }
        if (threshold < 2) throw new DisclosureException($"The threshold is {threshold}: it protects nobody. Choose 2 or more; 10 is usual.");
        if (data.RowCount == 0) throw new DisclosureException("The data have no rows: there is nothing to count.");
        if (round is < 2) throw new DisclosureException($"Rounding to {round} rounds nothing. Choose 2 or more; 5 is usual.");
    }

    /// <summary>The nearest multiple; a half goes up. The same count gives the same figure in every release, so that nothing averages out.</summary>
    private static int Rounded(int count, int? round) => round is { } to ? (count + (to / 2)) / to * to : count;

    private sealed record Group(IReadOnlyDictionary<string, string> Values, int Count);

    private sealed record Cell(ImmutableSortedDictionary<string, string> Filter, int[] Groups, int Count);

    // Every combination of the categories of all columns that are looked at, now or earlier, whether anybody has it or not: a list of
    // those that occur would tell that each is somebody's.
    private static List<Group> Groups(Microdata data, IReadOnlyList<string> by, IReadOnlyList<IReadOnlyDictionary<string, string>>? before, int threshold, IReadOnlyDictionary<string, IReadOnlyList<string>>? categories)
    {
        MicrodataColumn[] columns = [.. by.Concat(before?.SelectMany(filter => filter.Keys) ?? []).Distinct().Order(StringComparer.Ordinal).Select(name => data[name])];
        string[][] listed = [.. columns.Select(column => categories?.GetValueOrDefault(column.Name)?.ToArray() ?? Frequent(column, threshold))];
        var size = listed.Aggregate(1L, (product, values) => Math.Min(product * values.Length, int.MaxValue));
        if (size > MostGroups) throw new DisclosureException($"The columns tell {size} groups apart; at most {MostGroups} can be proven safe. Name fewer columns, or group their values (countries into regions, years into periods).");
        var counts = new int[size];
        for (var row = 0; row < data.RowCount; row++)
        {
            var place = 0;
            for (var column = 0; column < columns.Length; column++)
            {
                var value = Array.IndexOf(listed[column], columns[column][row]);
                if (value < 0) value = Array.IndexOf(listed[column], Other);
                if (value < 0) throw new DisclosureException($"Column \"{columns[column].Name}\" holds \"{columns[column][row]}\", which is not among its categories. Add it, or mend the data.");
                place = (place * listed[column].Length) + value;
            }
            counts[place]++;
        }
        return [.. counts.Select((count, place) => new Group(ValuesAt(columns, listed, place), count))];
    }

    // A value that few have is not named: that it occurs would tell of them. "Other" is there always.
    private static string[] Frequent(MicrodataColumn column, int threshold) => [.. column.Values.Where((_, code) => column.Codes.Count(one => one == code) >= threshold), Other];

    private static Dictionary<string, string> ValuesAt(MicrodataColumn[] columns, string[][] listed, int place)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var column = columns.Length - 1; column >= 0; column--)
        {
            values[columns[column].Name] = listed[column][place % listed[column].Length];
            place /= listed[column].Length;
        }
        return values;
    }

    // In each length the largest first: they tell most. They are listed in another order, which says nothing of how many are counted.
    private static List<Cell> AllCells(List<Group> groups, IReadOnlyList<string> by)
    {
        var cells = new List<Cell>();
        for (var set = 0; set < 1 << by.Count; set++)
        {
            string[] named = [.. by.Where((_, place) => (set >> place & 1) == 1)];
            cells.AddRange(Enumerable.Range(0, groups.Count).GroupBy(group => string.Join('\n', named.Select(name => groups[group].Values[name])))
                .Select(same => new Cell(named.ToImmutableSortedDictionary(name => name, name => groups[same.First()].Values[name], StringComparer.Ordinal), [.. same], same.Sum(group => groups[group].Count))));
        }
        return [.. cells.OrderBy(cell => cell.Filter.Count).ThenByDescending(cell => cell.Count).ThenBy(cell => Key(cell.Filter), StringComparer.Ordinal)];
    }
}
