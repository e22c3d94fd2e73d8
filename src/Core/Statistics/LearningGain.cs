using System.Collections.Immutable;

namespace Entraide.Core.Statistics;

/// <summary>What a person scored before a training and after it; null where she did not sit the test.</summary>
public sealed record BeforeAndAfter(double? Before, double? After);

/// <summary>An interval, its ends included.</summary>
public sealed record GainInterval(double Low, double High);

/// <summary>
/// What a group learned: the group's gain is the share of what there was to learn that was learned (R. R. Hake,
/// "Interactive-engagement versus traditional methods", American Journal of Physics 66, 1998). Only people with both scores enter,
/// save into <see cref="OnlyBefore"/> and <see cref="OnlyAfter"/>. What cannot be said is null.
/// </summary>
public sealed record LearningGain
{
    /// <summary>From this share of pairs at the ceiling on, the test was too easy to show what was learned.</summary>
    public const double CeilingLimit = 0.25;

    public const int DefaultResamples = 2000;

    /// <summary>People with both scores.</summary>
    public required int Pairs { get; init; }

    public required int OnlyBefore { get; init; }
    public required int OnlyAfter { get; init; }
    public double? MeanBefore { get; init; }
    public double? MeanAfter { get; init; }

    /// <summary>Standard deviation (n-1) of the scores before.</summary>
    public double? DeviationBefore { get; init; }
    public double? DeviationAfter { get; init; }

    /// <summary>Of the group: at most 1, negative where the group lost; null where nothing was left to learn.</summary>
    public double? Gain { get; init; }

    /// <summary>Of each pair, in the order of the people; null where she had all points before.</summary>
    public required ImmutableArray<double?> IndividualGains { get; init; }

    /// <summary>Mean of those individual gains that are defined; not the gain of the group.</summary>
    public double? MeanIndividualGain { get; init; }
    public required int UndefinedGains { get; init; }
    public required int NegativeGains { get; init; }

    /// <summary>Share of pairs with all points before.</summary>
    public double? CeilingShare { get; init; }

    public bool IsAtCeiling => CeilingShare >= CeilingLimit;

    /// <summary>Mean of the differences over their standard deviation (J. Cohen, "Statistical power analysis", 1988: d for pairs); null where all differ alike.</summary>
    public double? Effect { get; init; }

    /// <summary>
    /// 95 % interval of <see cref="Gain"/> by the percentile bootstrap over pairs (B. Efron, "Bootstrap methods", Annals of
    /// Statistics 7, 1979); null for fewer than two pairs or where most resamples have no gain.
    /// </summary>
    public GainInterval? Interval { get; init; }

    /// <summary>Resamples in which everybody had all points before; 0 where nothing was resampled.</summary>
    public int UndefinedResamples { get; init; }

    /// <param name="max">All points of the test.</param>
    /// <param name="seed">Of the resampling: the same seed gives the same interval.</param>
    /// <exception cref="ArgumentException">A score lies outside of 0 to <paramref name="max"/>, or there are no points or no resamples.</exception>
    public static LearningGain Of(IReadOnlyList<BeforeAndAfter> people, double max, ulong seed, int resamples = DefaultResamples)
    {
        Check(people, max, resamples);
        var both = people.Where(one => one is { Before: not null, After: not null }).ToArray();
        double[] before = [.. both.Select(one => one.Before!.Value)], after = [.. both.Select(one => one.After!.Value)];
        // Sums of what was learned and of what there was to learn: the latter is 0 if and only if all had all points before.
        double[] learned = [.. after.Zip(before, (late, early) => late - early)], open = [.. before.Select(score => max - score)];
        ImmutableArray<double?> individual = [.. learned.Zip(open, Share)];
        var gain = Share(learned.Sum(), open.Sum());
        var (interval, undefined) = gain is null || both.Length < 2 ? (null, 0) : Resampled(learned, open, seed, resamples);
        return new LearningGain
        {
            Pairs = both.Length,
            OnlyBefore = people.Count(one => one is { Before: not null, After: null }),
            OnlyAfter = people.Count(one => one is { Before: null, After: not null }),
            MeanBefore = Sample.Mean(before),
            MeanAfter = Sample.Mean(after),
            DeviationBefore = Sample.Deviation(before),
            DeviationAfter = Sample.Deviation(after),
            Gain = gain,
            IndividualGains = individual,
            MeanIndividualGain = Sample.Mean([.. individual.OfType<double>()]),
            UndefinedGains = individual.Count(one => one is null),
            NegativeGains = individual.Count(one => one < 0),
            CeilingShare = both.Length == 0 ? null : (double)open.Count(rest => rest == 0) / both.Length,
            Effect = Sample.Deviation(learned) is > 0 and var deviation ? Sample.Mean(learned) / deviation : null,
            Interval = interval,
            UndefinedResamples = undefined,
        };
    }

    private static void Check(IReadOnlyList<BeforeAndAfter> people, double max, int resamples)
    {
        ArgumentNullException.ThrowIfNull(people);
        if (!(double.IsFinite(max) && max > 0)) throw new ArgumentOutOfRangeException(nameof(max), max, "A test has points to win.");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(resamples);
        // Not "< 0 or > max": what is no number must not slip through.
        if (people.SelectMany(one => new[] { one.Before, one.After }).Any(score => score is { } known && !(known >= 0 && known <= max)))
            throw new ArgumentException($"Scores lie from 0 to {max}.", nameof(people));
    }

    private static double? Share(double learned, double open) => open == 0 ? null : learned / open;

    private static (GainInterval? Interval, int Undefined) Resampled(double[] learned, double[] open, ulong seed, int resamples)
    {
        var random = new SeededRandom(seed);
        var gains = new List<double>(resamples);
        for (var resample = 0; resample < resamples; resample++)
        {
            var (learnedSum, openSum) = (0.0, 0.0);
            for (var draw = 0; draw < learned.Length; draw++)
            {
                var drawn = random.Below(learned.Length);
                learnedSum += learned[drawn];
                openSum += open[drawn];
            }
            if (openSum != 0) gains.Add(learnedSum / openSum);
        }
        gains.Sort();
        var interval = gains.Count * 2 < resamples ? null : new GainInterval(Sample.Quantile(gains, 0.025), Sample.Quantile(gains, 0.975));
        return (interval, resamples - gains.Count);
    }
}
