using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Entraide.Core.Figures;

/// <summary>How many facts of one kind have these codes.</summary>
/// <param name="Codes">One for each dimension of <see cref="FactSchema.All"/>.</param>
public sealed record FactCell(FactKind Kind, ImmutableArray<string> Codes, int Count)
{
    public string this[FactDimension dimension] => Codes[FactSchema.All.IndexOf(dimension)];
}

/// <summary>The facts of one year, counted. Immutable; two cubes of the same facts are written the same.</summary>
public sealed class FactCube
{
    private FactCube(int year, ImmutableArray<FactCell> cells) => (Year, Cells) = (year, cells);

    public int Year { get; }

    /// <summary>The cells that are not empty, by kind and codes.</summary>
    public ImmutableArray<FactCell> Cells { get; }

    public static FactCube Of(int year, IEnumerable<StatisticalFact> facts) => new(year, Sorted(facts.Where(fact => fact.Year == year).Select(fact => (fact.Kind, Codes: string.Join(',', fact.Codes), Count: 1))));

    private static ImmutableArray<FactCell> Sorted(IEnumerable<(FactKind Kind, string Codes, int Count)> counted) =>
        [.. counted.GroupBy(one => (one.Kind, one.Codes)).OrderBy(same => same.Key.Kind).ThenBy(same => same.Key.Codes, StringComparer.Ordinal).Select(same => new FactCell(same.Key.Kind, [.. same.Key.Codes.Split(',')], same.Sum(one => one.Count)))];

    public int Total(FactKind kind) => Cells.Where(cell => cell.Kind == kind).Sum(cell => cell.Count);

    /// <summary>Counts of a kind by some dimensions; only what is not 0.</summary>
    public IReadOnlyDictionary<ImmutableArray<string>, int> By(FactKind kind, params IReadOnlyList<FactDimension> dimensions) =>
        Cells.Where(cell => cell.Kind == kind).GroupBy(cell => string.Join(',', dimensions.Select(dimension => cell[dimension])), StringComparer.Ordinal)
            .ToImmutableSortedDictionary(same => (ImmutableArray<string>)[.. same.Key.Length == 0 && dimensions.Count == 0 ? [] : same.Key.Split(',')], same => same.Sum(cell => cell.Count), Comparer<ImmutableArray<string>>.Create((first, second) => string.CompareOrdinal(string.Join(',', first), string.Join(',', second))));

    /// <summary>As lines of text, for keeping and for comparing.</summary>
    public byte[] Write() => Encoding.UTF8.GetBytes($"{Year}\n" + string.Concat(Cells.Select(cell => $"{cell.Count},{FactSchema.WordOf(cell.Kind)},{string.Join(',', cell.Codes)}\n")));

    public static FactCube Read(ReadOnlySpan<byte> bytes)
    {
        var lines = Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return new FactCube(int.Parse(lines[0], CultureInfo.InvariantCulture), [.. lines.Skip(1).Select(line => line.Split(',')).Select(cells => new FactCell(FactSchema.KindOf(cells[1])!.Value, [.. cells[2..]], int.Parse(cells[0], CultureInfo.InvariantCulture)))]);
    }
}

/// <summary>One figure that changed between two editions of a year.</summary>
public sealed record RestatedFigure(FactKind Kind, FactDimension? Dimension, string Code, int Before, int After);

/// <summary>What a restatement changes: totals and every code of every dimension, so that nobody has to search.</summary>
public static class Restatement
{
    public static ImmutableArray<RestatedFigure> Between(FactCube before, FactCube after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (before.Year != after.Year) throw new ArgumentException($"Figures of {before.Year} are not restated by those of {after.Year}.", nameof(after));
        return
        [
            .. Enum.GetValues<FactKind>().SelectMany(kind => FactSchema.DimensionsOf(kind).SelectMany(dimension => Codes(before, after, kind, dimension)).Prepend(new RestatedFigure(kind, null, "", before.Total(kind), after.Total(kind))))
                .Where(figure => figure.Before != figure.After),
        ];
    }

    private static IEnumerable<RestatedFigure> Codes(FactCube before, FactCube after, FactKind kind, FactDimension dimension)
    {
        var (then, now) = (Counts(before), Counts(after));
        return then.Keys.Union(now.Keys).Order(StringComparer.Ordinal).Select(code => new RestatedFigure(kind, dimension, code, then.GetValueOrDefault(code), now.GetValueOrDefault(code)));

        Dictionary<string, int> Counts(FactCube cube) => cube.By(kind, dimension).ToDictionary(one => one.Key[0], one => one.Value, StringComparer.Ordinal);
    }
}
