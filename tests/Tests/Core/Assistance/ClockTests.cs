using Entraide.Core.Assistance;

namespace Entraide.Tests.Core.Assistance;

/// <summary>The clocks that matter to a person: their last day, worked out by hand.</summary>
public sealed class ClockTests
{
    [Theory]
    [InlineData(45, 0, "2026-01-01", "2026-02-15")]
    [InlineData(30, 0, "2028-02-01", "2028-03-02")]
    [InlineData(0, 3, "2026-11-30", "2027-02-28")]
    [InlineData(0, 3, "2027-11-30", "2028-02-29")]
    [InlineData(0, 12, "2028-02-29", "2029-02-28")]
    public void The_last_day_is_that_of_the_rule(int days, int months, string began, string last)
    {
        var rule = Rule(days, months);
        Assert.Equal(DateOnly.Parse(last, System.Globalization.CultureInfo.InvariantCulture), rule.LastDay(DateOnly.Parse(began, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(0, rule.DaysLeft(DateOnly.Parse(began, System.Globalization.CultureInfo.InvariantCulture), DateOnly.Parse(last, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void No_country_can_give_less_than_the_Convention_and_no_rule_is_without_a_source()
    {
        Assert.Throws<ArgumentException>(() => Rule(29, 0));
        Assert.Throws<ArgumentException>(() => Rule(0, 0));
        Assert.Throws<ArgumentException>(() => new ClockRule("x", "BE", ClockKind.LimitationOfClaims, ClockStart.EmploymentEnded, 0, 12, " ", isVerified: false));
        Assert.Equal(ClockStart.ReasonableGrounds, Rule(30, 0).Start);
    }

    private static ClockRule Rule(int days, int months) => new("r", "BE", ClockKind.ReflectionPeriod, ClockStart.ReasonableGrounds, days, months, "CETS 197 art. 13", isVerified: false);
}
