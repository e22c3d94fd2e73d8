using System.Collections.Immutable;

namespace Entraide.Core.Figures;

/// <summary>What one organisation gave to a year.</summary>
/// <param name="Source">Who gave it.</param>
/// <param name="Others">People who are helped and did not agree to be counted.</param>
/// <param name="Aside">Rows of its file that could not be read.</param>
/// <param name="CasesOf">The year whose cases it counts, be they none; null for a file.</param>
public sealed record Contribution(string Source, DateOnly Received, ImmutableArray<StatisticalFact> Facts, int Others, int Aside, int? CasesOf = null)
{
    public bool IsOf(int year) => CasesOf == year || Facts.Any(fact => fact.Year == year);
}

/// <summary>How many of a kind have no code in a dimension.</summary>
public sealed record MissingCode(FactKind Kind, FactDimension Dimension, int Unknown, int Of);

/// <summary>What is known of the quality of a year's figures.</summary>
/// <param name="Duplicates">Records that more than one contribution holds; each was counted once.</param>
/// <param name="Late">Who gave after the day on which the figures are due.</param>
/// <param name="Absent">Who gave something for the year before and nothing for this one.</param>
/// <param name="Others">People who did not agree to be counted; of who gave several times the largest number, since they may be the same people.</param>
public sealed record FigureQuality(ImmutableArray<MissingCode> Missing, int Duplicates, ImmutableArray<string> Late, ImmutableArray<string> Absent, int Others, int Aside);

/// <summary>A year's figures from what organisations gave.</summary>
public static class YearOfFigures
{
    /// <summary>The day on which the figures of a year are due: the Directive's 30 September of the year after (art. 19a(3)).</summary>
    public static DateOnly DueFor(int year) => new(year + 1, 9, 30);

    /// <summary>
    /// Counts a record once, whoever gave it: two facts of one kind and one mark are one record. What a source gave last is what it
    /// says; of several sources the one that says more is taken, and where they say as much, the first by name. Facts without a mark
    /// are all counted.
    /// </summary>
    public static (FactCube Cube, FigureQuality Quality) Count(int year, IEnumerable<Contribution> contributions)
    {
        Contribution[] given = [.. contributions.OrderBy(one => one.Source, StringComparer.Ordinal).ThenBy(one => one.Received)];
        var ofYear = given.SelectMany(one => one.Facts.Where(fact => fact.Year == year).Select(fact => (one.Source, Fact: fact))).ToArray();
        var marked = ofYear.Where(one => one.Fact.Mark.Length > 0).GroupBy(one => (one.Fact.Kind, one.Fact.Mark)).ToArray();
        var counted = ofYear.Where(one => one.Fact.Mark.Length == 0).Select(one => one.Fact)
            .Concat(marked.Select(same => same.GroupBy(one => one.Source, StringComparer.Ordinal).Select(of => of.Last().Fact).MinBy(fact => fact.Codes.Count(code => code == FactDimension.Unknown))!));
        var cube = FactCube.Of(year, counted);
        var (now, before) = (SourcesOf(given, year), SourcesOf(given, year - 1));
        Contribution[] here = [.. given.Where(one => one.IsOf(year))];
        return (cube, new FigureQuality(Missing(cube), marked.Sum(same => same.Count() - 1), [.. here.Where(one => one.Received > DueFor(year)).Select(one => one.Source).Distinct()], [.. before.Except(now)], here.GroupBy(one => one.Source, StringComparer.Ordinal).Sum(same => same.Max(one => one.Others)), here.Sum(one => one.Aside)));
    }

    private static string[] SourcesOf(Contribution[] given, int year) => [.. given.Where(one => one.IsOf(year)).Select(one => one.Source).Distinct()];

    private static ImmutableArray<MissingCode> Missing(FactCube cube) =>
    [
        .. Enum.GetValues<FactKind>().Where(kind => cube.Total(kind) > 0).SelectMany(kind => FactSchema.DimensionsOf(kind)
            .Select(dimension => new MissingCode(kind, dimension, cube.Cells.Where(cell => cell.Kind == kind && cell[dimension] == FactDimension.Unknown).Sum(cell => cell.Count), cube.Total(kind)))).Where(one => one.Unknown > 0),
    ];
}
