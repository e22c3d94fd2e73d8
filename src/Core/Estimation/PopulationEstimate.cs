using System.Collections.Immutable;

namespace Entraide.Core.Estimation;

public enum EstimationMethod
{
    /// <summary>Forward selection of pairs by a probability threshold (Chan, Silverman and Vincent 2021).</summary>
    Stepwise,
    /// <summary>Independent lists.</summary>
    MainEffects,
    /// <summary>The smallest criterion of Schwarz among all hierarchical models (Silverman, Chan and Vincent 2024).</summary>
    BayesianInformation,
    /// <summary>The posterior median over decomposable graphs (Madigan and York 1997).</summary>
    GraphAveraging,
}

/// <summary>What limits an interval.</summary>
public enum IntervalKind
{
    /// <summary>From the standard error of the intercept: knows nothing of the choice of the model.</summary>
    Wald,
    /// <summary>Bias-corrected and accelerated bootstrap with the choice of the model repeated.</summary>
    BiasCorrectedAccelerated,
    /// <summary>Equal tails of the posterior.</summary>
    Credible,
}

/// <param name="Threshold">Of forward selection.</param>
/// <param name="MaxOrder">Most lists in one term of the models that are searched.</param>
/// <param name="Replicates">Of the bootstrap; 0 for none. Graph averaging has none.</param>
public sealed record EstimationOptions(EstimationMethod Method = EstimationMethod.Stepwise, double Threshold = StepwiseSelection.UsualThreshold, int MaxOrder = 2, int Replicates = Bootstrap.UsualReplicates, ulong Seed = 1);

/// <summary>What a reader has to know before she uses the figure.</summary>
public enum EstimationWarning
{
    /// <summary>A list on which nobody stands was left out.</summary>
    EmptyListDropped,
    /// <summary>Nobody stands on these two lists: nothing tells how they depend on one another.</summary>
    EmptyPair,
    /// <summary>All that is known of overlap comes from one pair of lists.</summary>
    OneOverlappingPair,
    /// <summary>All that is known of overlap comes from one history.</summary>
    OneOverlappingHistory,
    /// <summary>A list shares nobody with any other.</summary>
    IsolatedList,
    /// <summary>Fewer than 30 people stand on two lists or more; the number is given.</summary>
    FewOverlaps,
    /// <summary>Two pairs were equally improbable when one was taken; the order of the lists decided.</summary>
    TiedPairs,
    /// <summary>So many resampled tables have no estimate; they count as infinite.</summary>
    ReplicatesWithoutEstimate,
    /// <summary>Graph averaging has two hills: the median lies where hardly any model is.</summary>
    TwoPeaks,
    /// <summary>The estimates differ by more than <see cref="Estimator.StableFactor"/>; how much is given.</summary>
    NotStable,
}

/// <param name="Lists">The lists that it is about, by name.</param>
/// <param name="Value">The number that it gives, if any.</param>
public sealed record EstimationNote(EstimationWarning Warning, ImmutableArray<string> Lists, double? Value = null);

/// <summary>Another way to the same figure, printed beside it.</summary>
/// <param name="Without">The list that was left out; null where all are used.</param>
/// <param name="Population">Null where there is no estimate; <paramref name="Refusal"/> says why.</param>
/// <param name="Low">Lower limit of 95 % (Wald; credible for graph averaging).</param>
public sealed record Alternative(EstimationMethod Method, string? Without, double? Population, double? Low, double? High, LoglinearModel? Model, EstimationRefusal? Refusal);

/// <summary>An estimate with all that must be read with it. Never shown as one number.</summary>
/// <param name="Table">What was used, without lists that are empty.</param>
/// <param name="Interval">Of 95 %.</param>
/// <param name="Narrower">Of 80 %; null for graph averaging.</param>
/// <param name="Lowest">The lowest estimate over the methods, the lists left out, and the models that are nearly as good.</param>
public sealed record PopulationEstimate(CaptureTable Table, EstimationOptions Options, double Population, IntervalLimits Interval, IntervalLimits? Narrower, IntervalKind Kind, LoglinearModel? Model, ImmutableArray<EstimationNote> Notes, double Lowest, double Highest, ImmutableArray<Alternative> Alternatives)
{
    /// <summary>Whether the estimates agree within <see cref="Estimator.StableFactor"/>.</summary>
    public bool IsStable => Highest <= Lowest * Estimator.StableFactor;
}
