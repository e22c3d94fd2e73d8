using System.Collections.Immutable;

namespace Entraide.Core.Disclosure;

/// <summary>
/// How the values of a column may be told less exactly: each leaf (a value as it was recorded), what it becomes level by level, and
/// the top that says nothing (P. Samarati, "Protecting respondents' identities in microdata release", 2001, section 2). Immutable.
/// </summary>
public sealed class Hierarchy
{
    /// <summary>The value that says nothing.</summary>
    public const string Top = "*";

    private readonly ImmutableArray<ImmutableArray<string>> rows;
    private readonly Dictionary<string, int> rowOfLeaf;
    private readonly ImmutableArray<Dictionary<string, int>> leavesUnder;

    private Hierarchy(string column, ImmutableArray<ImmutableArray<string>> rows, Dictionary<string, int> rowOfLeaf)
    {
        (Column, this.rows, this.rowOfLeaf) = (column, rows, rowOfLeaf);
        leavesUnder = [.. Enumerable.Range(0, Levels).Select(level => rows.CountBy(row => row[level], StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal))];
    }

    public string Column { get; }

    /// <summary>How many, with the leaves (level 0) and the top.</summary>
    public int Levels => rows[0].Length;

    /// <summary>How many leaves there are, whether they occur in the data or not.</summary>
    public int Leaves => rows.Length;

    /// <param name="rows">One for each leaf: the leaf, what it becomes at each level, and <see cref="Top"/>; all of one length.</param>
    /// <exception cref="DisclosureException">They are no hierarchy: the sentence names the row (the first is 1) and says how to mend it.</exception>
    public static Hierarchy Of(string column, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        ArgumentNullException.ThrowIfNull(column);
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count == 0) throw new DisclosureException($"The hierarchy of \"{column}\" is empty. Give one row for each value: the value, what it becomes at each level, and {Top}.");
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var parents = new Dictionary<(int Level, string Value), (string Parent, int Row)>();
        for (var row = 0; row < rows.Count; row++)
        {
            var where = $"Row {row + 1} of the hierarchy of \"{column}\"";
            var cells = rows[row];
            if (cells.Count != rows[0].Count) throw new DisclosureException($"{where} has {cells.Count} values, the first row has {rows[0].Count}. Give every row as many: repeat a value where a level does not change it.");
            if (cells.Count == 0 || cells[^1] != Top) throw new DisclosureException($"{where} ends in \"{(cells.Count == 0 ? "" : cells[^1])}\". End every row in {Top}, the one top of all values.");
            if (!seen.TryAdd(cells[0], row)) throw new DisclosureException($"{where} begins with \"{cells[0]}\", as row {seen[cells[0]] + 1} does. Leave one of them out.");
            for (var level = 0; level + 1 < cells.Count; level++)
            {
                if (parents.TryAdd((level, cells[level]), (cells[level + 1], row))) continue;
                var (parent, first) = parents[(level, cells[level])];
                if (parent != cells[level + 1]) throw new DisclosureException($"{where} puts \"{cells[level]}\" (level {level}) under \"{cells[level + 1]}\", row {first + 1} under \"{parent}\". Put it under one of them, or give the two different names.");
            }
        }
        return new Hierarchy(column, [.. rows.Select(row => row.ToImmutableArray())], seen);
    }

    /// <summary>What a leaf becomes at a level.</summary>
    /// <exception cref="DisclosureException">It is no leaf.</exception>
    public string Value(string leaf, int level) => rows[rowOfLeaf.TryGetValue(leaf, out var row) ? row : throw NoLeaf(leaf)][level];

    /// <summary>How many leaves become this value at a level.</summary>
    public int LeavesUnder(string value, int level) => leavesUnder[level].GetValueOrDefault(value);

    /// <summary>Whether every value of the column is a leaf.</summary>
    /// <exception cref="DisclosureException">One is not: the first, in ordinal order, is named.</exception>
    public void Check(MicrodataColumn column)
    {
        ArgumentNullException.ThrowIfNull(column);
        if (column.Values.FirstOrDefault(value => !rowOfLeaf.ContainsKey(value)) is { } missing) throw NoLeaf(missing);
    }

    private DisclosureException NoLeaf(string value) => new($"The hierarchy of \"{Column}\" has no row for the value \"{value}\". Add a row that begins with it, or mend the value in the data.");
}
