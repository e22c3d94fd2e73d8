using System.Collections.Immutable;

namespace Entraide.Core.Estimation;

/// <summary>Every model tried, and what each says.</summary>
/// <param name="Fits">Those with an estimate, the smallest criterion first; equal ones in the order of the models.</param>
/// <param name="StatusCounts">How many models have each status.</param>
public sealed record ModelRanking(int Order, ImmutableArray<LoglinearFit> Fits, ImmutableSortedDictionary<ModelStatus, int> StatusCounts)
{
    /// <summary>The mean of all estimates, each weighted by exp(-criterion/2): an approximate posterior mean (Raftery 1995).</summary>
    public double WeightedMean
    {
        get
        {
            double[] weights = [.. Fits.Select(fit => Math.Exp((Fits[0].BayesianInformation - fit.BayesianInformation) / 2))];
            return Fits.Zip(weights, (fit, weight) => fit.Population * weight).Sum() / weights.Sum();
        }
    }
}

/// <summary>
/// Fits every hierarchical model up to an order and ranks those with an estimate by Schwarz's criterion (Silverman, Chan and
/// Vincent, "Bootstrapping multiple systems estimates to account for model selection", 2024).
/// </summary>
public static class ModelSearch
{
    /// <summary>More lists have too many models: 2,097,152 of pairs for seven.</summary>
    public const int MostLists = 6;

    /// <summary>The highest order in reach: pairs of up to three lists and of six, one list less than there are otherwise.</summary>
    public static int HighestOrder(int lists) => lists == MostLists ? 2 : Math.Max(2, lists - 1);

    /// <exception cref="EstimationException">Too many lists, terms of an order that is out of reach, or no model with an estimate.</exception>
    public static ModelRanking Rank(CaptureTable table, int order, CancellationToken cancelled = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        var lists = table.Lists.Length;
        if (lists > MostLists) throw new EstimationException(EstimationRefusal.MethodOutOfReach, $"All models are tried of at most {MostLists} lists; there are {lists}. Use the stepwise method, or join lists.");
        if (order < 2 || order > HighestOrder(lists)) throw new EstimationException(EstimationRefusal.MethodOutOfReach, $"For {lists} lists, terms have 2 to {HighestOrder(lists)} lists, not {order}.");
        LoglinearModel[] models = [.. LoglinearModel.All(lists, order)];
        var fits = new LoglinearFit[models.Length];
        var options = new ParallelOptions { CancellationToken = cancelled };
        Parallel.For(0, models.Length, options, () => (Fitter: new Fitter(lists), Tally: new Tally(table)), (place, _, mine) =>
        {
            fits[place] = mine.Fitter.Fit(mine.Tally, models[place]);
            return mine;
        }, _ => { });
        ImmutableArray<LoglinearFit> ranked = [.. fits.Where(fit => fit.Status == ModelStatus.Estimable).OrderBy(fit => fit.BayesianInformation)];
        if (ranked.IsEmpty) throw new EstimationException(EstimationRefusal.NoEstimate, "No model has an estimate for this table: the lists overlap too little.");
        return new ModelRanking(order, ranked, fits.GroupBy(fit => fit.Status).ToImmutableSortedDictionary(same => same.Key, same => same.Count()));
    }
}
