using System.Collections.Immutable;
using Entraide.Core.Statistics;

namespace Entraide.Core.Estimation;

/// <summary>A model chosen step by step.</summary>
/// <param name="Added">The pairs in the order in which they came, as bits of lists.</param>
/// <param name="EmptyPairs">Those of them on which nobody stands: their terms are at minus infinity.</param>
/// <param name="Tied">Whether two pairs had the same probability when one was taken, so that the order of the lists decided.</param>
public sealed record SelectedModel(LoglinearFit Fit, ImmutableArray<int> Added, ImmutableArray<int> EmptyPairs, bool Tied);

/// <summary>
/// Forward selection of pairs (Chan, Silverman and Vincent 2021, section 4): beginning with independent lists, the pair whose
/// total is least probable under the fit so far is added, as long as its probability lies below a threshold and the model has
/// an estimate.
/// </summary>
public static class StepwiseSelection
{
    /// <summary>The threshold of the paper.</summary>
    public const double UsualThreshold = 0.02;

    /// <param name="threshold">From 0 (independent lists) to 1 (all pairs that have an estimate).</param>
    public static SelectedModel Select(CaptureTable table, double threshold = UsualThreshold)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (!(threshold is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "The threshold is a probability, from 0 to 1.");
        var tally = new Tally(table);
        var selector = new Selector(table.Lists.Length, threshold);
        selector.Run(tally);
        var model = LoglinearModel.Of(table.Lists.Length, selector.Added);
        var fit = new Fitter(table.Lists.Length).Fit(tally, model);
        return new SelectedModel(fit, [.. selector.Added], [.. selector.Added.Where(pair => tally.Margins[pair] == 0)], selector.Tied);
    }
}

/// <summary>The selection with its working memory, for many tables one after another; not for several threads.</summary>
internal sealed class Selector(int lists, double threshold)
{
    // Differences of this size between probabilities are rounding.
    private const double Tie = 1e-9;

    private readonly Fitter fitter = new(lists);
    private readonly int[] pairs = [.. CaptureTable.Pairs(lists)];
    private readonly double[] probability = new double[lists * (lists - 1) / 2];
    private readonly int[] model = new int[1 + lists + (lists * (lists - 1) / 2)];
    private int terms;

    public List<int> Added { get; } = [];
    public bool Tied { get; private set; }

    /// <summary>The estimated population; infinite where independent lists have no estimate, which is as much as the data allow.</summary>
    public double Run(Tally tally)
    {
        Added.Clear();
        (Tied, terms) = (false, 0);
        model[terms++] = 0;
        for (var list = 0; list < lists; list++) model[terms++] = 1 << list;
        if (fitter.Solve(tally, model.AsSpan(0, terms)) != ModelStatus.Estimable) return double.PositiveInfinity;
        var unseen = fitter.Unseen;
        while (threshold > 0 && TryAdd(tally)) unseen = fitter.Unseen;
        return tally.Observed + unseen;
    }

    private bool TryAdd(Tally tally)
    {
        for (var pair = 0; pair < pairs.Length; pair++)
            probability[pair] = Added.Contains(pairs[pair]) ? double.NaN : GammaFunction.PoissonTail(tally.Margins[pairs[pair]], fitter.ExpectedMargin(pairs[pair]));
        while (true)
        {
            var best = Smallest();
            if (best < 0 || !(probability[best] < threshold)) return false;
            model[terms] = pairs[best];
            // A pair that leaves no estimate counts as one that fits: the next is tried.
            if (fitter.Solve(tally, model.AsSpan(0, terms + 1)) == ModelStatus.Estimable)
            {
                Tied |= probability.Where((value, pair) => pair != best && Math.Abs(value - probability[best]) <= Tie * probability[best]).Any();
                terms++;
                Added.Add(pairs[best]);
                return true;
            }
            probability[best] = double.NaN;
        }
    }

    private int Smallest()
    {
        var best = -1;
        for (var pair = 0; pair < probability.Length; pair++)
            if (!double.IsNaN(probability[pair]) && (best < 0 || probability[pair] < probability[best] * (1 - Tie))) best = pair;
        return best;
    }
}
