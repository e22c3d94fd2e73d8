using Entraide.Core.Disclosure;
using Entraide.Core.Statistics;

namespace Entraide.Tests.Core.Disclosure;

public sealed class SyntheticRowsTests
{
    /// <summary>Ten columns of independent values, as the documentation of Synthetic Data Showcase draws them.</summary>
    private static Microdata Drawn(int rows, ulong seed)
    {
        var random = new SeededRandom(seed);
        return Microdata.Of([.. Enumerable.Range(1, 10).Select(column => $"H{column}")], Enumerable.Range(0, rows).Select(_ => (string[])[Value(2, 1), Value(6, 2), Value(10, 2), .. Enumerable.Range(0, 7).Select(_ => Value(1, 1))]).ToArray());

        string Value(int values, int blanks) => random.Below(values + blanks) is var drawn && drawn < values ? $"{drawn + 1}" : "";
    }

    private static ColumnRange[] Ranges(Microdata data) => [.. data.Columns.Select(column => ColumnRange.Of(column.Name, column.Values))];

    [Fact]
    public void Rows_at_epsilon_4_and_length_4_are_as_accurate_as_was_asked()
    {
        var data = Drawn(6000, 5);
        var marginals = PrivateMarginals.Of(data, Ranges(data), new PrivateReleaseOptions(4, 1 / (6000 * Math.Log(6000)), 4), new SeededBits(3));
        var accuracy = AccuracyReport.Of(data, SyntheticRows.Draw(marginals, new SeededBits(4)), 4)[0];
        Assert.InRange(accuracy.MeanError, 0, 17);
        Assert.InRange(accuracy.Suppressed, 0, 0.06);
        Assert.InRange(accuracy.Fabricated, 0, 0.045);
        Assert.InRange(marginals.Records, 5900, 6100);
    }

    [Fact]
    public void The_same_seeds_give_the_same_rows_whatever_the_order_of_the_data()
    {
        var data = Drawn(500, 6);
        var shuffled = Microdata.Of([.. data.Columns.Select(column => column.Name)], Enumerable.Range(0, data.RowCount).OrderBy(row => (row * 7919) % 500).Select(row => (IReadOnlyList<string>)[.. data.Columns.Select(column => column[row])]));
        Assert.Equal(Rows(Release(data, 1)), Rows(Release(shuffled, 1)));
        Assert.NotEqual(Rows(Release(data, 1)), Rows(Release(data, 2)));

        static Microdata Release(Microdata from, ulong seed) => SyntheticRows.Draw(PrivateMarginals.Of(from, Ranges(from), new PrivateReleaseOptions(2, Length: 2), new SeededBits(seed)), new SeededBits(9));
    }

    [Fact]
    public void Marginals_on_neighbouring_data_reveal_no_more_than_epsilon_and_delta_and_less_noise_is_caught()
    {
        // One person with a combination that nobody else has, in or out; the attacker adds up all that tells of her.
        var (with, ranges) = (Small(canary: true), Ranges(Small(canary: true)));
        var without = Small(canary: false);
        Assert.True(Epsilon(2, 2) <= 2);
        Assert.True(Epsilon(8, 2) > 2, "a release at ε = 8 was sold as one at ε = 2");

        double Epsilon(double spent, double promised)
        {
            const double Delta = 1e-3;
            const int Runs = 10_000;
            double[] Scores(Microdata data, ulong seed)
            {
                var bits = new SeededBits(seed);
                return [.. Enumerable.Range(0, Runs).Select(_ => (double)Evidence(PrivateMarginals.Of(data, ranges, new PrivateReleaseOptions(spent, Delta, 2), bits)))];
            }
            var (ins, outs) = (Scores(with, 21), Scores(without, 22));
            // Thresholds from the first half, judged on the second.
            var best = outs[..(Runs / 2)].Concat(ins[..(Runs / 2)]).Distinct().MaxBy(at => Bound(ins[..(Runs / 2)], outs[..(Runs / 2)], at, Delta));
            return Bound(ins[(Runs / 2)..], outs[(Runs / 2)..], best, Delta);
        }
    }

    private static long Evidence(PrivateMarginals marginals) => new[] { "a", "b", "c", "ab", "ac", "bc" }.Sum(columns => (long)marginals[columns.ToDictionary(column => $"{column}", _ => "rare")]);

    private static double Bound(double[] with, double[] without, double threshold, double delta)
    {
        var (p, q) = (Limit(with.Count(one => one >= threshold), with.Length, -4), Limit(without.Count(one => one >= threshold), without.Length, 4));
        return p <= delta ? 0 : Math.Log((p - delta) / q);
    }

    private static double Limit(int hits, int runs, double z)
    {
        var share = (double)hits / runs;
        return (share + (z * z / (2 * runs)) + (z * Math.Sqrt((share * (1 - share) / runs) + (z * z / (4.0 * runs * runs))))) / (1 + (z * z / runs));
    }

    private static Microdata Small(bool canary) => Microdata.Of(["a", "b", "c"], Enumerable.Range(0, 30).Select(row => (string[])[$"{row % 2}", $"{row % 3}", $"{row % 5}"]).Concat(canary ? [["rare", "rare", "rare"]] : Array.Empty<string[]>()).ToArray());

    [Fact]
    public void A_value_that_one_person_has_is_named_no_oftener_than_delta_allows_where_its_range_was_not_known()
    {
        var (data, bits) = (Small(canary: true), new SeededBits(31));
        var options = new PrivateReleaseOptions(1, 0.05, 1);
        var named = Enumerable.Range(0, 4000).Count(_ => PrivateMarginals.Of(data, null, options, bits).Ranges.Any(range => range.Values.Contains("rare")));
        // Its part of δ, and chance.
        Assert.InRange(named, 0, (4000 * PrivateMarginals.LossOf(options, areRangesFixed: false).Naming) + 20);
        var large = Microdata.Of(["a"], Enumerable.Range(0, 3000).Select(row => (string[])[$"{row % 2}"]));
        Assert.Equal(["", "0", "1"], PrivateMarginals.Of(large, null, options, bits).Ranges[0].Values);
    }

    [Fact]
    public void Who_was_in_the_data_cannot_be_told_from_the_nearest_row_and_can_where_rows_are_published_as_they_are()
    {
        const double Epsilon = 1;
        var (members, others) = (Drawn(400, 41), Drawn(400, 42));
        var release = SyntheticRows.Draw(PrivateMarginals.Of(members, Ranges(members), new PrivateReleaseOptions(Epsilon, 1e-5, 3), new SeededBits(43)), new SeededBits(44));
        // (e^ε - 1)/(e^ε + 1) bounds what anybody can win (Kairouz, Oh and Viswanath 2015).
        Assert.InRange(Advantage(members, others, release), -1, ((Math.Exp(Epsilon) - 1) / (Math.Exp(Epsilon) + 1)) + 1e-5);
        Assert.True(Advantage(members, others, members) > 0.6, "the attack finds nobody even where rows are published as they are");
    }

    // Guesses "was in it" for those who are nearer to a published row than the median of all.
    private static double Advantage(Microdata members, Microdata others, Microdata release)
    {
        var (ins, outs) = (Distances(members, release), Distances(others, release));
        return Enumerable.Range(0, 11).Max(at => (double)ins.Count(one => one <= at) / ins.Length - (double)outs.Count(one => one <= at) / outs.Length);
    }

    private static int[] Distances(Microdata people, Microdata release)
    {
        var rows = Rows(release).Distinct().Select(row => row.Split('|')).ToArray();
        return [.. Rows(people).Select(row => row.Split('|')).Select(row => rows.Min(other => other.Where((value, place) => value != row[place]).Count()))];
    }

    private static string[] Rows(Microdata data) => [.. Enumerable.Range(0, data.RowCount).Select(row => string.Join('|', data.Columns.Select(column => column[row])))];

    [Theory]
    [InlineData(0, 1e-6, 2, "ε is 0")]
    [InlineData(1, 0, 2, "δ is 0")]
    [InlineData(1, 1e-6, 5, "length is 5")]
    public void What_makes_no_sense_is_refused(double epsilon, double delta, int length, string expected)
    {
        var data = Drawn(20, 1);
        Assert.Contains(expected, Assert.Throws<DisclosureException>(() => PrivateMarginals.Of(data, Ranges(data), new PrivateReleaseOptions(epsilon, delta, length), new SeededBits(1))).Message);
    }

    [Fact]
    public void A_value_outside_its_range_a_column_without_one_and_too_many_combinations_are_refused()
    {
        var data = Microdata.Of(["a", "b"], [["x", "y"]]);
        Assert.Contains("\"x\"", Refusal([ColumnRange.Of("a", ["z"]), ColumnRange.Of("b", ["y"])]));
        Assert.Contains("\"b\" has no range", Refusal([ColumnRange.Of("a", ["x"])]));
        Assert.Contains("at most 256", Refusal([ColumnRange.Of("a", Enumerable.Range(0, 300).Select(one => $"{one}").Append("x")), ColumnRange.Of("b", ["y"])]));
        var wide = Microdata.Of(["a", "b", "c", "d"], [["0", "0", "0", "0"]]);
        var many = wide.Columns.Select(column => ColumnRange.Of(column.Name, Enumerable.Range(0, 250).Select(one => $"{one}"))).ToArray();
        Assert.Contains("combinations", Assert.Throws<DisclosureException>(() => PrivateMarginals.Of(wide, many, new PrivateReleaseOptions(1, Length: 4), new SeededBits(1))).Message);

        string Refusal(ColumnRange[] ranges) => Assert.Throws<DisclosureException>(() => PrivateMarginals.Of(data, ranges, new PrivateReleaseOptions(1, Length: 2), new SeededBits(1))).Message;
    }
}
