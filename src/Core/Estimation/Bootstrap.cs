using Entraide.Core.Statistics;

namespace Entraide.Core.Estimation;

/// <summary>An interval at one level.</summary>
/// <param name="LowError">Monte-Carlo standard error of the lower limit: what another seed would change. Null for a limit that is not drawn.</param>
public sealed record IntervalLimits(double Level, double Low, double High, double? LowError = null, double? HighError = null);

/// <summary>The bias-corrected and accelerated bootstrap of an estimate.</summary>
/// <param name="Replicates">Estimates of the resampled tables, ascending; infinite where a resampled table has no estimate.</param>
/// <param name="Below">How many replicates lie below the estimate; within a billionth of it they count as equal, which is not below.</param>
/// <param name="Acceleration">From the jackknife; 0 where leaving one person out can leave no estimate.</param>
public sealed record BootstrapResult(double Estimate, IReadOnlyList<double> Replicates, int Below, double Acceleration)
{
    /// <summary>The bias correction: the normal quantile of the share of replicates below the estimate.</summary>
    public double BiasCorrection => NormalDistribution.Quantile(Math.Clamp(Below, 0.5, Replicates.Count - 0.5) / Replicates.Count);

    /// <summary>The limit at a share, such as 0.025 (Efron 1987; quantiles of type 8).</summary>
    public double Limit(double share) => Sample.MedianUnbiasedQuantile(Replicates, Corrected(BiasCorrection, share));

    private double Corrected(double bias, double share)
    {
        var moved = bias + NormalDistribution.Quantile(share);
        return NormalDistribution.Below(bias + (moved / (1 - (Acceleration * moved))));
    }

    /// <summary>Both limits of a level, each with the spread that it has when the replicates are themselves resampled.</summary>
    public IntervalLimits Interval(double level, ulong seed)
    {
        var (low, high) = ((1 - level) / 2, (1 + level) / 2);
        const int Rounds = 200;
        var random = new SeededRandom(seed);
        var (lows, highs) = (new double[Rounds], new double[Rounds]);
        var drawn = new int[Replicates.Count];
        for (var round = 0; round < Rounds; round++)
        {
            for (var place = 0; place < drawn.Length; place++) drawn[place] = random.Below(drawn.Length);
            Array.Sort(drawn);
            double[] values = [.. drawn.Select(place => Replicates[place])];
            var again = this with { Replicates = values, Below = values.Count(value => value < Estimate * (1 - Bootstrap.Tie)) };
            (lows[round], highs[round]) = (again.Limit(low), again.Limit(high));
        }
        return new IntervalLimits(level, Limit(low), Limit(high), Sample.Deviation(lows), Sample.Deviation(highs));
    }
}

/// <summary>
/// Resamples people with replacement and repeats the whole choice of a model each time (Chan, Silverman and Vincent 2021,
/// section 5; DiCiccio and Efron 1996). The same seed gives the same replicates on any machine and any number of processors.
/// </summary>
public static class Bootstrap
{
    /// <summary>Ten times what is usual: with 1,000, limits in sparse tables move by a quarter from seed to seed.</summary>
    public const int UsualReplicates = 10_000;

    internal const double Tie = 1e-9;

    /// <summary>For forward selection.</summary>
    public static BootstrapResult Stepwise(CaptureTable table, double threshold, int replicates, ulong seed, IProgress<double>? progress = null, CancellationToken cancelled = default) =>
        Run(table, () => new Selector(table.Lists.Length, threshold).Run, replicates, seed, progress, cancelled);

    /// <summary>For the smallest criterion among models that were the best of the original table.</summary>
    public static BootstrapResult Best(CaptureTable table, IReadOnlyList<LoglinearModel> models, int replicates, ulong seed, IProgress<double>? progress = null, CancellationToken cancelled = default)
    {
        ArgumentNullException.ThrowIfNull(models);
        return Run(table, () => BestOf(new Fitter(table.Lists.Length), models), replicates, seed, progress, cancelled);
    }

    private static Func<Tally, double> BestOf(Fitter fitter, IReadOnlyList<LoglinearModel> models) => tally =>
    {
        var (best, population) = (double.PositiveInfinity, double.PositiveInfinity);
        foreach (var model in models)
        {
            var fit = fitter.Fit(tally, model);
            if (fit.Status == ModelStatus.Estimable && fit.BayesianInformation < best) (best, population) = (fit.BayesianInformation, fit.Population);
        }
        return population;
    };

    private static BootstrapResult Run(CaptureTable table, Func<Func<Tally, double>> method, int replicates, ulong seed, IProgress<double>? progress, CancellationToken cancelled)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates, 20);
        var estimate = method()(new Tally(table));
        var acceleration = Acceleration(Jackknife(table, method, cancelled));
        var values = new double[replicates];
        var done = 0;
        var people = People(table);
        Parallel.For(0, replicates, new ParallelOptions { CancellationToken = cancelled }, () => (Method: method(), Tally: new Tally(table)), (place, _, mine) =>
        {
            Resample(mine.Tally, people, Chance(seed, place));
            values[place] = mine.Method(mine.Tally);
            if (Interlocked.Increment(ref done) % Math.Max(1, replicates / 100) == 0) progress?.Report((double)done / replicates);
            return mine;
        }, _ => { });
        Array.Sort(values);
        return new BootstrapResult(estimate, values, values.Count(value => value < estimate * (1 - Tie)), acceleration);
    }

    /// <summary>
    /// The acceleration from the estimates that are left when one person of each history is taken away, with the count of that
    /// history (Efron 1987, 6.6).
    /// </summary>
    public static double Acceleration(IReadOnlyList<(double Estimate, int Count)> without)
    {
        ArgumentNullException.ThrowIfNull(without);
        if (without.Any(one => !double.IsFinite(one.Estimate))) return 0;
        var mean = without.Sum(one => one.Estimate * one.Count) / without.Sum(one => one.Count);
        var (squares, cubes) = (without.Sum(one => one.Count * Math.Pow(mean - one.Estimate, 2)), without.Sum(one => one.Count * Math.Pow(mean - one.Estimate, 3)));
        return squares > 0 ? cubes / (6 * Math.Pow(squares, 1.5)) : 0;
    }

    private static (double Estimate, int Count)[] Jackknife(CaptureTable table, Func<Func<Tally, double>> method, CancellationToken cancelled)
    {
        CaptureHistory[] seen = [.. table.Seen];
        var without = new (double, int)[seen.Length];
        Parallel.For(0, seen.Length, new ParallelOptions { CancellationToken = cancelled }, place =>
        {
            var tally = new Tally(table);
            tally.Counts[seen[place].Lists]--;
            tally.Recount();
            without[place] = (method()(tally), seen[place].Count);
        });
        return without;
    }

    // A multiplier that is not the generator's own step, or neighbouring replicates would begin with shared words.
    private static SeededRandom Chance(ulong seed, int replicate) => new(seed ^ unchecked((ulong)(replicate + 1) * 0xD1342543DE82EF95));

    private static int[] People(CaptureTable table) => [.. table.Seen.SelectMany(history => Enumerable.Repeat(history.Lists, history.Count))];

    private static void Resample(Tally tally, int[] people, SeededRandom random)
    {
        Array.Clear(tally.Counts);
        foreach (var _ in people) tally.Counts[people[random.Below(people.Length)]]++;
        tally.Recount();
    }
}
