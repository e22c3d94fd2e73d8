using System.Collections.Immutable;
using System.Numerics;

namespace Entraide.Core.Estimation;

/// <summary>
/// Estimates a hidden population from overlapping lists, and tries what else the same lists could say: every method that
/// reaches them, every list left out once, every model that is nearly as good. Refuses where no estimate exists, which other
/// programs answer with a number.
/// </summary>
public static class Estimator
{
    /// <summary>Estimates that differ by more than this factor are called not stable.</summary>
    public const double StableFactor = 2;

    /// <summary>Models whose criterion is no further than this above the smallest count as nearly as good (Raftery 1995: beyond 6 the evidence is strong).</summary>
    public const double NearlyAsGood = 6;

    private const int FewOverlaps = 30;

    /// <exception cref="EstimationException">No estimate exists, or the method does not reach the table.</exception>
    public static PopulationEstimate Estimate(CaptureTable table, EstimationOptions options, IProgress<double>? progress = null, CancellationToken cancelled = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Replicates is > 0 and < 100) throw new ArgumentOutOfRangeException(nameof(options), options.Replicates, "A bootstrap has at least 100 replicates; 0 for none.");
        var notes = new List<EstimationNote>();
        table = WithoutEmptyLists(table, notes);
        Refuse(table);
        NoteOverlaps(table, notes);
        var chosen = Choose(table, options, notes, progress, cancelled);
        var alternatives = Alternatives(table, options, cancelled);
        double[] all = [chosen.Population, .. alternatives.Where(one => one.Population is not null).Select(one => one.Population!.Value), .. Near(table, options)];
        if (all.Max() > all.Min() * StableFactor) notes.Insert(0, new EstimationNote(EstimationWarning.NotStable, [], all.Max() / all.Min()));
        return chosen with { Notes = [.. notes], Lowest = all.Min(), Highest = all.Max(), Alternatives = alternatives };
    }

    private static CaptureTable WithoutEmptyLists(CaptureTable table, List<EstimationNote> notes)
    {
        for (var list = table.Lists.Length - 1; list >= 0; list--)
        {
            if (table.Margin(1 << list) > 0 || table.Lists.Length == 1) continue;
            notes.Add(new EstimationNote(EstimationWarning.EmptyListDropped, [table.Lists[list]]));
            table = table.Without(list);
        }
        return table;
    }

    /// <summary>What no method can answer, in the words of what is wrong with the lists.</summary>
    private static void Refuse(CaptureTable table)
    {
        var lists = table.Lists.Length;
        if (table.Observed == 0) throw new EstimationException(EstimationRefusal.TooFewCases, "Nobody is counted: every count is 0.");
        if (lists < 2) throw new EstimationException(EstimationRefusal.OneList, $"Only one list has people (\"{table.Lists[0]}\"). At least two lists that overlap are needed.");
        if (!table.Seen.Any(history => BitOperations.PopCount((uint)history.Lists) > 1)) throw new EstimationException(EstimationRefusal.NoOverlap, "Nobody stands on two lists, so nothing tells how many stand on none. Check how people were matched across the lists, or find lists that can overlap.");
        for (var list = 0; list < lists; list++)
            if (table.Margin(1 << list) == table.Observed) throw new EstimationException(EstimationRefusal.ListHoldsEveryone, $"List \"{table.Lists[list]}\" holds everybody whom any list holds, so nothing tells how many it misses. Leave it out, if it was made from the others.");
        foreach (var pair in CaptureTable.Pairs(lists))
            if (table.Seen.All(history => (history.Lists & pair) == pair || (history.Lists & pair) == 0)) throw new EstimationException(EstimationRefusal.IdenticalLists, $"Lists \"{table.Names(pair)[0]}\" and \"{table.Names(pair)[1]}\" hold the same people, as if one were a copy of the other. Leave one of them out.");
        if (table.Observed < lists + 1) throw new EstimationException(EstimationRefusal.TooFewCases, $"There are {table.Observed} people for {lists} lists. An estimate needs more people than lists, and is worth something with many more.");
        if (new Fitter(lists).Status(new Tally(table), LoglinearModel.MainEffects(lists).Terms.AsSpan()) != ModelStatus.Estimable)
            throw new EstimationException(EstimationRefusal.NoEstimate, "These lists overlap in such a way that the likelihood has no highest point, even if they are independent. Join lists, or find others.");
    }

    private static void NoteOverlaps(CaptureTable table, List<EstimationNote> notes)
    {
        CaptureHistory[] shared = [.. table.Seen.Where(history => BitOperations.PopCount((uint)history.Lists) > 1)];
        CaptureHistory[] overlapping = [.. table.Overlaps.Where(pair => pair.Count > 0)];
        if (shared.Length == 1 && overlapping.Length > 1) notes.Add(new EstimationNote(EstimationWarning.OneOverlappingHistory, table.Names(shared[0].Lists), shared[0].Count));
        if (overlapping.Length == 1 && table.Lists.Length > 2) notes.Add(new EstimationNote(EstimationWarning.OneOverlappingPair, table.Names(overlapping[0].Lists), overlapping[0].Count));
        var people = shared.Sum(history => history.Count);
        if (people < FewOverlaps) notes.Add(new EstimationNote(EstimationWarning.FewOverlaps, [], people));
        for (var list = 0; list < table.Lists.Length; list++)
            if (!overlapping.Any(pair => (pair.Lists >> list & 1) == 1)) notes.Add(new EstimationNote(EstimationWarning.IsolatedList, [table.Lists[list]]));
        notes.AddRange(table.Overlaps.Where(pair => pair.Count == 0).Select(pair => new EstimationNote(EstimationWarning.EmptyPair, table.Names(pair.Lists))));
    }

    private static PopulationEstimate Choose(CaptureTable table, EstimationOptions options, List<EstimationNote> notes, IProgress<double>? progress, CancellationToken cancelled)
    {
        switch (options.Method)
        {
            case EstimationMethod.GraphAveraging:
                var posterior = GraphAveraging.Average(table);
                if (posterior.HasTwoPeaks) notes.Add(new EstimationNote(EstimationWarning.TwoPeaks, []));
                return new PopulationEstimate(table, options, posterior.Median, new IntervalLimits(0.95, posterior.Low, posterior.High), null, IntervalKind.Credible, null, [], 0, 0, []);
            case EstimationMethod.BayesianInformation:
                var ranking = ModelSearch.Rank(table, options.MaxOrder, cancelled);
                // Every model of three lists; of more, as many as the paper found to be enough.
                LoglinearModel[] best = [.. ranking.Fits.Take(table.Lists.Length switch { 2 or 3 => int.MaxValue, 4 => 20, _ => 100 }).Select(fit => fit.Model)];
                return WithIntervals(table, options, ranking.Fits[0], notes, () => Bootstrap.Best(table, best, options.Replicates, options.Seed, progress, cancelled));
            case EstimationMethod.Stepwise:
                if (options.MaxOrder != 2) throw new EstimationException(EstimationRefusal.MethodOutOfReach, "The stepwise method adds pairs of lists only: terms of 2 lists.");
                var selected = StepwiseSelection.Select(table, options.Threshold);
                if (selected.Tied) notes.Add(new EstimationNote(EstimationWarning.TiedPairs, []));
                return WithIntervals(table, options, selected.Fit, notes, () => Bootstrap.Stepwise(table, options.Threshold, options.Replicates, options.Seed, progress, cancelled));
            default:
                return WithIntervals(table, options, LoglinearFit.Of(table, LoglinearModel.MainEffects(table.Lists.Length)), notes, () => Bootstrap.Stepwise(table, 0, options.Replicates, options.Seed, progress, cancelled));
        }
    }

    private static PopulationEstimate WithIntervals(CaptureTable table, EstimationOptions options, LoglinearFit fit, List<EstimationNote> notes, Func<BootstrapResult> resample)
    {
        if (options.Replicates == 0)
        {
            var (wide, narrow) = (fit.Wald(0.95), fit.Wald(0.8));
            return new PopulationEstimate(table, options, fit.Population, new IntervalLimits(0.95, wide.Low, wide.High), new IntervalLimits(0.8, narrow.Low, narrow.High), IntervalKind.Wald, fit.Model, [], 0, 0, []);
        }
        var result = resample();
        if (result.Replicates.Count(double.IsInfinity) is > 0 and var without) notes.Add(new EstimationNote(EstimationWarning.ReplicatesWithoutEstimate, [], without));
        return new PopulationEstimate(table, options, fit.Population, result.Interval(0.95, options.Seed), result.Interval(0.8, options.Seed), IntervalKind.BiasCorrectedAccelerated, fit.Model, [], 0, 0, []);
    }

    private static ImmutableArray<Alternative> Alternatives(CaptureTable table, EstimationOptions options, CancellationToken cancelled)
    {
        var found = Enum.GetValues<EstimationMethod>().Select(method => Try(table, method, null, options, cancelled)).ToList();
        for (var list = 0; list < table.Lists.Length; list++) found.Add(Try(table.Without(list), options.Method, table.Lists[list], options, cancelled));
        return [.. found];
    }

    private static Alternative Try(CaptureTable table, EstimationMethod method, string? without, EstimationOptions options, CancellationToken cancelled)
    {
        try
        {
            Refuse(table);
            if (method == EstimationMethod.GraphAveraging)
            {
                var posterior = GraphAveraging.Average(table);
                return new Alternative(method, without, posterior.Median, posterior.Low, posterior.High, null, null);
            }
            var fit = method switch
            {
                EstimationMethod.Stepwise => StepwiseSelection.Select(table, options.Threshold).Fit,
                EstimationMethod.BayesianInformation => ModelSearch.Rank(table, Math.Min(options.MaxOrder, ModelSearch.HighestOrder(table.Lists.Length)), cancelled).Fits[0],
                _ => LoglinearFit.Of(table, LoglinearModel.MainEffects(table.Lists.Length)),
            };
            var (low, high) = fit.Wald(0.95);
            return new Alternative(method, without, fit.Population, low, high, fit.Model, null);
        }
        catch (EstimationException e)
        {
            return new Alternative(method, without, null, null, null, null, e.Refusal);
        }
    }

    /// <summary>What the models say that are nearly as good as the best; nothing where there are too many to try.</summary>
    private static IEnumerable<double> Near(CaptureTable table, EstimationOptions options)
    {
        if (table.Lists.Length > ModelSearch.MostLists) return [];
        var fits = ModelSearch.Rank(table, Math.Min(options.MaxOrder, ModelSearch.HighestOrder(table.Lists.Length))).Fits;
        return fits.TakeWhile(fit => fit.BayesianInformation <= fits[0].BayesianInformation + NearlyAsGood).Select(fit => fit.Population);
    }
}
