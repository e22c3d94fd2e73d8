namespace Entraide.Core.Statistics;

/// <summary>What describes a list of numbers.</summary>
public static class Sample
{
    /// <summary>The mean; null of no numbers.</summary>
    public static double? Mean(IReadOnlyCollection<double> values) => values.Count == 0 ? null : values.Sum() / values.Count;

    /// <summary>
    /// The standard deviation with n-1; null of fewer than two numbers. Exactly 0 where all are equal, which a sum of squares
    /// would miss by its rounding.
    /// </summary>
    public static double? Deviation(IReadOnlyList<double> values)
    {
        if (values.Count < 2) return null;
        if (AllEqual(values)) return 0;
        var mean = values.Sum() / values.Count;
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
    }

    /// <summary>Whether no two of the numbers differ.</summary>
    public static bool AllEqual(IReadOnlyList<double> values) => values.All(value => value == values[0]);

    /// <summary>A quantile of numbers in ascending order, by type 7 of Hyndman and Fan ("Sample quantiles in statistical packages", 1996).</summary>
    /// <exception cref="ArgumentException">There are no numbers, or the share is not from 0 to 1.</exception>
    public static double Quantile(IReadOnlyList<double> ascending, double share) => At(ascending, (ascending.Count - 1) * Share(ascending, share));

    /// <summary>A quantile by type 8 of the same paper, which is nearly unbiased for the median whatever the distribution.</summary>
    /// <exception cref="ArgumentException">There are no numbers, or the share is not from 0 to 1.</exception>
    public static double MedianUnbiasedQuantile(IReadOnlyList<double> ascending, double share) =>
        At(ascending, Math.Clamp(((ascending.Count + (1.0 / 3)) * Share(ascending, share)) - (2.0 / 3), 0, ascending.Count - 1));

    private static double Share(IReadOnlyList<double> ascending, double share)
    {
        if (ascending.Count == 0) throw new ArgumentException("No numbers have no quantile.", nameof(ascending));
        return share is >= 0 and <= 1 ? share : throw new ArgumentOutOfRangeException(nameof(share), share, "A share lies from 0 to 1.");
    }

    // Between two equal numbers lies only that number, infinite ones too.
    private static double At(IReadOnlyList<double> ascending, double place)
    {
        var below = (int)place;
        return below + 1 >= ascending.Count || ascending[below] == ascending[below + 1] ? ascending[below] : ascending[below] + ((place - below) * (ascending[below + 1] - ascending[below]));
    }
}
