using Entraide.Core.Text.Blocks;

namespace Entraide.Tests.Core.Text.Blocks;

/// <summary>After every edit the engine names each translation and each national operation that it touches, and no other.</summary>
public sealed class MutationReportTests
{
    private static readonly DateOnly Today = new(2026, 6, 15);

    [Fact]
    public void Every_affected_language_and_country_is_reported_and_none_other()
    {
        var world = new MutationWorld(20260726, blocks: 2000, operations: 100);
        for (var i = 0; i < 1500; i++) world.Edit(); // What was behind already.
        var (before, kinds, pairs, changed) = (Engine(world), new Dictionary<string, int>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal), 0);
        var old = Oracle(world);
        Assert.True(old.SetEquals(before));
        Assert.True(before.Count > 1000);
        for (var edit = 0; edit < 500; edit++)
        {
            var kind = world.Edit();
            kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
            var (expected, said) = (Oracle(world), Engine(world));
            Assert.True(expected.SetEquals(said), $"edit {edit}, {kind}: missing {string.Join("; ", expected.Except(said).Take(5))}; beyond {string.Join("; ", said.Except(expected).Take(5))}");
            // What this one edit did, as pairs.
            var (wanted, reported) = (Pairs(old, expected), Pairs(before, said));
            Assert.True(wanted.SetEquals(reported), $"edit {edit}, {kind}");
            if (reported.Count > 0) changed++;
            pairs.UnionWith(reported);
            (before, old) = (said, expected);
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"500 edits ({string.Join(", ", kinds.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key} {one.Value}"))}): {changed} touched somebody, {pairs.Count} (language, country) pairs touched; {before.Count} items at the end");
        Assert.Equal(10, kinds.Count);
        Assert.True(changed > 250 && pairs.Count > 30);
    }

    [Fact] // The comparison can fail: an engine that forgets one thing is found out.
    public void A_report_that_forgets_something_is_found_out()
    {
        var world = new MutationWorld(5, blocks: 300, operations: 40);
        for (var i = 0; i < 400; i++) world.Edit();
        var said = Engine(world);
        Assert.Equal(Oracle(world), said);
        Assert.All(Enum.GetValues<DriftKind>(), kind => Assert.True(Oracle(world).Any(item => item.Contains($" {kind} ", StringComparison.Ordinal)) || kind == DriftKind.TargetMoved, $"{kind} is never reported"));
        Assert.NotEqual(Oracle(world), said.Where(item => !item.Contains("TargetMerged", StringComparison.Ordinal)).ToHashSet());
        foreach (var key in world.Translations.Keys.ToList()) world.Translations[key] = Math.Max(1, world.Translations[key] - 1);
        Assert.NotEqual(Oracle(world), said);
    }

    // (language, country) of what is new or no longer so; a star stands for the core, and for whatever the language is.
    private static HashSet<string> Pairs(HashSet<string> before, HashSet<string> after) =>
        [.. before.Except(after).Concat(after.Except(before)).Select(item => item.Split(' ')).Select(item => $"{item[0]} {item[1]}")];

    private static HashSet<string> Engine(MutationWorld world)
    {
        var present = world.Order.ToHashSet(StringComparer.Ordinal);
        var said = new HashSet<string>(StringComparer.Ordinal);
        foreach (var ((block, language), basedOn) in world.Translations)
        {
            var country = MutationWorld.CountryOf(block);
            var freshness = FreshnessRule.Of(country is null && !present.Contains(block) ? null : world.History(block), basedOn, world.Released[block]);
            if (freshness != Freshness.Current) said.Add($"{language} {country ?? "*"} {block} {freshness}");
        }
        var drift = new Drift(world.Edition(world.Order), world.Edition(world.Previous), world.History);
        foreach (var (country, _) in MutationWorld.Countries)
            foreach (var item in drift.Of(world.Operations.Values.Where(one => MutationWorld.CountryOf(one.Id) == country), Today))
                said.Add($"* {country} {item.Operation.Id} {item.Kind} {item.Gravity}");
        return said;
    }

    // By brute force from the log of what happened: every translation, every operation, every time.
    private static HashSet<string> Oracle(MutationWorld world)
    {
        var said = new HashSet<string>(StringComparer.Ordinal);
        var (places, old) = (Chapters(world, world.Order), Chapters(world, world.Previous));
        foreach (var ((block, language), basedOn) in world.Translations)
        {
            var since = Since(world, block, basedOn);
            var state = block[0] == 'b' && !places.ContainsKey(block) ? "Orphan" : since.Count == 0 ? "" : since.Contains(ChangeClass.Critical) ? "BehindCritical" : since.All(one => one == ChangeClass.Editorial) ? "BehindEditorial" : "Behind";
            if (state.Length > 0) said.Add($"{language} {(block[0] == 'b' ? "*" : block[..2])} {block} {state}");
        }
        foreach (var one in world.Operations.Values)
        {
            var found = new List<string>();
            if (one.ReviewBy is { } day && day.DayNumber < Today.DayNumber) found.Add("ReviewDatePassed Clarifying");
            if (!places.ContainsKey(one.Target)) found.Add($"{WhereItWent(world, places, one.Target)} Critical");
            else
            {
                if (old.TryGetValue(one.Target, out var chapter) && chapter != places[one.Target]) found.Add("TargetMoved Editorial");
                found.AddRange(ChangesUnder(world, one));
            }
            foreach (var item in found) said.Add($"* {one.Id[..2]} {one.Id} {item}");
        }
        return said;
    }

    private static IEnumerable<string> ChangesUnder(MutationWorld world, OverlayOperation one)
    {
        var since = Since(world, one.Target, one.BasedOn);
        if (since.Count == 0) yield break;
        var (then, now) = (world.Log[one.Target].Single(entry => entry.Version == one.BasedOn), world.Log[one.Target].Single(entry => entry.Version == world.Released[one.Target]));
        if (one.Kind == OverlayKind.Bind)
        {
            if (then.Placeholder != now.Placeholder) yield return "PlaceholderRetyped Critical";
            yield break;
        }
        yield return $"TargetChanged {since.Max()}";
        var atLeast = since.Contains(ChangeClass.Critical) ? "Critical" : "Substantive";
        if (now.Level > then.Level) yield return $"LevelRaised {atLeast}";
        if (now.Basis != then.Basis) yield return $"LegalBasisChanged {atLeast}";
    }

    private static List<ChangeClass> Since(MutationWorld world, string block, int basedOn) =>
        [.. world.Log[block].Where(entry => entry.Version > basedOn && entry.Version <= world.Released[block]).Select(entry => entry.Change)];

    private static string WhereItWent(MutationWorld world, Dictionary<string, string> places, string block)
    {
        var heirs = world.Parents.Where(one => one.Value.Contains(block) && places.ContainsKey(one.Key)).Select(one => one.Key).ToList();
        return heirs.Count == 0 ? "TargetDeleted" : heirs.Count == 1 && world.Parents[heirs[0]].Length > 1 ? "TargetMerged" : "TargetSplit";
    }

    private static Dictionary<string, string> Chapters(MutationWorld world, List<string> order)
    {
        var chapters = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < order.Count; i++)
        {
            var back = i;
            while (back >= 0 && !world.Headings.Contains(order[back])) back--;
            chapters[order[i]] = back < 0 ? "" : order[back];
        }
        return chapters;
    }
}
