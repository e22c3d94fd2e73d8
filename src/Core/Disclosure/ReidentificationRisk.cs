using System.Collections.Immutable;

namespace Entraide.Core.Disclosure;

/// <summary>Rows that are alike in all quasi-identifiers.</summary>
/// <param name="Values">Of the quasi-identifiers, in their order.</param>
/// <param name="Sensitive">How many rows have each sensitive value; empty where no column is sensitive.</param>
public sealed record EquivalenceClass(ImmutableArray<string> Values, ImmutableSortedDictionary<string, int> Sensitive, int Size)
{
    /// <summary>How likely somebody who knows that a person is in the table, and her quasi-identifiers, picks her row ("prosecutor risk": K. El Emam and F. K. Dankar, "Protecting privacy using k-anonymity", 2008).</summary>
    public double ProsecutorRisk => 1.0 / Size;
}

/// <summary>A class whose rows all have one sensitive value: nobody in it is hidden, however large it is (homogeneity attack: Machanavajjhala et al. 2007, section 2.1).</summary>
public sealed record CertainValue(EquivalenceClass Class, string Value);

/// <summary>A sensitive value that is more frequent in a class than in the table: who finds a person's class learns that it is likelier to be hers (skewness attack: Li et al. 2007, section 2.2).</summary>
public sealed record SkewedValue(EquivalenceClass Class, string Value, double ShareInClass, double ShareOverall)
{
    /// <summary>How many times likelier; above 1.</summary>
    public double Factor => ShareInClass / ShareOverall;
}

/// <summary>What an attacker could learn from a table if it were published. Rows with <see cref="Hierarchy.Top"/> in every column say nothing and are left out.</summary>
public sealed class ReidentificationRisk
{
    private ReidentificationRisk(ImmutableArray<EquivalenceClass> classes, int suppressed)
    {
        (Classes, Suppressed, Rows) = (classes, suppressed, classes.Sum(one => one.Size));
        Certain = [.. classes.Where(one => one.Sensitive.Count == 1 && one.Sensitive.Keys.Single().Length > 0).Select(one => new CertainValue(one, one.Sensitive.Keys.Single()))];
        var overall = classes.SelectMany(one => one.Sensitive).GroupBy(one => one.Key, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.Sum(one => one.Value), StringComparer.Ordinal);
        Skewed =
        [
            .. classes.SelectMany(one => one.Sensitive.Where(found => found.Key.Length > 0).Select(found => new SkewedValue(one, found.Key, (double)found.Value / one.Size, (double)overall[found.Key] / Rows)))
                .Where(skew => skew.ShareInClass > skew.ShareOverall)
                .OrderByDescending(skew => skew.Factor),
        ];
    }

    /// <summary>In ordinal order of their values.</summary>
    public ImmutableArray<EquivalenceClass> Classes { get; }

    /// <summary>Rows in classes.</summary>
    public int Rows { get; }

    /// <summary>Rows that say nothing.</summary>
    public int Suppressed { get; }

    /// <summary>The prosecutor risk of the row that is easiest to find; 0 where there are no rows.</summary>
    public double Highest => Rows == 0 ? 0 : Classes.Max(one => one.ProsecutorRisk);

    /// <summary>The prosecutor risk, on average over rows: the share of them that somebody who tries for each picks rightly.</summary>
    public double Mean => Rows == 0 ? 0 : (double)Classes.Length / Rows;

    /// <summary>Classes whose sensitive value is certain. "Not known" (an empty text) tells nothing and does not count.</summary>
    public ImmutableArray<CertainValue> Certain { get; }

    /// <summary>Sensitive values that a class makes likelier, the greatest factor first.</summary>
    public ImmutableArray<SkewedValue> Skewed { get; }

    /// <param name="sensitive">The column whose values are not to be learnt; null if there is none.</param>
    /// <exception cref="DisclosureException">A column is not there, no quasi-identifier is named, or the sensitive column is one.</exception>
    public static ReidentificationRisk Of(Microdata table, IReadOnlyList<string> quasi, string? sensitive = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(quasi);
        if (quasi.Count == 0) throw new DisclosureException("No quasi-identifier is named. Name each column by which somebody could be recognised.");
        if (sensitive is not null && quasi.Contains(sensitive)) throw new DisclosureException($"\"{sensitive}\" is both quasi-identifier and sensitive. Let it be one of them.");
        MicrodataColumn[] columns = [.. quasi.Select(name => table[name])];
        var secret = sensitive is null ? null : table[sensitive];
        int[] told = [.. Enumerable.Range(0, table.RowCount).Where(row => table.Columns.Any(column => column[row] != Hierarchy.Top))];
        var places = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        foreach (var row in told)
        {
            // The codes follow the ordinal order of the values, so that the order of the classes does too.
            var key = string.Join(' ', columns.Select(column => $"{column.Codes[row]:D10}"));
            if (!places.TryGetValue(key, out var rows)) places.Add(key, rows = []);
            rows.Add(row);
        }
        return new ReidentificationRisk([.. places.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => Class(one.Value, columns, secret))], table.RowCount - told.Length);
    }

    /// <summary>The share of rows whose prosecutor risk is above a threshold, such as 0.2; 0 where there are no rows.</summary>
    public double ShareAbove(double threshold) => Rows == 0 ? 0 : (double)Classes.Where(one => one.ProsecutorRisk > threshold).Sum(one => one.Size) / Rows;

    private static EquivalenceClass Class(List<int> rows, MicrodataColumn[] columns, MicrodataColumn? secret) => new(
        [.. columns.Select(column => column[rows[0]])],
        secret is null ? ImmutableSortedDictionary<string, int>.Empty : rows.CountBy(row => secret[row]).ToImmutableSortedDictionary(one => one.Key, one => one.Value, StringComparer.Ordinal),
        rows.Count);
}
