using System.Diagnostics;
using Entraide.Core.Statistics;

namespace Entraide.Tests.Core.Statistics;

public sealed class LearningGainTests(ITestOutputHelper output)
{
    [Fact]
    public void A_small_group_by_hand()
    {
        var gain = Of([(4, 7), (10, 9), (5, 5), (null, 3), (6, null), (null, null)]);
        Assert.Equal((3, 1, 1), (gain.Pairs, gain.OnlyBefore, gain.OnlyAfter));
        // Sums: 19 before, 21 after, 30 to win.
        Assert.Equal(2 / 11.0, gain.Gain!.Value, 12);
        Assert.Equal([0.5, null, 0.0], gain.IndividualGains);
        Assert.Equal((0.25, 1, 0), (gain.MeanIndividualGain!.Value, gain.UndefinedGains, gain.NegativeGains));
        Assert.Equal(1 / 3.0, gain.CeilingShare);
        Assert.True(gain.IsAtCeiling);
        // Differences 3, -1, 0: mean 2/3, variance 13/3.
        Assert.Equal(2 / 3.0 / Math.Sqrt(13 / 3.0), gain.Effect!.Value, 12);
    }

    [Fact]
    public void Who_lost_is_kept_and_counted()
    {
        var gain = Of([(8, 6), (2, 10)]);
        Assert.Equal(1, gain.NegativeGains);
        Assert.Equal(-1, gain.IndividualGains[0]);
        Assert.Equal(0, gain.MeanIndividualGain);
    }

    [Fact]
    public void Nothing_is_said_that_cannot_be_said()
    {
        var none = Of([]);
        Assert.Equal((null, null, null, null), (none.MeanBefore, none.Gain, none.Effect, none.Interval));
        Assert.False(none.IsAtCeiling);
        var one = Of([(3, 5)]);
        Assert.Equal((2 / 7.0, null, null), (one.Gain!.Value, one.DeviationBefore, one.Interval));
        var full = Of([(10, 9), (10, 10)]);
        Assert.Equal((null, null, 0), (full.Gain, full.Interval, full.UndefinedResamples));
        Assert.Null(Of([(1, 3), (4, 6)]).Effect);
    }

    [Fact]
    public void The_order_of_people_changes_nothing_but_the_resampling()
    {
        var random = new SeededRandom(5);
        for (var round = 0; round < 100; round++)
        {
            (double?, double?)[] people = [.. Enumerable.Range(0, 2 + random.Below(40)).Select(_ => (Score(random), Score(random)))];
            // By the second score, then the first: another order, and one that no group comes in by itself.
            LearningGain first = Of(people), second = Of([.. people.OrderBy(one => one.Item2).ThenByDescending(one => one.Item1)]);
            Assert.Equal((first.Pairs, first.OnlyBefore, first.OnlyAfter, first.UndefinedGains, first.NegativeGains, first.CeilingShare), (second.Pairs, second.OnlyBefore, second.OnlyAfter, second.UndefinedGains, second.NegativeGains, second.CeilingShare));
            Assert.Equal(first.IndividualGains.Order(), second.IndividualGains.Order());
            foreach (var (one, other) in Numbers(first).Zip(Numbers(second)))
            {
                Assert.Equal(one is null, other is null);
                if (one is not null) Assert.Equal(one.Value, other!.Value, 1e-12);
            }
        }
    }

    [Fact]
    public void The_interval_covers_what_was_truly_learned_in_about_19_of_20_groups_and_the_seed_decides_it()
    {
        var covered = 0;
        for (var seed = 0UL; seed < 200; seed++)
        {
            var random = new SeededRandom(seed);
            // After: half of what was open, and half a point more or less by chance.
            var gain = Of([.. Enumerable.Range(0, 60).Select(_ => random.Below(9)).Select(before => ((double?)before, (double?)(((before + 10) / 2.0) + random.Below(2) - 0.5)))], seed);
            if (gain.Interval is { } interval && interval.Low <= 0.5 && interval.High >= 0.5) covered++;
            Assert.True(gain.Interval!.Low < gain.Interval.High);
        }
        output.WriteLine($"covered in {covered} of 200");
        Assert.InRange(covered, 178, 199);
        (double?, double?)[] people = [.. Enumerable.Range(0, 30).Select(one => ((double?)(one % 7), (double?)(10 - (one % 4) - (one % 3 * 0.7))))];
        Assert.Equal(Of(people, 1).Interval, Of(people, 1).Interval);
        Assert.NotEqual(Of(people, 1).Interval, Of(people, 2).Interval);
    }

    [Theory]
    [InlineData(-1, 3)]
    [InlineData(3, 10.5)]
    [InlineData(double.NaN, 3)]
    [InlineData(3, double.PositiveInfinity)]
    public void Scores_that_cannot_be_are_refused(double before, double after) => Assert.Throws<ArgumentException>(() => Of([(before, after)]));

    [Theory]
    [InlineData(0, 10)]
    [InlineData(double.NaN, 10)]
    [InlineData(10, 0)]
    public void A_test_without_points_and_a_bootstrap_without_resamples_are_refused(double max, int resamples) => Assert.Throws<ArgumentOutOfRangeException>(() => LearningGain.Of([], max, 1, resamples));

    [Fact]
    public void Two_hundred_trainings_of_60_people_and_20_items_take_seconds_at_most()
    {
        var watch = Stopwatch.StartNew();
        for (var seed = 0UL; seed < 200; seed++)
        {
            var random = new SeededRandom(seed);
            Of([.. Enumerable.Range(0, 60).Select(_ => ((double?)random.Below(11), (double?)random.Below(11)))], seed);
            ItemAnalysis.Of([.. Enumerable.Range(0, 60).Select(_ => Enumerable.Range(0, 20).Select(_ => (bool?)(random.Below(2) == 1)).ToArray())]);
        }
        output.WriteLine($"{watch.ElapsedMilliseconds} ms");
        // A quarter of a second on a core of its own; much more where the machine is shared.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.ElapsedMilliseconds} ms");
    }

    private static double? Score(SeededRandom random) => random.Below(6) == 0 ? null : random.Below(101) / 10.0;

    private static double?[] Numbers(LearningGain gain) => [gain.MeanBefore, gain.MeanAfter, gain.DeviationBefore, gain.DeviationAfter, gain.Gain, gain.MeanIndividualGain, gain.Effect];

    private static LearningGain Of((double? Before, double? After)[] people, ulong seed = 1) => LearningGain.Of([.. people.Select(one => new BeforeAndAfter(one.Before, one.After))], 10, seed);
}
