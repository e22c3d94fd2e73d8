using Entraide.Core.Disclosure;
using Entraide.Core.Statistics;

namespace Entraide.Tests.Core.Disclosure;

/// <summary>Noise is exactly what it says, and an attacker who sees the outputs learns no more than is promised.</summary>
public sealed class ExactNoiseTests
{
    private const int Draws = 1_000_000;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(20)]
    public void A_million_Laplace_numbers_fit_their_distribution(int scale)
    {
        var bits = new SeededBits(11);
        Fits(() => ExactNoise.Laplace(scale, bits), k => Math.Exp(-Math.Abs(k) / (double)scale), 12 * scale);
    }

    [Theory]
    [InlineData(0.6)]
    [InlineData(1.5)]
    [InlineData(6.49)]
    [InlineData(25)]
    public void A_million_Gaussian_numbers_fit_their_distribution(double deviation)
    {
        var (bits, scale) = (new SeededBits(12), ExactNoise.Scale(deviation));
        Assert.InRange(scale.Deviation, deviation, deviation * 1.01);
        Fits(() => ExactNoise.Gaussian(scale, bits), k => Math.Exp(-k * k / (2 * scale.Deviation * scale.Deviation)), (int)Math.Ceiling(7 * deviation));
    }

    [Fact]
    public void Noise_of_another_width_does_not_fit()
    {
        var (bits, scale) = (new SeededBits(13), ExactNoise.Scale(6.3));
        Assert.True(ChiSquare(() => ExactNoise.Gaussian(scale, bits), k => Math.Exp(-k * k / (2 * 6.49 * 6.49)), 46) > 6);
    }

    // The statistic, standardised: beyond 5 deviations nobody believes in chance.
    private static void Fits(Func<long> draw, Func<double, double> weight, int farthest) => Assert.InRange(ChiSquare(draw, weight, farthest), -5, 5);

    private static double ChiSquare(Func<long> draw, Func<double, double> weight, int farthest)
    {
        var total = Enumerable.Range(-40 * farthest, (80 * farthest) + 1).Sum(k => weight(k));
        var counts = new Dictionary<long, int>();
        for (var i = 0; i < Draws; i++)
        {
            var drawn = draw();
            counts[drawn] = counts.GetValueOrDefault(drawn) + 1;
        }
        double[] expected = [.. Enumerable.Range(-farthest, (2 * farthest) + 1).Select(k => Draws * weight(k) / total)];
        var used = Enumerable.Range(0, expected.Length).Where(place => expected[place] >= 10).ToArray();
        var sum = used.Sum(place => Math.Pow(counts.GetValueOrDefault(place - farthest) - expected[place], 2) / expected[place]);
        return (sum - used.Length) / Math.Sqrt(2.0 * used.Length);
    }

    [Theory]
    [InlineData(0.25)]
    [InlineData(1)]
    public void Forty_thousand_runs_on_neighbouring_data_reveal_no_more_than_epsilon(double epsilon)
    {
        var scale = (int)Math.Ceiling(1 / epsilon);
        Assert.True(EmpiricalEpsilon(bits => ExactNoise.Laplace(scale, bits), 1) <= 1.0 / scale);
    }

    [Theory]
    [InlineData(1, 1e-3)]
    [InlineData(0.5, 1e-2)]
    public void Forty_thousand_runs_of_Gaussian_noise_reveal_no_more_than_epsilon_and_delta(double epsilon, double delta)
    {
        var scale = ExactNoise.Scale(PrivacyLoss.DeviationFor(1, PrivacyLoss.RhoFor(epsilon, delta)));
        Assert.True(EmpiricalEpsilon(bits => ExactNoise.Gaussian(scale, bits), 1, delta) <= epsilon);
    }

    [Fact]
    public void Too_little_noise_and_an_understated_sensitivity_are_caught()
    {
        Assert.True(EmpiricalEpsilon(bits => ExactNoise.Laplace(1, bits), 1) > 0.5, "noise for ε = 1 was sold as noise for ε = 0.5");
        Assert.True(EmpiricalEpsilon(bits => ExactNoise.Laplace(4, bits), 3) > 0.25, "a person who adds three was counted as one who adds one");
        var scale = ExactNoise.Scale(PrivacyLoss.DeviationFor(1, PrivacyLoss.RhoFor(1, 1e-3)) / 3);
        Assert.True(EmpiricalEpsilon(bits => ExactNoise.Gaussian(scale, bits), 1, 1e-3) > 1, "a third of the deviation");
    }

    /// <summary>
    /// The largest ε that the outputs on data with and without one person show, over all thresholds, as a lower bound that holds with
    /// near certainty: on half of the runs a threshold is chosen, on the other half it is judged.
    /// </summary>
    private static double EmpiricalEpsilon(Func<RandomBits, long> noise, int adds, double delta = 0)
    {
        const int Runs = 40_000;
        var bits = new SeededBits(17);
        long[] Drawn(int by) => [.. Enumerable.Range(0, Runs).Select(_ => by + noise(bits))];
        var (without, with, withoutToo, withToo) = (Drawn(0), Drawn(adds), Drawn(0), Drawn(adds));
        var threshold = Enumerable.Range(-60, 121).MaxBy(at => Bound(without, with, at, delta));
        return Bound(withoutToo, withToo, threshold, delta);
    }

    // Wilson's limits at 4 deviations.
    private static double Bound(long[] without, long[] with, int threshold, double delta)
    {
        var (p, q) = (Limit(with.Count(one => one >= threshold), with.Length, -4), Limit(without.Count(one => one >= threshold), without.Length, 4));
        return p <= delta ? 0 : Math.Log((p - delta) / q);
    }

    private static double Limit(int hits, int runs, double z)
    {
        var share = (double)hits / runs;
        return (share + (z * z / (2 * runs)) + (z * Math.Sqrt((share * (1 - share) / runs) + (z * z / (4.0 * runs * runs))))) / (1 + (z * z / runs));
    }

    // Synthetic Data Showcase 1.9.0: formula and log of its command line agree.
    [Theory]
    [InlineData(4, 1.91581566892e-5, "1 0.5 0.33333333333333333", 0.293940728315, 0.0442674243145, "4.90457680311 2.45228840156 1.63485893437", 51.67080274, 74.85852937)]
    [InlineData(1, 1e-5, "1 1", 0.0194906762471, 0.0139609012055, "7.19894654695 7.19894654695", 77.5174515, 112.3584717)]
    [InlineData(12, 1e-6, "1 0.5 0.33333333333333333 0.25", 1.77902951293, 0.0943140899582, "2.91834381696 1.45917190848 0.97278127232 0.72958595424", 34.92887589, 50.15827536)]
    [InlineData(0.5, 1e-5, "1 1 1", 0.00496857610488, 0.00575533150211, "17.4627267759 17.4627267759 17.4627267759", 186.6109558, 271.1259903)]
    public void The_published_accounting_is_reproduced(double epsilon, double delta, string proportions, double rho, double percentile, string sigmas, double five, double ten)
    {
        double[] Numbers(string text) => [.. text.Split(' ').Select(double.Parse)];
        var split = PrivacyLoss.Showcase(epsilon, delta, Numbers(proportions), 0.01, 0.005);
        Assert.Equal(rho, split.Rho, Math.Max(1e-9, rho * 1e-11));
        Assert.Equal(percentile, split.PercentileEpsilon, 1e-9);
        Assert.All(Numbers(sigmas).Zip(split.Sigmas), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
        Assert.Equal(five, split.ValueThreshold(5), 1e-6);
        Assert.Equal(ten, split.ValueThreshold(10), 1e-6);
    }

    [Fact]
    public void Losses_there_and_back_and_added_up()
    {
        foreach (var epsilon in (double[])[0.01, 0.5, 1, 4, 12])
            Assert.Equal(epsilon, PrivacyLoss.EpsilonFor(PrivacyLoss.RhoFor(epsilon, 1e-6), 1e-6), 1e-9);
        Assert.Equal(0.125, PrivacyLoss.RhoOf(1, 2), 12);
        Assert.Equal(2, PrivacyLoss.DeviationFor(1, 0.125), 12);
        Assert.Throws<DisclosureException>(() => PrivacyLoss.RhoFor(0, 1e-6));
        Assert.Throws<DisclosureException>(() => PrivacyLoss.RhoFor(1, 1));
    }

    [Fact]
    public void A_budget_adds_up_and_refuses_what_would_exceed_it()
    {
        var day = new DateOnly(2027, 3, 1);
        var (half, budget) = (PrivacyLoss.RhoFor(4, 1e-6) / 2, PrivacyBudget.Of("victims", 4, 1e-6));
        var spent = budget.Spend("first", day, half);
        Assert.Equal(half, spent.Loss, 15);
        Assert.True(spent.EpsilonSpent is > 2 and < 4, "two releases of half the loss promise together what the budget says, and each more than half of it");
        Assert.Equal(4, spent.Spend("second", day, half).EpsilonSpent, 1e-9);
        var refused = Assert.Throws<DisclosureException>(() => spent.Spend("second", day, half).Spend("third", day, 1e-6));
        Assert.Contains("\"third\"", refused.Message);
        Assert.Empty(budget.Spent);
        Assert.Throws<DisclosureException>(() => PrivacyBudget.Of("victims", 4, 1e-6, [new SpentLoss("earlier", day, -1)]));
    }

    [Fact]
    public void What_naming_values_takes_of_delta_adds_up_too()
    {
        // Ten times a tenth: what all releases promise together holds at what is left of δ, and never at a δ that is spent.
        var (day, options) = (new DateOnly(2027, 3, 1), new PrivateReleaseOptions(0.1));
        var (loss, naming) = PrivateMarginals.LossOf(options, areRangesFixed: false);
        Assert.Equal(0.1, PrivacyLoss.EpsilonFor(loss, 1e-6 - naming), 1e-12);
        Assert.Equal((PrivacyLoss.RhoFor(0.1, 1e-6), 0), PrivateMarginals.LossOf(options, areRangesFixed: true));
        var budget = PrivacyBudget.Of("victims", 4, 1e-6);
        for (var i = 1; i <= 9; i++)
        {
            budget = budget.Spend($"{i}", day, loss, naming);
            Assert.Equal(PrivacyLoss.EpsilonFor(i * loss, 1e-6 - (i * naming)), budget.EpsilonSpent, 1e-9);
        }
        Assert.Contains("fixed beforehand", Assert.Throws<DisclosureException>(() => budget.Spend("10", day, loss, naming)).Message);
        // Who names nothing may still release; a ledger that spent all of δ is none.
        Assert.Equal(10, budget.Spend("10", day, PrivacyLoss.RhoFor(0.1, 1e-6)).Spent.Length);
        Assert.Throws<DisclosureException>(() => PrivacyBudget.Of("victims", 4, 1e-6, [new SpentLoss("earlier", day, loss, 1e-6)]));
    }

    [Fact]
    public void Whole_numbers_below_an_end_are_even_to_the_last()
    {
        var bits = new SeededBits(4);
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++) counts[bits.Below(7UL)]++;
        Assert.All(counts, count => Assert.InRange(count, 9_600, 10_400));
        // An end above 64 bits, where a remainder alone would favour small numbers.
        var end = ((UInt128)3 << 126) + 1;
        var low = Enumerable.Range(0, 20_000).Count(_ => bits.Below(end) < end / 3);
        Assert.InRange(low, 6_300, 7_030);
    }

    [Fact]
    public void The_normal_quantile_goes_back_to_its_probability()
    {
        foreach (var probability in (double[])[1e-12, 1e-6, 0.025, 0.5, 0.9, 0.975, 1 - 1e-9])
            Assert.Equal(probability, NormalDistribution.Below(NormalDistribution.Quantile(probability)), Math.Min(probability, 1 - probability) * 1e-6);
        Assert.Equal(1.959963984540054, NormalDistribution.Quantile(0.975), 1e-12);
    }
}
