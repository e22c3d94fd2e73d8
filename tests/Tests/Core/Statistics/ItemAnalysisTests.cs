using Entraide.Core.Statistics;

namespace Entraide.Tests.Core.Statistics;

public sealed class ItemAnalysisTests
{
    [Fact]
    public void An_item_that_goes_with_the_rest_discriminates_fully_and_one_that_goes_against_it_is_flagged()
    {
        var analysis = ItemAnalysis.Of([.. Enumerable.Range(0, 20).Select(person => (bool?[])[person < 8, person < 8, person < 8, person >= 8])]);
        // The rest of the first: two alike and one against, so that it is 2/3 or 1/3.
        Assert.Equal(1, analysis.Items[0].Discrimination!.Value, 12);
        Assert.False(analysis.Items[0].IsNegative);
        Assert.Equal(-1, analysis.Items[3].Discrimination!.Value, 12);
        Assert.True(analysis.Items[3].IsNegative);
        Assert.Equal((20, 0.4), (analysis.Items[0].Responses, analysis.Items[0].Facility!.Value));
    }

    [Fact]
    public void Alpha_is_1_where_items_agree_and_unknown_where_there_is_nothing_to_compare()
    {
        static TestReliability Of(params bool?[][] rows) => ItemAnalysis.Of(rows).Reliability;
        Assert.Equal(1, Of([true, true], [false, false], [true, true]).Alpha!.Value, 12);
        // Variances 1/3, 1/3, total 1: 2 * (1 - 2/3).
        Assert.Equal(2 / 3.0, Of([true, true], [true, false], [false, false]).Alpha!.Value, 12);
        Assert.Null(Of([true, false], [false, true]).Alpha);
        Assert.Null(Of([true], [false]).Alpha);
        Assert.Equal((null, 1), (Of([true, false], [null, true]).Alpha, Of([true, false], [null, true]).People));
        Assert.Null(Of().Alpha);
    }

    [Fact]
    public void Nineteen_are_too_few_and_items_that_all_answered_alike_say_nothing()
    {
        static ItemAnalysis Of(int people) => ItemAnalysis.Of([.. Enumerable.Range(0, people).Select(person => (bool?[])[person % 2 == 0, true, person % 3 == 0])]);
        Assert.Equal(DiscriminationState.TooFew, Of(19).Items[0].State);
        Assert.Equal([DiscriminationState.Measured, DiscriminationState.NoVariance, DiscriminationState.Measured], Of(20).Items.Select(item => item.State));
    }

    [Fact]
    public void A_correlation_of_nil_is_not_flagged_by_its_rounding()
    {
        // Right and wrong alike at every rest, in groups of 3 and 7: what rounds badly.
        var analysis = ItemAnalysis.Of([.. Enumerable.Range(0, 40).Select(person => (bool?[])[person % 2 == 0, person / 2 % 3 == 0 && person < 36, person / 2 % 3 == 0 && person < 36, person < 36 && person / 2 % 3 != 1])]);
        Assert.Equal((0.0, false), (analysis.Items[0].Discrimination!.Value, analysis.Items[0].IsNegative));
    }

    [Fact]
    public void The_order_of_people_changes_nothing()
    {
        var random = new SeededRandom(11);
        bool?[][] rows = [.. Enumerable.Range(0, 50).Select(_ => Enumerable.Range(0, 12).Select(_ => random.Below(9) == 0 ? (bool?)null : random.Below(3) > 0).ToArray())];
        ItemAnalysis first = ItemAnalysis.Of(rows), second = ItemAnalysis.Of([.. rows.Reverse()]);
        Assert.Equal(first.Reliability, second.Reliability);
        foreach (var (one, other) in first.Items.Zip(second.Items))
        {
            Assert.Equal((one.Responses, one.Facility, one.State), (other.Responses, other.Facility, other.State));
            Assert.Equal(one.Discrimination!.Value, other.Discrimination!.Value, 1e-12);
        }
    }

    [Fact]
    public void Rows_of_several_lengths_are_refused() => Assert.Throws<ArgumentException>(() => ItemAnalysis.Of([[true], [true, false]]));
}
