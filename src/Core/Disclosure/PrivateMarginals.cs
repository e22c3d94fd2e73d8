using System.Collections.Immutable;
using System.Numerics;
using Entraide.Core.Statistics;

namespace Entraide.Core.Disclosure;

/// <summary>What is asked of a differentially private release.</summary>
/// <param name="Epsilon">ε: the smaller, the more is hidden.</param>
/// <param name="Delta">δ, fixed beforehand and not made from the number of records, which is itself secret.</param>
/// <param name="Length">R: up to so many columns are looked at together, 1 to 4.</param>
/// <param name="Fabricated">The share of combinations that nobody has, among those taken for true, that is aimed at.</param>
public sealed record PrivateReleaseOptions(double Epsilon, double Delta = PrivateReleaseOptions.UsualDelta, int Length = 3, double Fabricated = 0.03)
{
    public const double UsualDelta = 1e-6;

    /// <summary>Less lets nothing through but noise.</summary>
    public const double LeastEpsilon = 0.01;
}

/// <summary>
/// The counts of all combinations of up to R columns under differential privacy: every cell of every table is counted with discrete
/// Gaussian noise, those that nobody has too, and the noise is the same for all. One person changes one cell of each table, so the
/// query's sensitivity is the root of the number of tables and needs nothing of the data. What is held here is noisy; the truth is gone.
/// </summary>
public sealed class PrivateMarginals
{
    // Of the loss and of δ, what naming values costs where their range is not fixed beforehand. The threshold grows with the root of the
    // logarithm of 1/δ only, so a small part of δ names nearly as much as all of it.
    private const double NamingShare = 0.05, NamingDeltaShare = 0.1;

    internal PrivateMarginals(MarginalTables tables, int[] noisy, double deviation, double rho, double delta, PrivateReleaseOptions options, bool isRepeatable)
    {
        (Tables, Noisy, Deviation, Rho, Delta, Options, IsRepeatable) = (tables, noisy, deviation, rho, delta, options, isRepeatable);
        Records = Total();
        Thresholds = [.. Enumerable.Range(1, tables.Length).Select(Threshold)];
    }

    internal MarginalTables Tables { get; }

    internal int[] Noisy { get; }

    /// <summary>The values that each column may have: those fixed beforehand, or those that enough people have.</summary>
    public ImmutableArray<ColumnRange> Ranges => Tables.Ranges;

    /// <summary>The noisy count of a combination, by column.</summary>
    /// <exception cref="KeyNotFoundException">No column, one that is not there, a value outside its range, or more columns than the length.</exception>
    public int this[IReadOnlyDictionary<string, string> combination]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(combination);
            var (row, set) = (new byte[Ranges.Length], 0);
            foreach (var (name, value) in combination)
            {
                var column = Ranges.ToList().FindIndex(range => range.Column == name);
                var code = column < 0 ? -1 : Ranges[column].Values.IndexOf(value);
                if (code < 0) throw new KeyNotFoundException($"{name}: {value} is not among what was counted.");
                (row[column], set) = ((byte)code, set | (1 << column));
            }
            var table = Tables.Sets.IndexOf(set);
            return table < 0 ? throw new KeyNotFoundException($"Combinations of {combination.Count} columns were not counted.") : Noisy[Tables.Cell(table, row)];
        }
    }

    /// <summary>The standard deviation of the noise of every cell.</summary>
    public double Deviation { get; }

    /// <summary>The loss ρ that was spent, to be added to what the same people's data spent before.</summary>
    public double Rho { get; }

    public double Delta { get; }

    public PrivateReleaseOptions Options { get; }

    /// <summary>Whether the noise came from a seed: then nothing of this may be published.</summary>
    public bool IsRepeatable { get; }

    /// <summary>The noisy number of records.</summary>
    public int Records { get; }

    /// <summary>
    /// By length, from 1: the smallest noisy count that stands out from the noise, so that of all that do, the share that nobody has is
    /// expected below what was aimed at (Benjamini and Hochberg, "Controlling the false discovery rate", 1995). Worked out from noisy counts only.
    /// </summary>
    public ImmutableArray<int> Thresholds { get; }

    /// <summary>What a release spends: ρ, and the part of δ that naming values takes, which is none where their ranges are fixed beforehand.</summary>
    /// <exception cref="DisclosureException">ε or δ makes no sense.</exception>
    public static (double Rho, double Naming) LossOf(PrivateReleaseOptions options, bool areRangesFixed)
    {
        ArgumentNullException.ThrowIfNull(options);
        var naming = areRangesFixed ? 0 : options.Delta * NamingDeltaShare;
        return (PrivacyLoss.RhoFor(options.Epsilon, options.Delta - naming), naming);
    }

    /// <param name="data">One row for each person.</param>
    /// <param name="ranges">The values that columns may have, fixed beforehand; null where that is not known: then a value is named only if its own noisy count is high enough, and a part of δ is spent on it.</param>
    /// <param name="bits">Where noise comes from.</param>
    /// <exception cref="DisclosureException">ε, δ or the length make no sense; a value is outside its range; there are too many combinations.</exception>
    public static PrivateMarginals Of(Microdata data, IReadOnlyList<ColumnRange>? ranges, PrivateReleaseOptions options, RandomBits bits, CancellationToken cancelled = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(bits);
        var (rho, naming) = LossOf(options, ranges is not null);
        if (options.Epsilon is > 0 and < PrivateReleaseOptions.LeastEpsilon) throw new DisclosureException($"ε is {options.Epsilon}: nothing but noise would be left. Choose {PrivateReleaseOptions.LeastEpsilon} or more.");
        if (options.Fabricated is not (> 0 and < 1)) throw new DisclosureException($"The share of fabricated combinations is {options.Fabricated}. Choose one above 0 and below 1, such as 0.03.");
        var named = ranges is null ? Name(data, rho * NamingShare, naming, bits) : Fixed(data, ranges);
        var tables = MarginalTables.Of(named, options.Length);
        var counts = tables.Count(Encode(data, named));
        var scale = ExactNoise.Scale(PrivacyLoss.DeviationFor(Math.Sqrt(tables.Sets.Length), ranges is null ? rho * (1 - NamingShare) : rho));
        for (var cell = 0; cell < counts.Length; cell++)
        {
            if (cell % 65536 == 0) cancelled.ThrowIfCancellationRequested();
            counts[cell] = (int)Math.Clamp(counts[cell] + ExactNoise.Gaussian(scale, bits), -int.MaxValue, int.MaxValue);
        }
        return new PrivateMarginals(tables, counts, scale.Deviation, rho, options.Delta, options, bits.IsRepeatable);
    }

    private static ImmutableArray<ColumnRange> Fixed(Microdata data, IReadOnlyList<ColumnRange> ranges)
    {
        foreach (var range in ranges)
            if (data[range.Column].Values.FirstOrDefault(value => !range.Values.Contains(value)) is { } outside) throw new DisclosureException($"Column \"{range.Column}\" holds \"{outside}\", which is not in its range. Add it to the range, if it could have been known beforehand, or mend the data.");
        if (data.Columns.FirstOrDefault(column => ranges.All(range => range.Column != column.Name)) is { } without) throw new DisclosureException($"Column \"{without.Name}\" has no range. Give its values, or leave the column out.");
        return [.. data.Columns.Select(column => Small(ranges.First(range => range.Column == column.Name)))];
    }

    // A value that too few have is told as not known, from here on in every table.
    private static ImmutableArray<ColumnRange> Name(Microdata data, double rho, double delta, RandomBits bits)
    {
        var scale = ExactNoise.Scale(PrivacyLoss.DeviationFor(Math.Sqrt(data.Columns.Length), rho));
        var threshold = PrivacyLoss.NamingThreshold(scale.Deviation, data.Columns.Length, delta);
        return [.. data.Columns.Select(column =>
        {
            var counts = new int[column.Values.Length];
            foreach (var code in column.Codes) counts[code]++;
            return Small(ColumnRange.Of(column.Name, column.Values.Where((value, code) => value.Length > 0 && counts[code] + ExactNoise.Gaussian(scale, bits) > threshold).ToArray()));
        })];
    }

    private static ColumnRange Small(ColumnRange range) => range.Values.Length <= 256 ? range : throw new DisclosureException($"Column \"{range.Column}\" has {range.Values.Length} values; at most 256 can be released. Group them.");

    private static byte[] Encode(Microdata data, ImmutableArray<ColumnRange> ranges)
    {
        var rows = new byte[data.RowCount * ranges.Length];
        for (var place = 0; place < ranges.Length; place++)
        {
            var column = data[ranges[place].Column];
            byte[] codes = [.. column.Values.Select(value => (byte)Math.Max(0, ranges[place].Values.IndexOf(value)))];
            for (var row = 0; row < data.RowCount; row++) rows[(row * ranges.Length) + place] = codes[column.Codes[row]];
        }
        return rows;
    }

    // Tables of one column have the fewest cells, and so the least noise in their sum; each is weighed by that.
    private int Total()
    {
        var (sum, weights) = (0.0, 0.0);
        for (var table = 0; table < Tables.Ranges.Length; table++)
        {
            var total = 0L;
            for (var cell = Tables.Offsets[table]; cell < Tables.End(table); cell++) total += Noisy[cell];
            var weight = 1.0 / (Tables.End(table) - Tables.Offsets[table]);
            sum += weight * total;
            weights += weight;
        }
        return Math.Max(0, (int)Math.Round(sum / weights));
    }

    private int Threshold(int length)
    {
        var (highest, cells) = (0, 0L);
        var counted = new SortedDictionary<int, long>();
        foreach (var cell in KnownCells(length))
        {
            cells++;
            if (Noisy[cell] <= 0) continue;
            counted[Noisy[cell]] = counted.GetValueOrDefault(Noisy[cell]) + 1;
            highest = Math.Max(highest, Noisy[cell]);
        }
        // From above: the more that is reported, the more of it is chance.
        var (reported, least) = (0L, highest + 1);
        foreach (var (count, same) in counted.Reverse())
        {
            reported += same;
            var byChance = cells * NormalDistribution.Below(-(count - 0.5) / Deviation);
            if (byChance <= Options.Fabricated * reported) least = count;
        }
        return least;
    }

    /// <summary>The cells of a length in which every value is known.</summary>
    internal IEnumerable<int> KnownCells(int length)
    {
        for (var table = 0; table < Tables.Sets.Length; table++)
        {
            if (BitOperations.PopCount((uint)Tables.Sets[table]) != length) continue;
            for (var cell = Tables.Offsets[table]; cell < Tables.End(table); cell++)
                if (Tables.IsKnown(table, cell)) yield return cell;
        }
    }
}
