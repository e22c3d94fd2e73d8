using Entraide.Core.Figures;
using Entraide.Core.Statistics;
using Entraide.Node.Impact;

namespace Entraide.Tests.Node.Impact;

/// <summary>What everybody reads of a year: neither its notes nor a later edition tell what its tables hide.</summary>
public sealed class PublishFiguresTests
{
    private static readonly string[] Sexes = ["female", "male", FactDimension.Unknown], Forms = ["sexual", "labour", "other", FactDimension.Unknown];

    [Fact]
    public void A_note_on_missing_codes_says_no_more_than_the_tables_show()
    {
        // 3 of 50 are 6 %: who knows the total would know the three.
        Assert.DoesNotContain(Publish([.. People("female", "labour", 47), .. People(FactDimension.Unknown, "labour", 3)]).Missing, one => one.Dimension == "sex");
        var told = Publish([.. People("female", "labour", 60), .. People(FactDimension.Unknown, "labour", 20)]);
        Assert.Equal(25, told.Missing.Single(one => one.Dimension == "sex").Percent);

        var random = new SeededRandom(31);
        var seen = 0;
        for (var drawn = 0; drawn < 12; drawn++)
        {
            var year = Publish(Drawn(random, 40 + (drawn * 10)));
            foreach (var note in year.Missing)
            {
                seen++;
                var cells = year.Tables.First(table => table.Kind == note.Kind && table.Dimensions.Contains(note.Dimension)).Cells;
                var (unknown, all) = (cells.Single(cell => cell.Codes.Count == 1 && cell.Codes.GetValueOrDefault(note.Dimension) == FactDimension.Unknown).Count, cells.Single(cell => cell.Codes.Count == 0).Count);
                Assert.Equal((int)Math.Round(100.0 * unknown!.Value / all!.Value), note.Percent);
            }
        }
        Assert.True(seen > 0);
    }

    [Fact]
    public void What_one_edition_hides_no_later_one_shows_and_a_figure_moves_by_ten_or_not_at_all()
    {
        var random = new SeededRandom(32);
        var (hidden, moved) = (0, 0);
        for (var drawn = 0; drawn < 12; drawn++)
        {
            var facts = Drawn(random, 60);
            var first = Publish(facts);
            var later = Publish([.. facts, .. Drawn(random, drawn * 8)], first);
            foreach (var (before, after) in first.Tables.SelectMany(table => table.Cells.Zip(later.Table(table.Id)!.Cells)))
            {
                Assert.Equal(before.Codes, after.Codes);
                if (before.Count is null) hidden++;
                if (before.Count is null) Assert.Null(after.Count);
                else if (after.Count is { } count && count != before.Count)
                {
                    moved++;
                    Assert.True(Math.Abs(count - before.Count.Value) >= PublishFigures.Threshold);
                }
            }
        }
        Assert.True(hidden > 0 && moved > 0);
        // A first edition that showed nothing holds nothing back.
        Assert.Equal(60, Publish([.. People("female", "labour", 60)], Publish([.. People("female", "labour", 6)])).Tables[0].Cells[0].Count);
    }

    [Fact]
    public void What_was_told_stays_as_it_was_told_until_it_moves_by_ten()
    {
        static IReadOnlyDictionary<string, string> Sex(string sex) => new Dictionary<string, string>(StringComparer.Ordinal) { ["sex"] = sex };
        var told = new ShownCounts([[(Sex("female"), 20), (Sex("male"), null), (Sex("other"), null)], [(Sex("other"), 15)], [(Sex("unknown"), null)]], 3);
        Assert.Equal(new int?[] { 20, 30, null, 15, 40, 10 }, new[] { told.Steady(Sex("female"), 25), told.Steady(Sex("female"), 30), told.Steady(Sex("male"), 40), told.Steady(Sex("other"), 20), told.Steady(Sex("unknown"), 40), told.Steady(new Dictionary<string, string>(), 10) });
        Assert.Equal(["female", "other"], told.Filters.Select(filter => filter["sex"]));
    }

    [Fact]
    public void The_order_of_what_is_published_says_nothing_of_how_many_are_hidden()
    {
        var (one, other) = (Publish([.. People("female", "labour", 60), .. People("male", "other", 3), .. People("male", "sexual", 7)]), Publish([.. People("female", "labour", 60), .. People("male", "other", 7), .. People("male", "sexual", 3)]));
        Assert.Equal(one.Write(), other.Write());
    }

    private static PublicYear Publish(IReadOnlyList<StatisticalFact> facts, PublicYear? before = null)
    {
        var (cube, quality) = YearOfFigures.Count(2025, [new Contribution("Police", new DateOnly(2026, 5, 1), [.. facts], 0, 0)]);
        return PublishFigures.Make(cube, quality, before is null ? 1 : 2, "Drawn", before, new ShownCounts(before?.Together() ?? [], before is null ? 0 : 1));
    }

    private static IReadOnlyList<StatisticalFact> Drawn(SeededRandom random, int people) =>
        [.. Enumerable.Range(0, people).SelectMany(_ => People(Sexes[random.Below(Sexes.Length)], Forms[Math.Min(random.Below(Forms.Length), random.Below(Forms.Length))], 1))];

    private static IEnumerable<StatisticalFact> People(string sex, string form, int count) =>
        Enumerable.Repeat(StatisticalFact.Of(FactKind.Victim, 2025, new Dictionary<string, string>(StringComparer.Ordinal) { ["sex"] = sex, ["form"] = form, ["age"] = "adult", ["citizenship"] = "own", ["organisation"] = "police" }, ""), count);
}
