using System.Collections.Immutable;
using Entraide.Core.Disclosure;
using Entraide.Core.Statistics;

namespace Entraide.Tests.Core.Disclosure;

/// <summary>The attacks of a differencing, solving, rare-combination kind: each succeeds on a naive release and on none of ours.</summary>
public sealed class SafeTablesTests
{
    private const int Threshold = 10;

    private static Microdata Drawn(ulong seed, int people, params int[] values)
    {
        var random = new SeededRandom(seed);
        // Uneven, so that small groups stand beside large ones.
        return Microdata.Of([.. values.Select((_, column) => $"c{column}")], Enumerable.Range(0, people).Select(_ => (string[])[.. values.Select(count => $"v{Math.Min(random.Below(count), random.Below(count))}")]).ToArray());
    }

    public static TheoryData<int[], int> Shapes => new() { { [4, 5], 120 }, { [3, 6], 400 }, { [2, 3, 4], 200 }, { [3, 3, 3], 900 }, { [8, 9], 150 }, { [2, 2, 3, 3], 300 } };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Solving_rows_and_columns_narrows_no_small_group_on_our_release_and_many_on_a_naive_one(int[] values, int people)
    {
        var (ours, naive) = (0, 0);
        for (var seed = 1UL; seed <= 8; seed++)
        {
            var data = Drawn(seed, people, values);
            var tables = SafeTables.Protect(data, [.. data.Columns.Select(column => column.Name)], Threshold);
            var truth = Truth(data, tables);
            ours += Found(truth, tables.Cells);
            naive += Found(truth, [.. tables.Cells.Select((cell, place) => cell with { Shown = truth[place] < Threshold ? null : truth[place] })]);
        }
        Assert.Equal(0, ours);
        Assert.True(naive > 0, "the attack finds nothing even where only small cells are taken out");
    }

    [Fact]
    public void An_attack_comes_to_the_small_groups_recovered_and_the_narrowest_range_of_somebody()
    {
        static NarrowedCell Cell(double lowest, double highest) => new(ImmutableSortedDictionary<string, string>.Empty, lowest, highest);
        // Of a group that is certainly empty there is nothing to find; one that is large is no small group.
        Assert.Equal((1, 0.0), TableAttack.Outcome([Cell(0, 0), Cell(3, 3), Cell(1, 9), Cell(40, 40)], Threshold));
        Assert.Equal((0, 8.0), TableAttack.Outcome([Cell(0, 0), Cell(1, 9)], Threshold));
        Assert.Equal((0, null), TableAttack.Outcome([Cell(0, 0)], Threshold));
    }

    // Small groups of which the attacker knows the number, or that it lies within a range narrower than half the threshold.
    private static int Found(int[] truth, IReadOnlyList<SafeCell> cells)
    {
        var narrowed = TableAttack.On(cells).ToDictionary(one => Key(one.Filter), StringComparer.Ordinal);
        return cells.Select((cell, place) => (cell, Count: truth[place])).Count(one => one.Count is > 0 and < Threshold && narrowed[Key(one.cell.Filter)] is var range && range.Highest - range.Lowest < (Threshold / 2) - 1e-6);
    }

    private static string Key(ImmutableSortedDictionary<string, string> filter) => string.Join('|', filter.Select(one => $"{one.Key}={one.Value}"));

    private static int[] Truth(Microdata data, SafeTables tables) => [.. tables.Cells.Select(cell => Count(data, tables.Cells, cell.Filter))];

    private static int Count(Microdata data, IReadOnlyList<SafeCell> cells, ImmutableSortedDictionary<string, string> filter) => Enumerable.Range(0, data.RowCount).Count(row =>
        filter.All(one => one.Value == SafeTables.Other ? !cells.Any(cell => cell.Filter.TryGetValue(one.Key, out var listed) && listed == data[one.Key][row]) : data[one.Key][row] == one.Value));

    // Ten people, one in each of ten categories: were only those listed that occur, each would be known to be one.
    [Fact]
    public void That_a_combination_is_listed_tells_nothing_of_whether_anybody_has_it()
    {
        var ten = Microdata.Of(["c"], Enumerable.Range(0, 10).Select(one => (string[])[$"v{one}"]).ToArray());
        Assert.Equal(["", SafeTables.Other], SafeTables.Protect(ten, ["c"]).Cells.Select(cell => cell.Filter.GetValueOrDefault("c", "")).Order());
        var known = SafeTables.Protect(ten, ["c"], categories: new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["c"] = [.. Enumerable.Range(0, 15).Select(one => $"v{one}")] });
        Assert.Equal(15, known.Cells.Count(cell => cell.Filter.Count == 1 && cell.Shown is null));
        // Two of four combinations are nobody's, and stand there like the one that few have.
        var corner = SafeTables.Protect(Microdata.Of(["a", "b"], Enumerable.Range(0, 30).Select(one => (string[])[one < 15 ? "x" : "y", one < 15 ? "p" : "q"]).ToArray()), ["a", "b"]);
        Assert.Equal(9, corner.Cells.Count(cell => cell.Filter.Count == 2));
    }

    [Fact]
    public void What_is_shown_is_true_and_at_least_the_threshold_and_most_people_are_in_shown_cells()
    {
        var data = Drawn(3, 2000, 4, 5, 3);
        var tables = SafeTables.Protect(data, ["c0", "c1", "c2"], Threshold);
        var truth = Truth(data, tables);
        Assert.All(tables.Cells.Zip(truth), pair => Assert.True(pair.First.Shown is null || (pair.First.Shown == pair.Second && pair.Second >= Threshold)));
        var finest = tables.Cells.Zip(truth).Where(pair => pair.First.Filter.Count == 3).ToArray();
        Assert.True(finest.Where(pair => pair.First.Shown is not null).Sum(pair => pair.Second) > 0.8 * data.RowCount);
        Assert.Equal(2000, tables.Cells[0].Shown);
    }

    [Fact]
    public void Rounded_figures_are_multiples_and_tell_the_attacker_no_more()
    {
        var data = Drawn(4, 300, 4, 4);
        var rounded = SafeTables.Protect(data, ["c0", "c1"], Threshold, round: 5);
        Assert.All(rounded.Cells.Where(cell => cell.Shown is not null), cell => Assert.Equal(0, cell.Shown!.Value % 5));
        var truth = Truth(data, rounded);
        Assert.All(TableAttack.On(rounded.Cells, 5), narrowed => Assert.InRange(truth[rounded.Cells.ToList().FindIndex(cell => Key(cell.Filter) == Key(narrowed.Filter))], narrowed.Lowest - 1e-6, narrowed.Highest + 1e-6));
    }

    // The year before was published by region; this year the two years together are, by the same regions: the difference is a small group.
    [Fact]
    public void Differencing_years_regions_and_filters_finds_a_small_group_unless_earlier_releases_are_told()
    {
        var rows = Enumerable.Range(0, 60).Select(_ => (string[])["2025", "north", "f"]).Concat(Enumerable.Range(0, 3).Select(_ => (string[])["2026", "north", "f"])).Concat(Enumerable.Range(0, 40).Select(_ => (string[])["2025", "south", "m"])).Concat(Enumerable.Range(0, 50).Select(_ => (string[])["2026", "south", "m"])).Concat(Enumerable.Range(0, 12).Select(_ => (string[])["2026", "south", "f"]));
        var data = Microdata.Of(["year", "region", "sex"], rows.ToArray());
        IReadOnlyDictionary<string, string>[] earlier = [.. new[] { "north", "south" }.Select(region => (IReadOnlyDictionary<string, string>)new Dictionary<string, string>(StringComparer.Ordinal) { ["year"] = "2025", ["region"] = region })];
        SafeTables naive = SafeTables.Protect(data, ["region"], Threshold), ours = SafeTables.Protect(data, ["region"], Threshold, before: earlier);
        Assert.Equal(63, Shown(naive, "north"));
        Assert.Equal(3, Shown(naive, "north") - 60);
        Assert.Null(Shown(ours, "north"));
        // Nor by the total less the other region.
        Assert.Null(ours.Cells[0].Shown is { } total && Shown(ours, "south") is { } south ? total - south : null);

        static int? Shown(SafeTables tables, string region) => tables.Cells.Single(cell => cell.Filter.Count == 1 && cell.Filter["region"] == region).Shown;
    }

    // What was safe stays safe when people are told apart by more: a table that is out never stops all others.
    [Fact]
    public void A_table_that_was_released_leaves_room_for_finer_ones()
    {
        var categories = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["c0"] = ["v0", "v1", "v2"], ["c1"] = ["v0", "v1", "v2"], ["c2"] = ["v0", "v1", "v2", "v3"] };
        var shown = 0;
        for (var seed = 1UL; seed <= 20; seed++)
        {
            var data = Drawn(seed, 60, 3, 3, 4);
            IReadOnlyDictionary<string, string>[] before = [.. SafeTables.Protect(data, ["c0", "c1"], Threshold, categories: categories).Cells.Where(cell => cell.Shown is not null).Select(cell => cell.Filter)];
            var finer = SafeTables.Protect(data, ["c0", "c1", "c2"], Threshold, before: before, categories: categories);
            Assert.Equal(0, Found(Truth(data, finer), finer.Cells));
            shown += before.Length;
        }
        Assert.True(shown > 60, $"{shown}");
    }

    // Ten when it was shown, nine since: that is out, and stops nothing else; but it is not shown again.
    [Fact]
    public void A_group_that_has_become_small_since_it_was_shown_stops_no_other_count()
    {
        var data = Microdata.Of(["a", "b"], Enumerable.Range(0, 109).Select(one => (string[])[one < 9 ? "x" : "y", one % 2 == 0 ? "p" : "q"]).ToArray());
        var categories = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["a"] = ["x", "y", "z"], ["b"] = ["p", "q", "r"] };
        var shown = SafeTables.Protect(data, ["a", "b"], before: [new Dictionary<string, string>(StringComparer.Ordinal) { ["a"] = "x" }], categories: categories).Cells;
        Assert.Null(shown.Single(cell => cell.Filter.Count == 1 && cell.Filter.GetValueOrDefault("a") == "x").Shown);
        Assert.True(shown.Count(cell => cell.Shown is not null) >= 2);
        // Of the nine, five are p: that still cannot be worked out, though somebody knows that they are nine.
        var truth = shown.Select(cell => cell.Filter is { Count: 1 } && cell.Filter.GetValueOrDefault("a") == "x" ? cell with { Shown = 9 } : cell).ToList();
        Assert.All(TableAttack.On(truth).Where(one => one.Filter.Count == 2 && one.Filter["a"] == "x" && one.Filter["b"] != "r"), one => Assert.True(one.Highest - one.Lowest >= (Threshold / 2) - 1e-6, $"{Key(one.Filter)}: {one.Lowest} to {one.Highest}"));
    }

    [Fact]
    public void The_order_of_rows_and_of_columns_changes_nothing()
    {
        var data = Drawn(9, 300, 4, 5);
        var moved = Microdata.Of(["c1", "c0"], Enumerable.Range(0, 300).Reverse().Select(row => (string[])[data["c1"][row], data["c0"][row]]).ToArray());
        Assert.Equal(Written(SafeTables.Protect(data, ["c0", "c1"])), Written(SafeTables.Protect(moved, ["c0", "c1"])));

        static string[] Written(SafeTables tables) => [.. tables.Cells.Select(cell => $"{Key(cell.Filter)}:{cell.Shown}").Order(StringComparer.Ordinal)];
    }

    [Fact]
    public void The_bounds_of_the_attacker_are_those_of_every_table_tried_out()
    {
        var random = new SeededRandom(8);
        for (var round = 0; round < 60; round++)
        {
            var data = Drawn((ulong)round + 50, 4 + random.Below(8), 2, 3);
            var all = SafeTables.Protect(data, ["c0", "c1"], 2).Cells;
            var truth = all.Select(cell => Count(data, all, cell.Filter)).ToArray();
            SafeCell[] published = [.. all.Select((cell, place) => cell with { Shown = cell.Filter.Count < 2 && random.Below(4) > 0 || random.Below(3) == 0 ? truth[place] : null })];
            if (published[0].Shown is null) published[0] = published[0] with { Shown = truth[0] };
            var groups = published.Where(cell => cell.Filter.Count == 2).ToArray();
            var possible = Fillings(groups.Length, truth[0]).Where(filling => published.All(cell => cell.Shown is not { } shown || Sum(cell, groups, filling) == shown)).ToArray();
            foreach (var narrowed in TableAttack.On(published))
            {
                int[] sums = [.. possible.Select(filling => Sum(published.Single(cell => Key(cell.Filter) == Key(narrowed.Filter)), groups, filling))];
                // Two-way tables with whole margins have whole corners.
                Assert.Equal(sums.Min(), narrowed.Lowest, 1e-6);
                Assert.Equal(sums.Max(), narrowed.Highest, 1e-6);
            }
        }

        static int Sum(SafeCell cell, SafeCell[] groups, int[] filling) => groups.Select((group, place) => cell.Filter.All(one => group.Filter[one.Key] == one.Value) ? filling[place] : 0).Sum();
    }

    private static IEnumerable<int[]> Fillings(int places, int people) => places == 1 ? [[people]] : Enumerable.Range(0, people + 1).SelectMany(first => Fillings(places - 1, people - first).Select(rest => (int[])[first, .. rest]));

    [Fact]
    public void What_protects_nobody_or_takes_too_long_is_refused()
    {
        var data = Drawn(1, 100, 3, 3);
        Assert.Contains("no column \"x\"", Refusal(["x"], 10, null));
        Assert.Contains("threshold is 1", Refusal(["c0"], 1, null));
        Assert.Contains("Rounding to 1", Refusal(["c0"], 10, 1));
        Assert.Contains("named twice", Refusal(["c0", "c0"], 10, null));
        Assert.Contains("0 dimensions", Refusal([], 10, null));
        var wide = Microdata.Of(["a"], Enumerable.Range(0, 3200).Select(row => (string[])[$"{row / 2}"]).ToArray());
        Assert.Contains("1601 groups", Assert.Throws<DisclosureException>(() => SafeTables.Protect(wide, ["a"], 2)).Message);

        string Refusal(string[] by, int threshold, int? round) => Assert.Throws<DisclosureException>(() => SafeTables.Protect(data, by, threshold, round)).Message;
    }
}
