using Entraide.Core.Text.Blocks;

namespace Entraide.Tests.Core.Text.Blocks;

public sealed class FreshnessTests
{
    private static BlockVersion Version(int number, ChangeClass change) => new() { BlockId = "b", Number = number, Kind = BlockKind.Paragraph, Text = $"text {number}", Change = change };

    [Fact]
    public void What_changed_is_the_gravest_of_all_changes_since()
    {
        for (var seed = 0; seed < 2000; seed++)
        {
            var random = new Random(seed);
            var changes = Enumerable.Range(0, random.Next(1, 12)).Select(_ => (ChangeClass)random.Next(4)).ToArray();
            var history = new BlockHistory(changes.Select((change, i) => Version(i + 1, change)).OrderBy(_ => random.Next()));
            for (var after = -1; after <= changes.Length + 1; after++)
                for (var upTo = 0; upTo <= changes.Length + 1; upTo++)
                {
                    var own = changes.Where((_, i) => i + 1 > after && i + 1 <= upTo).ToList();
                    var gravest = own.Count == 0 ? (ChangeClass?)null : own.Max();
                    Assert.Equal(gravest, history.Between(after, upTo));
                    var expected = gravest is null ? Freshness.Current : gravest == ChangeClass.Editorial ? Freshness.BehindEditorial : gravest == ChangeClass.Critical ? Freshness.BehindCritical : Freshness.Behind;
                    Assert.Equal(expected, FreshnessRule.Of(history, after, upTo));
                    Assert.Equal(Freshness.Missing, FreshnessRule.Of(history, null, upTo));
                    Assert.Equal(Freshness.Orphan, FreshnessRule.Of(null, after, upTo));
                }
        }
    }

    [Fact]
    public void A_small_change_after_a_grave_one_makes_nothing_fresher()
    {
        var history = new BlockHistory([Version(1, ChangeClass.Substantive), Version(2, ChangeClass.Critical), Version(3, ChangeClass.Editorial)]);
        Assert.Equal(Freshness.BehindCritical, FreshnessRule.Of(history, 1, 3));
        Assert.Equal(Freshness.BehindEditorial, FreshnessRule.Of(history, 2, 3));
    }

    [Fact]
    public void A_gap_or_a_stranger_makes_no_history()
    {
        Assert.Throws<ArgumentException>(() => new BlockHistory([]));
        Assert.Throws<ArgumentException>(() => new BlockHistory([Version(2, ChangeClass.Editorial)]));
        Assert.Throws<ArgumentException>(() => new BlockHistory([Version(1, ChangeClass.Editorial), Version(1, ChangeClass.Editorial)]));
        Assert.Throws<ArgumentException>(() => new BlockHistory([Version(1, ChangeClass.Editorial), Version(2, ChangeClass.Editorial) with { BlockId = "c" }]));
    }

    [Fact]
    public void Nothing_that_is_critically_behind_is_ever_shown()
    {
        var (folded, shown) = (0, 0);
        for (var seed = 0; seed < 150; seed++)
        {
            var world = new RebaseWorld(seed);
            foreach (var edition in world.Editions)
                foreach (var language in (string[])["en", "fr", "nl", "tr"])
                {
                    var sources = world.Sources(edition, world.Overlay);
                    foreach (var block in Resolver.Resolve(sources, language).Blocks.Where(block => block.National is null || block.National.Kind == OverlayKind.Replace))
                    {
                        var entry = edition.Entries.Single(one => one.BlockId == block.Id);
                        bool IsCritical(int basedOn) => world.History(block.Id)!.Versions.Any(one => one.Number > basedOn && one.Number <= entry.Version && one.Change == ChangeClass.Critical);
                        if (block.Folded is not null) folded++;
                        // The source, or a wording that no dangerous change separates from it.
                        if (block.Shown.Text == world.At(entry).Text) continue;
                        shown++;
                        Assert.NotEqual(Freshness.BehindCritical, block.Shown.Freshness);
                        if (block.National is { } national && national.Wording == block.Shown) Assert.False(IsCritical(world.Overlay.Operations.Single(one => one.Id == national.OperationId).BasedOn));
                        else
                        {
                            var translation = sources.Translation(block.Id, language)!;
                            Assert.True(translation.IsShown && !IsCritical(translation.BasedOn), $"seed {seed}: {block.Id}");
                        }
                    }
                }
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{shown} wordings shown, {folded} folded away");
        Assert.True(folded > 500 && shown > 500, $"{folded} folded, {shown} shown");
    }
}
