using System.Collections.Immutable;
using System.Numerics;

namespace Entraide.Core.Disclosure;

/// <summary>The values that a column may have, fixed before the data are seen; "" for "not known" is always among them.</summary>
public sealed record ColumnRange(string Column, ImmutableArray<string> Values)
{
    /// <summary>With "" first, the others in the order given.</summary>
    /// <exception cref="DisclosureException">A value twice.</exception>
    public static ColumnRange Of(string column, IEnumerable<string> values)
    {
        string[] named = [.. values.Where(value => value.Length > 0)];
        if (named.CountBy(value => value).FirstOrDefault(same => same.Value > 1) is { Key: { } twice }) throw new DisclosureException($"The range of \"{column}\" names \"{twice}\" twice. Leave one out.");
        return new ColumnRange(column, ["", .. named]);
    }
}

/// <summary>
/// How the cells of all tables over up to R columns lie in one array: every table of one column, of two, and so on. A row stands in
/// exactly one cell of each table, "not known" being a value like others; so one person changes at most as many cells as there are tables.
/// </summary>
internal sealed class MarginalTables
{
    /// <summary>More cells than this need more memory than a small machine has.</summary>
    public const int MostCells = 60_000_000;

    private MarginalTables(ImmutableArray<ColumnRange> ranges, int length, ImmutableArray<int> sets, ImmutableArray<int> offsets, ImmutableArray<ImmutableArray<int>> strides, int cells) =>
        (Ranges, Length, Sets, Offsets, Strides, Cells) = (ranges, length, sets, offsets, strides, cells);

    public ImmutableArray<ColumnRange> Ranges { get; }

    /// <summary>R: the most columns of a table.</summary>
    public int Length { get; }

    /// <summary>By table: its columns as bits.</summary>
    public ImmutableArray<int> Sets { get; }

    public ImmutableArray<int> Offsets { get; }

    /// <summary>By table and column: how far one value further is; 0 for columns of other tables.</summary>
    public ImmutableArray<ImmutableArray<int>> Strides { get; }

    public int Cells { get; }

    public static MarginalTables Of(ImmutableArray<ColumnRange> ranges, int length)
    {
        if (ranges.Length > 30) throw new DisclosureException($"There are {ranges.Length} columns; at most 30 can be released together. Leave some out.");
        if (length < 1 || length > Math.Min(4, ranges.Length)) throw new DisclosureException($"The length is {length}. Choose from 1 to {Math.Min(4, ranges.Length)}: how many columns are looked at together.");
        int[] sets = [.. Enumerable.Range(1, (1 << ranges.Length) - 1).Where(set => BitOperations.PopCount((uint)set) <= length).OrderBy(set => BitOperations.PopCount((uint)set)).ThenBy(set => set)];
        var (offsets, strides, cells) = (new List<int>(), new List<ImmutableArray<int>>(), 0L);
        foreach (var set in sets)
        {
            offsets.Add((int)cells);
            var (own, size) = (new int[ranges.Length], 1L);
            for (var column = 0; column < ranges.Length; column++)
            {
                if ((set >> column & 1) == 0) continue;
                own[column] = (int)size;
                size *= ranges[column].Values.Length;
                if (cells + size > MostCells) throw new DisclosureException($"The columns have so many values that {length} of them together have more than {MostCells:N0} combinations. Group values (countries into regions, years into periods), leave a column out, or lower the length.");
            }
            cells += size;
            strides.Add([.. own]);
        }
        return new MarginalTables(ranges, length, [.. sets], [.. offsets], [.. strides], (int)cells);
    }

    /// <summary>The cell of a row in a table.</summary>
    public int Cell(int table, ReadOnlySpan<byte> row)
    {
        var (cell, strides) = (Offsets[table], Strides[table]);
        for (var column = 0; column < row.Length; column++) cell += strides[column] * row[column];
        return cell;
    }

    /// <summary>Counts of all cells.</summary>
    /// <param name="rows">Codes, row after row.</param>
    public int[] Count(byte[] rows)
    {
        var counts = new int[Cells];
        var width = Ranges.Length;
        Parallel.For(0, Sets.Length, table =>
        {
            int[] columns = [.. Enumerable.Range(0, width).Where(column => (Sets[table] >> column & 1) == 1)];
            int[] strides = [.. columns.Select(column => Strides[table][column])];
            for (var at = 0; at < rows.Length; at += width)
            {
                var cell = Offsets[table];
                for (var place = 0; place < columns.Length; place++) cell += strides[place] * rows[at + columns[place]];
                counts[cell]++;
            }
        });
        return counts;
    }

    /// <summary>The codes of a cell's columns, which are those of its table's bits.</summary>
    public int[] CodesOf(int table, int cell)
    {
        var codes = new int[Ranges.Length];
        var left = cell - Offsets[table];
        for (var column = Ranges.Length - 1; column >= 0; column--)
        {
            if (Strides[table][column] == 0) continue;
            codes[column] = left / Strides[table][column];
            left %= Strides[table][column];
        }
        return codes;
    }

    public int End(int table) => table + 1 < Offsets.Length ? Offsets[table + 1] : Cells;

    /// <summary>Whether every column of the cell has a known value: only such combinations are reported.</summary>
    public bool IsKnown(int table, int cell)
    {
        var left = cell - Offsets[table];
        for (var column = Ranges.Length - 1; column >= 0; column--)
        {
            if (Strides[table][column] == 0) continue;
            if (left / Strides[table][column] == 0) return false;
            left %= Strides[table][column];
        }
        return true;
    }
}
