using Entraide.Core.Statistics;

namespace Entraide.Tests.Core.Statistics;

public sealed class SampleTests
{
    [Fact]
    public void A_quantile_is_interpolated_between_its_neighbours()
    {
        Assert.Equal(2.5, Sample.Quantile([1, 2, 3, 4], 0.5));
        Assert.Equal(1.3, Sample.Quantile([1, 2, 3, 4], 0.1), 12);
        Assert.Equal((1, 4), (Sample.Quantile([1, 2, 3, 4], 0), Sample.Quantile([1, 2, 3, 4], 1)));
        Assert.Equal(7, Sample.Quantile([7], 0.025));
        Assert.Throws<ArgumentException>(() => Sample.Quantile([], 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sample.Quantile([1], double.NaN));
    }

    [Fact]
    public void Equal_numbers_deviate_by_nothing_at_all()
    {
        Assert.Equal(0, Sample.Deviation([0.1, 0.1, 0.1]));
        Assert.Equal(Math.Sqrt(2), Sample.Deviation([1, 3])!.Value, 12);
        Assert.Null(Sample.Deviation([1]));
        Assert.Null(Sample.Mean([]));
    }

    [Fact]
    public void The_generator_is_the_published_one()
    {
        // The first outputs of xoshiro256** begun by SplitMix64 with 0, as the reference implementation gives them.
        var random = new SeededRandom(0);
        Assert.Equal(11091344671253066420UL, random.Next());
        Assert.Equal(13793997310169335082UL, random.Next());
        Assert.Equal(1900383378846508768UL, random.Next());
    }

    [Fact]
    public void Every_index_is_drawn_about_as_often_as_another_and_none_beyond()
    {
        var random = new SeededRandom(3);
        var drawn = new int[7];
        for (var i = 0; i < 70_000; i++) drawn[random.Below(7)]++;
        Assert.All(drawn, times => Assert.InRange(times, 9600, 10_400));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.Below(0));
    }
}
