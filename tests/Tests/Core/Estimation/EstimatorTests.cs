using System.Numerics;
using Entraide.Core.Estimation;

namespace Entraide.Tests.Core.Estimation;

/// <summary>What is refused, what is said beside a figure, and what must not change it.</summary>
public sealed class EstimatorTests
{
    private static readonly EstimationOptions Quick = new(Replicates: 0);

    // Tables that other programs answer with 10^13, 10^35, a limit without end, or a crash.
    [Theory]
    [InlineData("A 40, B 30, C 20", EstimationRefusal.NoOverlap)]
    [InlineData("A 40, AB 30, AC 20, ABC 6", EstimationRefusal.ListHoldsEveryone)]
    [InlineData("AB 40, C 30, ABC 15", EstimationRefusal.IdenticalLists)]
    [InlineData("AB 1", EstimationRefusal.ListHoldsEveryone)]
    [InlineData("A 1, BC 1", EstimationRefusal.IdenticalLists)]
    [InlineData("A 1, B 1, AB 0, ABC 1", EstimationRefusal.TooFewCases)]
    [InlineData("A 10", EstimationRefusal.OneList)]
    [InlineData("A 0, B 0", EstimationRefusal.TooFewCases)]
    public void A_table_without_an_estimate_is_refused_with_the_reason(string histories, EstimationRefusal expected)
    {
        var refused = Assert.Throws<EstimationException>(() => Estimator.Estimate(Table(histories), Quick));
        Assert.Equal(expected, refused.Refusal);
        Assert.EndsWith(".", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A 40, B 30, C 20, AB 6", 539.0939, EstimationWarning.OneOverlappingPair)]
    [InlineData("A 40, B 30, C 20, ABC 4", 410.0551, EstimationWarning.OneOverlappingHistory)]
    [InlineData("A 40, B 30, AB 6, C 0", 276, EstimationWarning.EmptyListDropped)]
    public void A_table_that_says_little_is_answered_with_a_warning(string histories, double expected, EstimationWarning warning)
    {
        var estimate = Estimator.Estimate(Table(histories), Quick);
        Assert.Equal(expected, estimate.Population, 4);
        Assert.Contains(estimate.Notes, note => note.Warning == warning);
        Assert.Contains(estimate.Notes, note => note.Warning == EstimationWarning.FewOverlaps);
    }

    [Fact]
    public void The_five_British_lists_are_called_not_stable_in_the_first_note_with_every_other_way_beside()
    {
        var estimate = Estimator.Estimate(PublishedTables.UnitedKingdom2013FiveLists, new(Replicates: 1000));
        Assert.Equal(EstimationWarning.NotStable, estimate.Notes[0].Warning);
        Assert.False(estimate.IsStable);
        Assert.Equal(["LA", "GP"], Assert.Single(estimate.Notes, note => note.Warning == EstimationWarning.EmptyPair).Lists);
        Assert.Equal([11312.99, 13444.13, 22991.33, 23016], estimate.Alternatives.Take(4).Select(one => Math.Round(one.Population!.Value, 2)));
        Assert.Equal(["LA", "NG", "PFNCA", "GO", "GP"], estimate.Alternatives.Skip(4).Select(one => one.Without));
        Assert.True(estimate.Lowest <= 11312.99 && estimate.Highest >= 23016);
        Assert.InRange(estimate.Population, estimate.Interval.Low, estimate.Interval.High);
        Assert.True(estimate.Interval.Low <= estimate.Narrower!.Low && estimate.Narrower.High <= estimate.Interval.High && estimate.Interval.LowError > 0);
    }

    [Fact]
    public void Lists_drawn_independently_are_called_stable()
    {
        var random = new Entraide.Core.Statistics.SeededRandom(7);
        var people = Enumerable.Range(0, 4000).Select(_ => Enumerable.Range(0, 4).Sum(list => random.Below(5) == 0 ? 1 << list : 0)).Where(history => history > 0).ToArray();
        var estimate = Estimator.Estimate(CaptureTable.Of(["A", "B", "C", "D"], people.Select(history => new CaptureHistory(history, 1))), Quick);
        Assert.True(estimate.IsStable);
        Assert.DoesNotContain(estimate.Notes, note => note.Warning == EstimationWarning.NotStable);
        Assert.InRange(estimate.Population, 3600, 4400);
    }

    [Theory]
    [InlineData(EstimationMethod.GraphAveraging, 2, EstimationRefusal.MethodOutOfReach)]
    [InlineData(EstimationMethod.BayesianInformation, 5, EstimationRefusal.MethodOutOfReach)]
    [InlineData(EstimationMethod.Stepwise, 3, EstimationRefusal.MethodOutOfReach)]
    public void A_method_beyond_its_reach_says_so(EstimationMethod method, int order, EstimationRefusal expected)
    {
        var table = method == EstimationMethod.GraphAveraging ? PublishedTables.UnitedKingdom2013 : PublishedTables.UnitedKingdom2013FiveLists;
        Assert.Equal(expected, Assert.Throws<EstimationException>(() => Estimator.Estimate(table, Quick with { Method = method, MaxOrder = order })).Refusal);
    }

    [Fact]
    public void A_table_that_is_none_is_refused()
    {
        Assert.Equal(EstimationRefusal.TooManyLists, Refusal([.. Enumerable.Range(0, 13).Select(list => $"L{list}")], new CaptureHistory(3, 5)));
        Assert.Equal(EstimationRefusal.BadTable, Refusal(["A", "A"], new CaptureHistory(3, 5)));
        Assert.Equal(EstimationRefusal.BadTable, Refusal(["A", "B"], new CaptureHistory(0, 5)));
        Assert.Equal(EstimationRefusal.BadTable, Refusal(["A", "B"], new CaptureHistory(4, 5)));
        Assert.Equal(EstimationRefusal.BadTable, Refusal(["A", "B"], new CaptureHistory(3, -1)));
        Assert.Equal(EstimationRefusal.BadTable, Refusal(["A", "B"], new CaptureHistory(3, CaptureTable.MostCases), new CaptureHistory(1, 1)));

        static EstimationRefusal Refusal(string[] lists, params CaptureHistory[] histories) => Assert.Throws<EstimationException>(() => CaptureTable.Of(lists, histories)).Refusal;
    }

    [Fact]
    public void The_order_of_rows_and_zero_rows_and_split_rows_change_nothing()
    {
        var table = PublishedTables.UnitedKingdom2013;
        var shuffled = CaptureTable.Of(table.Lists, table.Seen.Reverse().SelectMany(one => new[] { one with { Count = one.Count - (one.Count / 2) }, new CaptureHistory(9, 0), one with { Count = one.Count / 2 } }));
        Assert.Equal(table.Counts, shuffled.Counts);
    }

    [Theory]
    [InlineData("uk6")]
    [InlineData("western5")]
    [InlineData("neworleans5-n185")]
    [InlineData("korea3")]
    public void The_order_of_lists_changes_nothing_or_a_tie_is_reported(string name)
    {
        var table = Published.Table(name);
        var (selected, random) = (StepwiseSelection.Select(table), new Entraide.Core.Statistics.SeededRandom(5));
        for (var round = 0; round < 20; round++)
        {
            var order = Enumerable.Range(0, table.Lists.Length).OrderBy(_ => random.Next()).ToArray();
            var moved = CaptureTable.Of([.. order.Select(list => table.Lists[list])], table.Seen.Select(one => one with { Lists = order.Select((list, place) => (one.Lists >> list & 1) << place).Sum() }));
            var again = StepwiseSelection.Select(moved);
            if (again.Tied) continue;
            Assert.Equal(selected.Fit.Population, again.Fit.Population, 1e-6);
            Assert.Equal(selected.Added.Select(pair => string.Join(':', table.Names(pair).Order())), again.Added.Select(pair => string.Join(':', moved.Names(pair).Order())));
            if (table.Lists.Length < 6) Assert.Equal(ModelSearch.Rank(table, 2).Fits[0].Population, ModelSearch.Rank(moved, 2).Fits[0].Population, 1e-6);
        }
        Assert.False(selected.Tied);
    }

    [Fact]
    public void Two_pairs_that_are_equally_improbable_are_reported()
    {
        var table = Table("A 50, B 50, C 50, AB 20, AC 20, BC 5");
        Assert.True(StepwiseSelection.Select(table, 0.5).Tied);
    }

    [Theory]
    [InlineData("uk5")]
    [InlineData("western5")]
    [InlineData("neworleans8-n185")]
    public void Twice_the_counts_give_twice_the_estimate_of_independent_lists(string name)
    {
        var table = Published.Table(name);
        var twice = CaptureTable.Of(table.Lists, table.Seen.Select(one => one with { Count = one.Count * 2 }));
        var main = LoglinearModel.MainEffects(table.Lists.Length);
        Assert.Equal(2 * LoglinearFit.Of(table, main).Population, LoglinearFit.Of(twice, main).Population, 1e-6);
    }

    [Fact]
    public void Two_lists_give_the_estimate_of_Lincoln_and_Petersen() => Assert.Equal(46.0 * 36 / 6, Estimator.Estimate(Table("A 40, B 30, AB 6"), Quick).Population, 1e-9);

    [Fact]
    public void A_fit_has_the_margins_of_its_terms_and_no_better_neighbour()
    {
        // Against a plain climb: iterative proportional fitting, written apart, of the models of pairs.
        var table = PublishedTables.WesternSite;
        foreach (var model in (LoglinearModel[])[LoglinearModel.MainEffects(5), LoglinearModel.Of(5, [0b10001]), LoglinearModel.Of(5, [0b10001, 0b01001, 0b00110])])
        {
            var fit = LoglinearFit.Of(table, model);
            var means = Enumerable.Range(0, 32).Select(cell => cell == 0 ? 0.0 : 1).ToArray();
            for (var round = 0; round < 5000; round++)
                foreach (var term in model.Terms)
                {
                    var factor = table.Margin(term) / Enumerable.Range(0, 32).Where(cell => (cell & term) == term).Sum(cell => means[cell]);
                    for (var cell = 1; cell < 32; cell++)
                        if ((cell & term) == term) means[cell] *= factor;
                }
            // The intercept of a hierarchical model follows from any complete set of cells by inclusion and exclusion.
            var unseen = Math.Exp(-Enumerable.Range(1, 31).Sum(cell => (BitOperations.PopCount((uint)cell) % 2 == 0 ? 1 : -1) * Math.Log(means[cell])));
            Assert.Equal(unseen, fit.Unseen, fit.Unseen * 1e-6);
        }
    }

    internal static CaptureTable Table(string histories)
    {
        var lists = histories.Where(char.IsLetter).Distinct().Order().ToArray();
        return CaptureTable.Of([.. lists.Select(list => list.ToString())], histories.Split(", ").Select(one => one.Split(' ')).Select(one => new CaptureHistory(one[0].Sum(list => 1 << Array.IndexOf(lists, list)), int.Parse(one[1]))));
    }
}
