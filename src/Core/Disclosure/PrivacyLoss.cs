using System.Collections.Immutable;
using Entraide.Core.Statistics;

namespace Entraide.Core.Disclosure;

/// <summary>
/// Accounting in zero-concentrated differential privacy (M. Bun and T. Steinke, "Concentrated differential privacy: simplifications,
/// extensions, and lower bounds", 2016): losses ρ of several releases add up, and together they promise (ε, δ).
/// </summary>
public static class PrivacyLoss
{
    /// <summary>The ρ that promises (ε, δ): ε = ρ + 2√(ρ ln 1/δ) (proposition 1.3), solved for ρ.</summary>
    /// <exception cref="DisclosureException">ε is not above 0, or δ not between 0 and 1.</exception>
    public static double RhoFor(double epsilon, double delta)
    {
        if (!(epsilon > 0 && double.IsFinite(epsilon))) throw new DisclosureException($"ε is {epsilon}. Choose a number above 0: the smaller, the more is hidden.");
        if (!(delta is > 0 and < 1)) throw new DisclosureException($"δ is {delta}. Choose a number above 0 and below 1, far smaller than one divided by the number of people, such as 1e-6.");
        var log = Math.Log(1 / delta);
        var root = Math.Sqrt(epsilon + log) - Math.Sqrt(log);
        return root * root;
    }

    /// <summary>The ε that ρ promises at a δ.</summary>
    public static double EpsilonFor(double rho, double delta) => rho + (2 * Math.Sqrt(rho * Math.Log(1 / delta)));

    /// <summary>The ρ of Gaussian noise on a query to which one person adds at most this, in the Euclidean norm (proposition 1.6; for whole numbers Canonne, Kamath and Steinke 2020, theorem 4).</summary>
    public static double RhoOf(double sensitivity, double deviation) => sensitivity * sensitivity / (2 * deviation * deviation);

    /// <summary>The standard deviation that spends ρ on such a query.</summary>
    public static double DeviationFor(double sensitivity, double rho) => sensitivity / Math.Sqrt(2 * rho);

    /// <summary>
    /// Above this noisy count a value that was not known beforehand may be named: with a probability of at most δ any value that only
    /// one person has is named (stability-based histograms, Korolova et al. 2009), where each person has at most <paramref name="columns"/> values.
    /// </summary>
    public static double NamingThreshold(double deviation, int columns, double delta) => 1 + (deviation * NormalDistribution.Quantile(Math.Pow(1 - delta, 1.0 / columns)));

    /// <summary>
    /// The split of Synthetic Data Showcase (Microsoft, documentation of its differentially private mode): a share for the number of
    /// records, one for the cap on what a record adds, the rest over the lengths in proportion to 1/p².
    /// </summary>
    /// <param name="proportions">p of each length.</param>
    public static ShowcaseSplit Showcase(double epsilon, double delta, IReadOnlyList<double> proportions, double percentileShare, double countShare)
    {
        ArgumentNullException.ThrowIfNull(proportions);
        var rho = RhoFor(epsilon * (1 - countShare), delta / 2);
        var sigma = Math.Sqrt(proportions.Sum(one => 1 / (one * one)) / (2 * rho * (1 - percentileShare)));
        return new ShowcaseSplit(rho, Math.Sqrt(2 * rho * percentileShare / proportions.Count), [.. proportions.Select(one => one * sigma)], delta / 2);
    }
}

/// <param name="PercentileEpsilon">For each length.</param>
/// <param name="Sigmas">By length, for a record that adds one.</param>
/// <param name="NamingDelta">What is left of δ for naming values.</param>
public sealed record ShowcaseSplit(double Rho, double PercentileEpsilon, ImmutableArray<double> Sigmas, double NamingDelta)
{
    /// <summary>Above this a single value is named, where a record has at most so many.</summary>
    public double ValueThreshold(int cap) => PrivacyLoss.NamingThreshold(Sigmas[0] * Math.Sqrt(cap), cap, NamingDelta);
}
