using System.Diagnostics;
using Entraide.Core.Statistics;

namespace Entraide.Tests.Core.Statistics;

public sealed class ProtectedCountsTests(ITestOutputHelper output)
{
    private static readonly string[][] Values = [["ar", "fr", "uk"], ["guard", "nurse"], ["north", "south", "west"]];

    [Fact]
    public void No_small_group_of_200_groups_of_12_falls_to_any_combination_of_filters_and_neither_do_its_scores()
    {
        var (shown, secrets, unfinished) = (0, 0, 0);
        foreach (var people in Groups())
        {
            var counts = ProtectedCounts.Of(people);
            foreach (var attack in (DisclosureAttack[])[new(people, (filter, _) => counts.Answer(filter) is not null), new([.. people.Where(one => one.Score is not null)], (filter, _) => counts.Answer(filter)?.MeanScore is not null)])
            {
                Assert.Empty(attack.BySums());
                var tables = attack.ByTables();
                Assert.Empty(tables ?? []);
                if (tables is null) unfinished++;
                shown += attack.Shown;
                secrets += attack.Secrets;
            }
        }
        output.WriteLine($"{shown} counts and means shown, {secrets} secrets, {unfinished} searches of tables not ended");
        Assert.Equal(0, unfinished);
        Assert.True(shown > 1000 && secrets > 1000, $"{shown} shown, {secrets} secrets");
    }

    [Fact]
    public void The_same_attack_succeeds_where_only_counts_under_5_are_hidden()
    {
        var (fallen, ended) = (0, 0);
        foreach (var people in Groups())
        {
            var naive = new DisclosureAttack(people, (_, count) => count >= ProtectedCounts.DefaultThreshold);
            var sums = naive.BySums();
            if (sums.Count > 0) fallen++;
            if (naive.ByTables() is not { } tables) continue;
            ended++;
            // What follows from sums is the same in every table: each half of the attack vouches for the other.
            Assert.Empty(sums.Except(tables));
        }
        output.WriteLine($"{fallen} of 200 groups fall, {ended} searches of tables ended");
        Assert.True(fallen >= 150, $"{fallen} groups fall");
        Assert.True(ended >= 150, $"{ended} searches of tables ended");
    }

    [Fact]
    public void What_is_shown_is_right_and_the_total_is_always_among_it()
    {
        foreach (var people in Groups())
        {
            var counts = ProtectedCounts.Of(people);
            Assert.Equal(people.Count, counts.Answer(new Dictionary<string, string>())!.People);
            foreach (var shown in counts.Shown)
            {
                var own = people.Where(one => shown.Filter.All(pair => one.Attributes[pair.Key] == pair.Value)).ToArray();
                Assert.Equal(own.Length, shown.People);
                Assert.True(shown.People >= ProtectedCounts.DefaultThreshold);
                if (shown.MeanScore is { } mean) Assert.Equal(own.Average(one => one.Score)!.Value, mean, 1e-12);
            }
        }
    }

    [Fact]
    public void All_is_shown_where_nobody_is_in_a_small_group()
    {
        var people = Values[0].SelectMany(language => Values[1].SelectMany(role => Enumerable.Range(0, 5).Select(one => Person(one, language, role, "north")))).ToList();
        var counts = ProtectedCounts.Of(people);
        Assert.All(DisclosureAttack.Filters(people), filter => Assert.NotNull(counts.Answer(filter)));
        Assert.Equal((10, 2.0), (counts.Answer(new Dictionary<string, string> { ["language"] = "fr" })!.People, counts.Answer(new Dictionary<string, string> { ["language"] = "fr" })!.MeanScore!.Value));
    }

    [Fact]
    public void One_small_group_takes_another_with_it()
    {
        List<CountedPerson> people = [.. Enumerable.Range(0, 12).Select(one => Person(one, one < 3 ? "ar" : "fr", "nurse", "north"))];
        var counts = ProtectedCounts.Of(people);
        Assert.Null(counts.Answer(new Dictionary<string, string> { ["language"] = "ar" }));
        // 12 less 9 would be the 3.
        Assert.Null(counts.Answer(new Dictionary<string, string> { ["language"] = "fr" }));
        Assert.Equal(12, counts.Answer(new Dictionary<string, string> { ["role"] = "nurse" })!.People);
        Assert.Null(counts.Answer(new Dictionary<string, string> { ["language"] = "nobody's" }));
        Assert.Null(counts.Answer(new Dictionary<string, string> { ["shoe"] = "38" }));
    }

    [Fact]
    public void A_mean_over_few_scores_is_held_back_though_many_are_counted()
    {
        List<CountedPerson> people = [.. Enumerable.Range(0, 12).Select(one => Person(one, "fr", "nurse", "north") with { Score = one < 4 ? 1 : null })];
        Assert.Equal((12, null), (ProtectedCounts.Of(people).Shown[0].People, ProtectedCounts.Of(people).Shown[0].MeanScore));
    }

    [Fact]
    public void The_order_of_people_and_of_their_attributes_changes_nothing()
    {
        foreach (var people in Groups().Take(50))
        {
            var turned = people.Select(one => one with { Attributes = one.Attributes.Reverse().ToDictionary() }).Reverse().ToList();
            Assert.Equal(ProtectedCounts.Of(people).Shown.Select(Text), ProtectedCounts.Of(turned).Shown.Select(Text));
        }
        static string Text(ShownCount one) => $"{string.Join(',', one.Filter)} {one.People} {one.MeanScore:F9}";
    }

    [Fact]
    public void A_training_of_300_people_with_4_dimensions_is_protected_in_seconds()
    {
        var random = new SeededRandom(4);
        List<CountedPerson> people = [.. Enumerable.Range(0, 300).Select(_ => Draw(random, person => { person["country"] = $"{random.Below(6)}"; }))];
        var watch = Stopwatch.StartNew();
        var counts = ProtectedCounts.Of(people);
        output.WriteLine($"{watch.ElapsedMilliseconds} ms, {counts.Shown.Length} shown");
        Assert.Empty(new DisclosureAttack(people, (filter, _) => counts.Answer(filter) is not null).BySums());
        Assert.True(counts.Shown.Length > 30, $"{counts.Shown.Length} shown");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"{watch.ElapsedMilliseconds} ms");
    }

    [Fact]
    public void Nonsense_is_refused()
    {
        Assert.Empty(ProtectedCounts.Of([]).Shown);
        Assert.Throws<ArgumentException>(() => ProtectedCounts.Of([Person(1, "fr", "nurse", "north"), new CountedPerson(new Dictionary<string, string>())]));
        Assert.Throws<ArgumentException>(() => ProtectedCounts.Of([Person(1, "fr", "nurse", "north") with { Score = double.NaN }]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProtectedCounts.Of([], 1));
    }

    /// <summary>Groups of 12 with three dimensions, some values much more frequent than others; one of six people has no score.</summary>
    private static IEnumerable<List<CountedPerson>> Groups()
    {
        for (var seed = 0UL; seed < 200; seed++)
        {
            var random = new SeededRandom(seed);
            yield return [.. Enumerable.Range(0, 12).Select(_ => Draw(random, _ => { }))];
        }
    }

    private static CountedPerson Draw(SeededRandom random, Action<Dictionary<string, string>> more)
    {
        // The lower of two draws: a few large groups and several small ones, as trainings have them.
        string One(string[] values) => values[Math.Min(random.Below(values.Length), random.Below(values.Length))];
        var person = Person(random.Below(11), One(Values[0]), One(Values[1]), One(Values[2]));
        var attributes = person.Attributes.ToDictionary();
        more(attributes);
        return new CountedPerson(attributes, random.Below(6) == 0 ? null : person.Score);
    }

    private static CountedPerson Person(int score, string language, string role, string place) => new(new Dictionary<string, string> { ["language"] = language, ["role"] = role, ["place"] = place }, score);
}
