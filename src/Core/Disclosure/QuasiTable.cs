using System.Collections.Immutable;

namespace Entraide.Core.Disclosure;

/// <summary>Microdata as the search sees them: the rows as keys of 64 bits, with the sensitive value in the lowest bits.</summary>
internal sealed class QuasiTable
{
    private const int KeyBits = 64;

    private QuasiTable(ImmutableArray<QuasiIdentifier> identifiers, MicrodataColumn? sensitive, int rows)
    {
        (Identifiers, RowCount, Sensitive) = (identifiers, rows, sensitive);
        SensitiveOverall = new int[sensitive?.Values.Length ?? 0];
        SensitiveMask = sensitive is null ? 0 : (1UL << QuasiIdentifier.BitsFor(sensitive.Values.Length)) - 1;
        Rows.Clear(rows);
        for (var row = 0; row < rows; row++)
        {
            if (sensitive is not null) SensitiveOverall[sensitive.Codes[row]]++;
            Rows.Add(KeyOf(row), 1);
        }
    }

    /// <summary>In ordinal order of their names: what is found does not hang on the order of the columns.</summary>
    public ImmutableArray<QuasiIdentifier> Identifiers { get; }

    public int RowCount { get; }

    public MicrodataColumn? Sensitive { get; }

    public ulong SensitiveMask { get; }

    /// <summary>How often each sensitive value occurs.</summary>
    public int[] SensitiveOverall { get; }

    /// <summary>All rows, as exactly as they were recorded.</summary>
    public ClassTable Rows { get; } = new();

    /// <exception cref="DisclosureException">A value is in no hierarchy, or the values are too many for a key.</exception>
    public static QuasiTable Of(Microdata data, IReadOnlyList<Hierarchy> quasi, string? sensitive)
    {
        var secret = sensitive is null ? null : data[sensitive];
        var shift = secret is null ? 0 : QuasiIdentifier.BitsFor(secret.Values.Length);
        var identifiers = ImmutableArray.CreateBuilder<QuasiIdentifier>();
        foreach (var hierarchy in quasi.OrderBy(one => one.Column, StringComparer.Ordinal))
        {
            var column = data[hierarchy.Column];
            if (shift + QuasiIdentifier.BitsFor(column.Values.Length) > KeyBits) throw TooManyValues(data, quasi, secret);
            identifiers.Add(new QuasiIdentifier(column, hierarchy, shift));
            shift += identifiers[^1].Bits;
        }
        return new QuasiTable(identifiers.ToImmutable(), secret, data.RowCount);
    }

    /// <summary>A row told at these levels, without its sensitive value.</summary>
    public ulong KeyAt(int row, int[] levels)
    {
        var key = 0UL;
        for (var i = 0; i < levels.Length; i++) key |= Identifiers[i].MovedTo(levels[i])[Identifiers[i].Column.Codes[row]];
        return key;
    }

    private ulong KeyOf(int row)
    {
        var key = Sensitive is null ? 0UL : (ulong)Sensitive.Codes[row];
        foreach (var identifier in Identifiers) key |= identifier.Field(row);
        return key;
    }

    private static DisclosureException TooManyValues(Microdata data, IReadOnlyList<Hierarchy> quasi, MicrodataColumn? secret)
    {
        var columns = quasi.Select(one => data[one.Column]).Concat(secret is null ? [] : [secret]).OrderByDescending(column => column.Values.Length).ToArray();
        var bits = columns.Sum(column => QuasiIdentifier.BitsFor(column.Values.Length));
        return new DisclosureException($"The quasi-identifiers{(secret is null ? "" : " and the sensitive column")} need {bits} bits to tell a row from another; {KeyBits} are there. Take out a column, or record one less exactly: \"{columns[0].Name}\" has the most values, {columns[0].Values.Length}.");
    }
}
