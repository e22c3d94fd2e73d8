using System.Collections.Immutable;
using System.Numerics;
using Entraide.Core.Statistics;

namespace Entraide.Core.Estimation;

/// <summary>The posterior of the population over decomposable graphs.</summary>
/// <param name="Low">Lower limit of the equal-tailed credible interval of 95 %.</param>
/// <param name="Graphs">How many graphs were averaged.</param>
/// <param name="Posterior">Populations with their probabilities, ascending.</param>
public sealed record GraphPosterior(double Median, double Low, double High, int Graphs, ImmutableArray<(double Population, double Probability)> Posterior)
{
    /// <summary>
    /// Whether the posterior has two hills that are each worth seeing: a dip between them below half of the lower one. Then the
    /// median lies where hardly any model is.
    /// </summary>
    public bool HasTwoPeaks
    {
        get
        {
            // Smoothed over a fiftieth of the grid, so that rounding of the grid makes no hills.
            var width = Posterior.Length / 50;
            double[] smooth = [.. Enumerable.Range(0, Posterior.Length - width).Select(place => Posterior.AsSpan().Slice(place, width + 1).ToArray().Sum(one => one.Probability))];
            var top = Array.IndexOf(smooth, smooth.Max());
            return Hill(smooth.AsSpan(top)) || Hill([.. smooth.Take(top + 1).Reverse()]);
        }
    }

    private static bool Hill(ReadOnlySpan<double> from)
    {
        var (lowest, top) = (from[0], from[0]);
        foreach (var value in from)
        {
            lowest = Math.Min(lowest, value);
            if (value > top * 0.1 && lowest < value / 2) return true;
        }
        return false;
    }
}

/// <summary>
/// Averages over all decomposable graphs of dependence between lists, each with a hyper-Dirichlet prior (Madigan and York,
/// "Bayesian methods for estimation of the size of a closed population", 1997). It draws no random numbers.
/// </summary>
public static class GraphAveraging
{
    /// <summary>The fewest and the most lists.</summary>
    public const int FewestLists = 3, MostLists = 5;

    private const int GridSize = 1000;
    private const double GridEnd = 30;

    /// <summary>
    /// The posterior on 1,000 numbers of unseen people, evenly from 1 to 30 times the people seen; prior count 2^-m for each of the
    /// 2^m histories, prior 1/N for the population.
    /// </summary>
    /// <exception cref="EstimationException">Fewer than 3 lists or more than 5.</exception>
    public static GraphPosterior Average(CaptureTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var lists = table.Lists.Length;
        if (lists is < FewestLists or > MostLists) throw new EstimationException(EstimationRefusal.MethodOutOfReach, $"Graphs are averaged of {FewestLists} to {MostLists} lists; there are {lists}.");
        int[] unseen = [.. Enumerable.Range(0, GridSize).Select(place => (int)Math.Round(1 + (place * ((GridEnd * table.Observed) - 1) / (GridSize - 1)), MidpointRounding.ToEven)).Distinct()];
        var evidence = Enumerable.Range(0, 1 << lists).Select(set => Evidence(table, set, unseen)).ToArray();
        int[][] graphs = [.. DecomposableGraphs(lists)];
        var logs = new double[graphs.Length][];
        Parallel.For(0, graphs.Length, graph => logs[graph] = Likelihood(graphs[graph], evidence, unseen, table.Observed));
        var highest = logs.Max(one => one.Max());
        double[] weights = [.. unseen.Select((_, place) => logs.Sum(one => Math.Exp(one[place] - highest)))];
        var total = weights.Sum();
        ImmutableArray<(double Population, double Probability)> posterior = [.. unseen.Zip(weights, (more, weight) => ((double)(table.Observed + more), weight / total))];
        return new GraphPosterior(Passing(posterior, 0.5), Passing(posterior, 0.025), Passing(posterior, 0.975), graphs.Length, posterior);
    }

    private static double Passing(ImmutableArray<(double Population, double Probability)> posterior, double share)
    {
        var sum = 0.0;
        foreach (var (population, probability) in posterior)
            if ((sum += probability) > share) return population;
        return posterior[^1].Population;
    }

    /// <summary>For every number of unseen people, the logarithm of the Dirichlet-multinomial evidence of the margin over a set of lists.</summary>
    private static double[] Evidence(CaptureTable table, int set, int[] unseen)
    {
        var cells = new Dictionary<int, int>();
        foreach (var history in table.Seen) cells[history.Lists & set] = cells.GetValueOrDefault(history.Lists & set) + history.Count;
        var prior = Math.Pow(2, -BitOperations.PopCount((uint)set));
        // A cell without people gives nothing: its gamma functions cancel.
        var known = cells.Where(cell => cell.Key != 0).Sum(cell => GammaFunction.Log(cell.Value + prior) - GammaFunction.Log(prior));
        var none = cells.GetValueOrDefault(0);
        return [.. unseen.Select(more => known + GammaFunction.Log(none + more + prior) - GammaFunction.Log(prior) - GammaFunction.Log(table.Observed + more + 1.0))];
    }

    private static double[] Likelihood(int[] cliques, double[][] evidence, int[] unseen, int observed)
    {
        var log = new double[unseen.Length];
        for (var place = 0; place < log.Length; place++)
        {
            for (var step = 0; step < cliques.Length; step += 2) log[place] += evidence[cliques[step]][place] - evidence[cliques[step + 1]][place];
            var population = observed + (double)unseen[place];
            log[place] += GammaFunction.Log(population + 1) - GammaFunction.Log(unseen[place] + 1.0) - Math.Log(population);
        }
        return log;
    }

    /// <summary>
    /// Every decomposable graph as pairs of sets: a list with its neighbours that are taken away later, and these neighbours alone.
    /// The evidence of a graph is the product of the first over the second along an order in which each such neighbourhood is complete.
    /// </summary>
    private static IEnumerable<int[]> DecomposableGraphs(int lists)
    {
        int[] pairs = [.. CaptureTable.Pairs(lists)];
        for (var graph = 0; graph < 1 << pairs.Length; graph++)
        {
            var neighbours = new int[lists];
            for (var pair = 0; pair < pairs.Length; pair++)
                for (var list = 0; list < lists; list++)
                    if ((graph >> pair & 1) == 1 && (pairs[pair] >> list & 1) == 1) neighbours[list] |= pairs[pair] & ~(1 << list);
            if (Eliminate(neighbours) is { } steps) yield return steps;
        }
    }

    private static int[]? Eliminate(int[] neighbours)
    {
        var steps = new List<int>();
        var left = (1 << neighbours.Length) - 1;
        while (left != 0)
        {
            var simplicial = 0;
            while (simplicial < neighbours.Length && ((left >> simplicial & 1) == 0 || !IsComplete(neighbours, neighbours[simplicial] & left))) simplicial++;
            if (simplicial == neighbours.Length) return null;
            steps.Add((neighbours[simplicial] & left) | (1 << simplicial));
            steps.Add(neighbours[simplicial] & left);
            left &= ~(1 << simplicial);
        }
        return [.. steps];
    }

    private static bool IsComplete(int[] neighbours, int set)
    {
        for (var list = 0; list < neighbours.Length; list++)
            if ((set >> list & 1) == 1 && (set & ~(1 << list) & ~neighbours[list]) != 0) return false;
        return true;
    }
}
