using System.Collections.Immutable;

namespace Entraide.Core.Disclosure;

/// <summary>What a file of microdata, a hierarchy or a request asks for cannot be done, and why; the sentence says how to mend it.</summary>
public sealed class DisclosureException(string message) : Exception(message);

/// <summary>One column of microdata.</summary>
/// <param name="Values">The values that occur, in ordinal order; an empty text stands for "not known".</param>
/// <param name="Codes">For each row, the place of its value in <paramref name="Values"/>.</param>
public sealed record MicrodataColumn(string Name, ImmutableArray<string> Values, ImmutableArray<int> Codes)
{
    /// <summary>The value in a row.</summary>
    public string this[int row] => Values[Codes[row]];
}

/// <summary>Microdata: a table with one row for each person. Immutable.</summary>
public sealed class Microdata
{
    private Microdata(ImmutableArray<MicrodataColumn> columns, int rows) => (Columns, RowCount) = (columns, rows);

    public ImmutableArray<MicrodataColumn> Columns { get; }

    public int RowCount { get; }

    /// <summary>The column of this name.</summary>
    /// <exception cref="DisclosureException">There is none.</exception>
    public MicrodataColumn this[string name] => Columns.FirstOrDefault(column => column.Name == name)
        ?? throw new DisclosureException($"There is no column \"{name}\". The columns are: {string.Join(", ", Columns.Select(column => column.Name))}.");

    /// <exception cref="DisclosureException">No column, two columns of one name, or a row with another number of values.</exception>
    public static Microdata Of(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(rows);
        if (columns.Count == 0) throw new DisclosureException("Microdata have at least one column.");
        if (columns.GroupBy(name => name).FirstOrDefault(same => same.Count() > 1) is { } twice) throw new DisclosureException($"Two columns are called \"{twice.Key}\". Give each a name of its own.");
        var found = columns.Select(_ => new Dictionary<string, int>(StringComparer.Ordinal)).ToArray();
        var codes = columns.Select(_ => new List<int>()).ToArray();
        var count = 0;
        foreach (var row in rows)
        {
            count++;
            if (row.Count != columns.Count) throw new DisclosureException($"Row {count} has {row.Count} values for {columns.Count} columns.");
            for (var place = 0; place < row.Count; place++)
            {
                if (!found[place].TryGetValue(row[place], out var code)) found[place].Add(row[place], code = found[place].Count);
                codes[place].Add(code);
            }
        }
        return new Microdata([.. columns.Select((name, place) => Column(name, found[place], codes[place]))], count);
    }

    // In ordinal order, so that rows in another order give the same values.
    private static MicrodataColumn Column(string name, Dictionary<string, int> found, List<int> codes)
    {
        string[] values = [.. found.Keys.Order(StringComparer.Ordinal)];
        var place = new int[values.Length];
        for (var code = 0; code < values.Length; code++) place[found[values[code]]] = code;
        return new MicrodataColumn(name, [.. values], [.. codes.Select(code => place[code])]);
    }
}
