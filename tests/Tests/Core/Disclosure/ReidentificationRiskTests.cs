using Entraide.Core.Disclosure;

namespace Entraide.Tests.Core.Disclosure;

/// <summary>What an attacker could learn, on tables where the answer is known.</summary>
public sealed class ReidentificationRiskTests
{
    private static readonly Microdata Known = Microdata.Of(["place", "age", "kind"],
    [
        ["a", "1", "x"], ["a", "1", "x"], ["a", "1", "x"], ["a", "1", "y"],
        ["b", "1", "y"], ["b", "1", "y"],
        ["b", "2", "z"],
        ["c", "2", ""], ["c", "2", ""], ["c", "2", ""],
        ["*", "*", "*"], ["*", "*", "*"],
    ]);

    [Fact]
    public void The_prosecutor_finds_a_row_with_one_chance_in_the_rows_of_its_class()
    {
        var risk = ReidentificationRisk.Of(Known, ["place", "age"], "kind");
        Assert.Equal((10, 2), (risk.Rows, risk.Suppressed));
        Assert.Equal(["a 1 4", "b 1 2", "b 2 1", "c 2 3"], risk.Classes.Select(one => $"{string.Join(' ', one.Values)} {one.Size}"));
        Assert.Equal([0.25, 0.5, 1, 1.0 / 3], risk.Classes.Select(one => one.ProsecutorRisk));
        Assert.Equal((1, 0.4), (risk.Highest, risk.Mean));
        Assert.Equal([0, 0.1, 0.3, 0.6, 1], ((double[])[1, 0.5, 0.4, 0.3, 0.2]).Select(risk.ShareAbove));
    }

    [Fact]
    public void What_is_certain_is_said_and_not_known_is_no_secret()
    {
        var risk = ReidentificationRisk.Of(Known, ["place", "age"], "kind");
        Assert.Equal(["b 1 y", "b 2 z"], risk.Certain.Select(one => $"{string.Join(' ', one.Class.Values)} {one.Value}"));
    }

    [Fact]
    public void What_a_class_makes_likelier_is_said_with_the_greatest_factor_first()
    {
        var risk = ReidentificationRisk.Of(Known, ["place", "age"], "kind");
        Assert.Equal(["b2 z 1 0.1", "b1 y 1 0.3", "a1 x 0.75 0.3"], risk.Skewed.Select(one => $"{string.Concat(one.Class.Values)} {one.Value} {one.ShareInClass} {one.ShareOverall}"));
        Assert.Equal([10, 10 / 3.0, 2.5], risk.Skewed.Select(one => Math.Round(one.Factor, 12)), (expected, actual) => Math.Abs(expected - actual) < 1e-9);
    }

    [Fact]
    public void Without_a_sensitive_column_and_without_rows_there_is_nothing_to_learn_of_it()
    {
        var plain = ReidentificationRisk.Of(Known, ["place"]);
        Assert.Equal((3, 0, 0), (plain.Classes.Length, plain.Certain.Length, plain.Skewed.Length));
        var empty = ReidentificationRisk.Of(Microdata.Of(["place"], []), ["place"]);
        Assert.Equal((0, 0.0, 0.0, 0.0), (empty.Rows, empty.Highest, empty.Mean, empty.ShareAbove(0)));
    }

    [Fact]
    public void Who_names_no_column_or_one_twice_over_is_refused()
    {
        Assert.Equal("No quasi-identifier is named. Name each column by which somebody could be recognised.", Assert.Throws<DisclosureException>(() => ReidentificationRisk.Of(Known, [])).Message);
        Assert.Equal("\"kind\" is both quasi-identifier and sensitive. Let it be one of them.", Assert.Throws<DisclosureException>(() => ReidentificationRisk.Of(Known, ["kind"], "kind")).Message);
        Assert.Equal("There is no column \"colour\". The columns are: place, age, kind.", Assert.Throws<DisclosureException>(() => ReidentificationRisk.Of(Known, ["colour"])).Message);
    }

    [Fact]
    public void A_naive_release_is_k_anonymous_and_yields_to_the_homogeneity_attack_and_a_diverse_one_does_not()
    {
        // Two places, each large enough to hide a person, and in one of them all were exploited alike.
        var data = Microdata.Of(["place", "kind"], [["a", "x"], ["a", "x"], ["a", "x"], ["b", "x"], ["b", "y"], ["b", "z"]]);
        var place = Hierarchy.Of("place", [["a", "*"], ["b", "*"]]);
        var naive = ReidentificationRisk.Of(Anonymiser.Find(data, [place], new PrivacyModel(3), 0, LossMeasure.Loss).Release, ["place"], "kind");
        Assert.True(naive.Highest <= 1.0 / 3);
        Assert.Equal(("a", "x"), (Assert.Single(naive.Certain).Class.Values.Single(), naive.Certain[0].Value));
        var diverse = ReidentificationRisk.Of(Anonymiser.Find(data, [place], new PrivacyModel(3, new DistinctDiversity("kind", 2)), 0, LossMeasure.Loss).Release, ["place"], "kind");
        Assert.Empty(diverse.Certain);
        Assert.Equal(6, Assert.Single(diverse.Classes).Size);
    }

    [Fact]
    public void On_the_made_up_cases_k_alone_leaves_secrets_certain_and_closeness_leaves_little_skew()
    {
        ReidentificationRisk Under(SensitiveModel? sensitive) => ReidentificationRisk.Of(Anonymiser.Find(MadeUpCases.Data, MadeUpCases.Hierarchies, new PrivacyModel(2, sensitive), 0.05, LossMeasure.Loss).Release, MadeUpCases.Quasi, MadeUpCases.Sensitive);
        var (alone, close) = (Under(null), Under(new EqualDistanceCloseness(MadeUpCases.Sensitive, 0.2)));
        Assert.NotEmpty(alone.Certain);
        Assert.Empty(close.Certain);
        // A distance of t lets the share of no value rise by more than t above its share in the source.
        var source = MadeUpCases.Lines[1..].CountBy(line => line[5]).ToDictionary(one => one.Key, one => one.Value / 1200.0);
        Assert.All(close.Skewed, skew => Assert.True(skew.ShareInClass <= source[skew.Value] + 0.2 + 1e-9));
        Assert.Contains(alone.Skewed, skew => skew.ShareInClass > source[skew.Value] + 0.2);
    }
}
