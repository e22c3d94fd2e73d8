using Entraide.Core.Text.Blocks;

namespace Entraide.Tests.Core.Text.Blocks;

/// <summary>What a country wrote survives three editions of the core: each text is found once, at its own block or nowhere.</summary>
public sealed class RebaseTests
{
    private const int Seeds = 150;
    private static readonly string[] Languages = ["en", "fr", "nl", "it", "el", "tr", "ro", "uk", "ru"];

    [Fact]
    public void No_operation_is_lost_or_applied_to_another_block()
    {
        var (kinds, homeless, hidden) = (new HashSet<OverlayKind>(), 0, 0);
        foreach (var (world, edition, overlay, seed) in Worlds())
        {
            var text = Resolver.Resolve(world.Sources(edition, overlay), "fr");
            var places = Places(text);
            foreach (var one in overlay.Operations.Where(one => one.Content is not null))
            {
                var own = places.Where(place => place.Operation == one.Id).ToList();
                Assert.All(own, place => Assert.True(place.At is null || place.At == one.Target, $"seed {seed}: {one.Id} on {one.Target} stands at {place.At}"));
                if (own.Count == 0 && HiddenWithItsBlock(world, edition, overlay, one)) hidden++;
                else Assert.True(own.Count == 1, $"seed {seed}, edition {edition.Number}: {one.Id} {one.Kind} on {one.Target} stands {own.Count} times");
                homeless += own.Count(place => place.At is null);
                kinds.Add(one.Kind);
            }
            Assert.All(text.Homeless.Where(one => one.Behind == Freshness.Orphan), one => Assert.DoesNotContain(edition.Entries, entry => entry.BlockId == overlay.Operations.Single(own => own.Id == one.OperationId).Target));
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"homeless {homeless}, hidden by the country {hidden}");
        Assert.Equal(5, kinds.Count);
        Assert.True(homeless > 100 && hidden > 20);
    }

    [Fact]
    public void Everything_stands_in_the_order_of_the_core_and_then_of_the_ids()
    {
        foreach (var (world, edition, overlay, _) in Worlds())
        {
            var expected = new List<string>();
            foreach (var entry in edition.Entries.Where(entry => world.At(entry).Kind != BlockKind.Contact))
            {
                var own = overlay.Operations.Where(one => one.Target == entry.BlockId).OrderBy(one => one.Id, StringComparer.Ordinal).ToList();
                expected.AddRange(own.Where(one => one.Kind == OverlayKind.AddBefore).Select(one => one.Content!.BlockId));
                if (!IsHidden(world, entry, own)) expected.Add(entry.BlockId);
                expected.AddRange(own.Where(one => one.Kind == OverlayKind.AddAfter).Select(one => one.Content!.BlockId));
            }
            Assert.Equal(expected, Resolver.Resolve(world.Sources(edition, overlay), "en").Blocks.Select(block => block.Id));
        }
    }

    [Fact]
    public void Two_nodes_give_the_same_bytes_whatever_the_order_and_the_culture()
    {
        foreach (var (world, edition, overlay, seed) in Worlds().Where(one => one.Seed % 5 == 0))
        {
            var language = Languages[seed % Languages.Length];
            var first = Resolver.Resolve(world.Sources(edition, overlay), language);
            var shuffled = overlay with { Operations = [.. overlay.Operations.OrderBy(_ => world.Random.Next())] };
            void Same(OverlayRelease given)
            {
                var again = Resolver.Resolve(world.Sources(edition, given), language);
                Assert.Equal((first.Hash, first.OverlayHash, first.EditionHash, first.TranslationsHash), (again.Hash, again.OverlayHash, again.EditionHash, again.TranslationsHash));
                Assert.True(first.Json.Span.SequenceEqual(again.Json.Span));
            }
            Same(overlay);
            Same(shuffled);
            foreach (var culture in (string[])["tr-TR", "ar-SA"]) Rebase.In(culture, () => Same(shuffled));
        }
    }

    [Fact]
    public void Drift_is_the_same_in_every_order_and_says_where_each_target_went()
    {
        var seen = new HashSet<DriftKind>();
        foreach (var (world, edition, overlay, _) in Worlds())
        {
            string Items(IEnumerable<OverlayOperation> operations) => string.Join('\n', new Drift(edition, world.Editions[0], world.History).Of(operations, new DateOnly(2026, 1, 1)).Select(item => $"{item.Operation.Id} {item.Kind} {item.Gravity}"));
            var items = Items(overlay.Operations);
            Assert.Equal(items, Items(overlay.Operations.Reverse()));
            Rebase.In("tr-TR", () => Assert.Equal(items, Items(overlay.Operations)));
            foreach (var one in new Drift(edition, world.Editions[0], world.History).Of(overlay.Operations, default)) seen.Add(one.Kind);
            foreach (var one in overlay.Operations.Where(one => edition.Entries.All(entry => entry.BlockId != one.Target)))
                Assert.Contains(new Drift(edition, null, world.History).Of([one], default), item => item is { Gravity: ChangeClass.Critical, Kind: DriftKind.TargetDeleted or DriftKind.TargetMerged or DriftKind.TargetSplit });
        }
        Assert.Superset(new HashSet<DriftKind> { DriftKind.TargetChanged, DriftKind.TargetDeleted, DriftKind.TargetSplit, DriftKind.TargetMerged, DriftKind.TargetMoved, DriftKind.LevelRaised, DriftKind.PlaceholderRetyped }, seen);
    }

    [Fact]
    public void A_block_that_comes_back_finds_its_operations_again()
    {
        var found = 0;
        foreach (var (world, edition, overlay, _) in Worlds().Where(one => one.Edition.Number == 3))
            foreach (var id in world.Restored.Where(id => edition.Entries.Any(entry => entry.BlockId == id)))
            {
                var text = Resolver.Resolve(world.Sources(edition, overlay), "en");
                Assert.DoesNotContain(text.Homeless, one => one.Behind == Freshness.Orphan && overlay.Operations.Single(own => own.Id == one.OperationId).Target == id);
                found += Places(text).Count(place => place.At == id);
            }
        Assert.True(found > 20);
    }

    private static IEnumerable<(RebaseWorld World, Edition Edition, OverlayRelease Overlay, int Seed)> Worlds()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var world = new RebaseWorld(seed);
            foreach (var edition in world.Editions) yield return (world, edition, world.Overlay, seed);
        }
    }

    // A hidden block shows itself again once it changed dangerously: gravest change since, from the versions themselves.
    private static bool IsHidden(RebaseWorld world, EditionEntry entry, IEnumerable<OverlayOperation> own) =>
        own.OrderBy(one => one.Id, StringComparer.Ordinal).FirstOrDefault(one => one.Kind == OverlayKind.Hide) is { } hide
        && !world.History(entry.BlockId)!.Versions.Any(one => one.Number > hide.BasedOn && one.Number <= entry.Version && one.Change == ChangeClass.Critical);

    private static bool HiddenWithItsBlock(RebaseWorld world, Edition edition, OverlayRelease overlay, OverlayOperation one) =>
        one.Kind is OverlayKind.Annotate or OverlayKind.Replace && edition.Entries.FirstOrDefault(entry => entry.BlockId == one.Target) is { } entry
        && world.At(entry).Kind != BlockKind.Contact && IsHidden(world, entry, overlay.Operations.Where(other => other.Target == one.Target));

    // Where each national text stands: at which block of the core, or at none. The place of an addition is its own id,
    // whose neighbours the test of the order compares.
    private static List<(string Operation, string? At)> Places(ResolvedText text) =>
    [
        .. text.Blocks.SelectMany(block => block.Notes.Select(note => (note.OperationId, (string?)block.Id))),
        .. text.Blocks.Where(block => block.National is not null).Select(block => (block.National!.OperationId, block.National.Kind == OverlayKind.Replace ? block.Id : RebaseWorld.TargetOf(block.Id))),
        .. text.Placeholders.Values.Where(one => one.National is not null).Select(one => (one.National!.OperationId, (string?)one.Name)),
        .. text.Homeless.Select(one => (one.OperationId, (string?)null)),
    ];
}
