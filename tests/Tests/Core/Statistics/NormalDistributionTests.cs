using Entraide.Core.Statistics;

namespace Entraide.Tests.Core.Statistics;

public sealed class NormalDistributionTests
{
    // By the C library's erfc, whose last digit is right; around each seam of the approximations and far out.
    [Theory]
    [InlineData(-6, 2.0)]
    [InlineData(-1.5, 1.9661051464753108)]
    [InlineData(-0.3, 1.3286267594591274)]
    [InlineData(0, 1.0)]
    [InlineData(0.2, 0.7772974107895215)]
    [InlineData(0.46875, 0.507386526782062)]
    [InlineData(0.46876, 0.5073774688931535)]
    [InlineData(1, 0.15729920705028513)]
    [InlineData(2.5, 0.0004069520174449589)]
    [InlineData(4, 1.541725790028002e-08)]
    [InlineData(4.0000001, 1.541724520205039e-08)]
    [InlineData(7.25, 1.146690081481501e-24)]
    [InlineData(12.3, 9.029925149482068e-68)]
    [InlineData(20, 5.3958656116079005e-176)]
    [InlineData(26, 5.663192408856143e-296)]
    public void The_complement_of_the_error_function_is_right_to_1e_13(double x, double expected) =>
        Assert.InRange(NormalDistribution.ErrorComplement(x) / expected, 1 - 1e-13, 1 + 1e-13);

    [Theory]
    [InlineData(-8, 6.220960574271819e-16)]
    [InlineData(-3, 0.0013498980316300957)]
    [InlineData(-1.6448536269514722, 0.05000000000000007)]
    [InlineData(0, 0.5)]
    [InlineData(1.959963984540054, 0.975)]
    public void The_probability_below_is_that_of_the_tables(double z, double expected) =>
        Assert.InRange(NormalDistribution.Below(z) / expected, 1 - 1e-13, 1 + 1e-13);

    [Fact]
    public void Far_out_nothing_is_left_and_nothing_breaks()
    {
        Assert.Equal(0, NormalDistribution.Below(-60));
        Assert.Equal(1, NormalDistribution.Below(60));
        Assert.Equal(0, NormalDistribution.Below(double.NegativeInfinity));
    }
}
