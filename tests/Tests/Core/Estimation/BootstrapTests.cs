using Entraide.Core.Estimation;

namespace Entraide.Tests.Core.Estimation;

/// <summary>The bootstrap against resampled tables whose answers were worked out by MultipleSystemsEstimation 1.2.0, and against its limits.</summary>
public sealed class BootstrapTests
{
    [Theory]
    [InlineData("uk5", 76, -0.0121810814, -0.30548079, 9027.5687, 9825.6137, 13221.8957, 21555.8817)]
    [InlineData("western5", 76, -0.0950102557, -0.30548079, 1344.7037, 1488.7610, 3140.8445, 3665.5727)]
    [InlineData("neworleans5-n185", 48, -0.0551614726, -0.70630256, 686.2723, 686.2723, 1275.0766, 1646.2602)]
    public void Two_hundred_resampled_tables_and_every_jackknife_give_the_same_limits(string name, int below, double acceleration, double bias, double low95, double low80, double high80, double high95)
    {
        var original = Published.Table(name);
        var lines = File.ReadAllLines(Repository.File("tests", "vectors", "estimation", name + ".csv"));
        var header = lines[0].Split(',');
        var (replicates, without) = (new List<double>(), new List<(double, int)>());
        foreach (var cells in lines.Skip(1).Select(line => line.Split(',')))
        {
            // Columns are histories: h10100 stands on the first and the third list.
            var histories = header[1..^2].Select((column, place) => new CaptureHistory(column[1..].Select((bit, list) => (bit - '0') << list).Sum(), int.Parse(cells[place + 1])));
            var table = CaptureTable.Of(original.Lists, histories);
            var selected = StepwiseSelection.Select(table);
            Published.Near(double.Parse(cells[^2]), selected.Fit.Population);
            Assert.Equal(cells[^1].Trim('[', ']').Split(';').Order(), selected.Fit.Model.ToString().Trim('[', ']').Split(',').Order());
            if (cells[0].StartsWith("boot", StringComparison.Ordinal)) replicates.Add(selected.Fit.Population);
            else without.Add((selected.Fit.Population, original.Counts[cells[0]["minus-h".Length..].Select((bit, list) => (bit - '0') << list).Sum()]));
        }
        var estimate = StepwiseSelection.Select(original).Fit.Population;
        var result = new BootstrapResult(estimate, [.. replicates.Order()], replicates.Count(one => one < estimate * (1 - 1e-9)), Bootstrap.Acceleration(without));
        Assert.Equal((200, below), (replicates.Count, result.Below));
        Assert.Equal(acceleration, result.Acceleration, 1e-8);
        Assert.Equal(bias, result.BiasCorrection, 7);
        Assert.Equal(low95, result.Limit(0.025), 1e-3);
        Assert.Equal(low80, result.Limit(0.1), 1e-3);
        Assert.Equal(high80, result.Limit(0.9), 1e-3);
        Assert.Equal(high95, result.Limit(0.975), 1e-3);
    }

    // B = 10,000 of the same program, another generator: within 5 % of the 80 % limits, 8 % of the 95 % ones, 25 % of the lower limit of sparse tables.
    [Theory]
    [InlineData("korea3", 123.3, 206.5, 372.2, 433.2, 0.08)]
    [InlineData("western5", 1041.6, 1348.8, 3004.3, 3682.6, 0.25)]
    [InlineData("neworleans5-n185", 458.6, 550.6, 1218.1, 1584.0, 0.25)]
    [InlineData("uk5", 9207.2, 9716.5, 12640.8, 14881.7, 0.08)]
    public void Ten_thousand_replicates_give_the_limits_that_another_generator_gave(string name, double low95, double low80, double high80, double high95, double sparse)
    {
        var result = Bootstrap.Stepwise(Published.Table(name), StepwiseSelection.UsualThreshold, Bootstrap.UsualReplicates, seed: 11);
        Assert.InRange(result.Limit(0.025) / low95, 1 - sparse, 1 + sparse);
        // Where the limit lies between two hills of replicates, its own error is larger than that.
        var error = Math.Max(0.05, 2 * result.Interval(0.8, 1).LowError!.Value / low80);
        Assert.InRange(result.Limit(0.1) / low80, 1 - error, 1 + error);
        Assert.InRange(result.Limit(0.9) / high80, 0.95, 1.05);
        Assert.InRange(result.Limit(0.975) / high95, 0.92, 1.08);
    }

    [Fact]
    public void A_seed_repeats_on_any_number_of_processors_and_another_seed_differs()
    {
        var (first, again, other) = (Run(1), Run(1), Run(2));
        Assert.Equal(first.Replicates, again.Replicates);
        Assert.NotEqual(first.Replicates, other.Replicates);
        Assert.Equal(first.Interval(0.95, 5), again.Interval(0.95, 5));

        static BootstrapResult Run(ulong seed) => Bootstrap.Stepwise(PublishedTables.WesternSite, 0.02, 300, seed);
    }

    [Fact]
    public void The_error_of_a_limit_is_about_what_other_seeds_change()
    {
        var limits = Enumerable.Range(1, 30).Select(seed => Bootstrap.Stepwise(PublishedTables.UnitedKingdom2013FiveLists, 0.02, 500, (ulong)seed)).ToArray();
        var spread = Entraide.Core.Statistics.Sample.Deviation([.. limits.Select(one => one.Limit(0.9))])!.Value;
        var stated = limits.Average(one => one.Interval(0.8, 3).HighError!.Value);
        Assert.InRange(stated / spread, 0.5, 2);
    }

    // Silverman, Chan and Vincent 2024: 157 (128, 349), 80 % 135 to 288; B = 1,000.
    [Fact]
    public void The_smallest_criterion_is_bootstrapped_over_the_models_that_were_best()
    {
        var table = PublishedTables.Palembang;
        var ranking = ModelSearch.Rank(table, 2);
        var result = Bootstrap.Best(table, [.. ranking.Fits.Select(fit => fit.Model)], 10_000, seed: 4);
        Assert.Equal(157.1667, result.Estimate, 4);
        Assert.InRange(result.Limit(0.025), 126, 131);
        Assert.InRange(result.Limit(0.975), 320, 380);
    }

    [Fact]
    public async Task It_can_be_left()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        Assert.ThrowsAny<OperationCanceledException>(() => Bootstrap.Stepwise(PublishedTables.UnitedKingdom2013, 0.02, 1000, 1, null, cancelled.Token));
    }
}
