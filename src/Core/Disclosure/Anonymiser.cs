using System.Collections.Immutable;

namespace Entraide.Core.Disclosure;

/// <summary>The best release of microdata, and how it was found.</summary>
/// <param name="Levels">The level of each quasi-identifier, in the order in which they were given.</param>
/// <param name="Score">What the measure says.</param>
/// <param name="Suppressed">Rows of classes that fail the model.</param>
/// <param name="Classes">Classes that are published.</param>
/// <param name="SmallestClass">Rows of the smallest of them.</param>
/// <param name="LatticeNodes">All combinations of levels.</param>
/// <param name="NodesEvaluated">Those looked at one by one, some of them twice; the others were proven to be no better.</param>
/// <param name="Release">
/// What may be published: every column, the rows in ordinal order, since their order in the source may tell who they are. A suppressed
/// row stays, so that the number of rows is true, with <see cref="Hierarchy.Top"/> in every column: were its sensitive value left,
/// whoever knows that a person fits no published class would find hers among the few suppressed ones.
/// </param>
public sealed record AnonymityResult(ImmutableArray<int> Levels, double Score, int Suppressed, int Classes, int SmallestClass, long LatticeNodes, long NodesEvaluated, Microdata Release);

/// <summary>
/// Full-domain generalisation with suppression of rows (Samarati 2001): every value of a column is told at one level, and rows whose
/// class fails the model all the same are suppressed.
/// </summary>
public static class Anonymiser
{
    /// <summary>The release with the least loss of all that meet the model. The order of rows and columns does not matter, nor does the number of processors.</summary>
    /// <param name="data">Columns that are neither quasi-identifier nor sensitive are published as they are: leave out what names a person.</param>
    /// <param name="quasi">One hierarchy for each quasi-identifier.</param>
    /// <param name="suppressionLimit">The share of rows that may be suppressed, from 0 to 1.</param>
    /// <param name="progress">Told the share of the search that is done.</param>
    /// <exception cref="DisclosureException">What is asked for makes no sense, or no release meets it: the sentence says why and what to loosen.</exception>
    public static AnonymityResult Find(Microdata data, IReadOnlyList<Hierarchy> quasi, PrivacyModel model, double suppressionLimit, LossMeasure measure, IProgress<double>? progress = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(quasi);
        ArgumentNullException.ThrowIfNull(model);
        Check(data, quasi, model, suppressionLimit);
        var table = QuasiTable.Of(data, quasi, model.Sensitive?.Column);
        // As a decimal number, a limit is what its digits say: 0.29 of 100 rows are 29.
        var mostSuppressed = (int)decimal.Floor((decimal)suppressionLimit * data.RowCount);
        var (best, evaluated) = GeneralisationSearch.Run(table, model, measure, mostSuppressed, progress, cancel);
        if (best is null) throw NoRelease(table, model, mostSuppressed);

        var levels = best.Levels.ToArray();
        var judge = new ClassJudge(model, table);
        judge.Judge(RowsAt(table, levels), whole: true, mostSuppressed);
        var failing = judge.Failing.ToArray().ToHashSet();
        var sizes = judge.Classes.Counts.ToArray().Where((_, place) => !failing.Contains(place)).ToArray();
        var suppressed = failing.Select(place => judge.Classes.Keys[place]).ToHashSet();
        var given = quasi.Select(hierarchy => levels[Place(table, hierarchy.Column)]);
        return new AnonymityResult([.. given], best.Score, best.Suppressed, sizes.Length, sizes.Min(), quasi.Aggregate(1L, (nodes, hierarchy) => nodes * hierarchy.Levels), evaluated, Release(data, table, levels, suppressed));
    }

    private static void Check(Microdata data, IReadOnlyList<Hierarchy> quasi, PrivacyModel model, double suppressionLimit)
    {
        if (data.RowCount == 0) throw new DisclosureException("The data have no rows. Give at least as many as k.");
        if (quasi.Count == 0) throw new DisclosureException("No quasi-identifier is named. Give the hierarchy of each column by which somebody could be recognised.");
        if (quasi.CountBy(hierarchy => hierarchy.Column).FirstOrDefault(one => one.Value > 1) is { Key: { } twice }) throw new DisclosureException($"There are two hierarchies of \"{twice}\". Give one for each column.");
        if (quasi.FirstOrDefault(hierarchy => hierarchy.Column == model.Sensitive?.Column) is { } both) throw new DisclosureException($"\"{both.Column}\" is both quasi-identifier and sensitive. Let it be one of them.");
        if (suppressionLimit is not (>= 0 and <= 1)) throw new DisclosureException($"The suppression limit is {suppressionLimit}; it is a share of the rows. Choose a number from 0 to 1, such as 0.05.");
        foreach (var hierarchy in quasi) hierarchy.Check(data[hierarchy.Column]);
    }

    private static int Place(QuasiTable table, string column)
    {
        var place = 0;
        while (table.Identifiers[place].Column.Name != column) place++;
        return place;
    }

    private static ClassTable RowsAt(QuasiTable table, int[] levels)
    {
        var rows = table.Rows;
        for (var i = 0; i < levels.Length; i++)
        {
            var coarser = new ClassTable();
            coarser.RollUp(rows, table.Identifiers[i], levels[i], ulong.MaxValue);
            rows = coarser;
        }
        return rows;
    }

    private static Microdata Release(Microdata data, QuasiTable table, int[] levels, HashSet<ulong> suppressed)
    {
        var levelOf = table.Identifiers.Select((identifier, i) => (identifier, Level: levels[i])).ToDictionary(one => one.identifier.Column.Name, one => (one.identifier.Hierarchy, one.Level));
        string[][] told = [.. data.Columns.Select(column => levelOf.TryGetValue(column.Name, out var at) ? column.Values.Select(value => at.Hierarchy.Value(value, at.Level)).ToArray() : [.. column.Values])];
        string[] nothing = [.. data.Columns.Select(_ => Hierarchy.Top)];
        var rows = new string[data.RowCount][];
        for (var row = 0; row < rows.Length; row++)
            rows[row] = suppressed.Contains(table.KeyAt(row, levels)) ? nothing : [.. data.Columns.Select((column, place) => told[place][column.Codes[row]])];
        Array.Sort(rows, (first, second) => Compare(first, second));
        return Microdata.Of([.. data.Columns.Select(column => column.Name)], rows);
    }

    private static int Compare(string[] first, string[] second)
    {
        for (var place = 0; place < first.Length; place++)
            if (string.CompareOrdinal(first[place], second[place]) is not 0 and var differs) return differs;
        return 0;
    }

    // Where the whole table as one class meets the model, it is a release: so it does not.
    private static DisclosureException NoRelease(QuasiTable table, PrivacyModel model, int mostSuppressed)
    {
        var why = table.RowCount < model.K ? $"There are {table.RowCount} rows, fewer than k = {model.K}. Lower k." : model.Sensitive!.WhyNot(table.SensitiveOverall);
        return new DisclosureException($"No release meets this. {why}{(model.HoldsInEveryWiderClass || mostSuppressed == table.RowCount ? "" : $" Or let more than {mostSuppressed} rows be suppressed.")}");
    }
}
