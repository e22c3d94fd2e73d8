using Entraide.Core.Text.Blocks;

namespace Entraide.Node.Guide;

/// <summary>
/// A later program ships a later text. What nobody has touched here follows it, in an edition of its own, with the class
/// that its floor says; what was edited here stays as it is.
/// </summary>
public static class NewerShipment
{
    public static Task Apply(GuideDb db, DocumentState here, ShippedText last, ShippedText next, DateTimeOffset at)
    {
        var lastBlocks = last.Blocks.ToDictionary(block => block.BlockId, StringComparer.Ordinal);
        var nextIds = next.Blocks.Select(block => block.BlockId).ToHashSet(StringComparer.Ordinal);
        var entries = new List<(string Id, int Number)>();
        foreach (var shipped in next.Blocks)
        {
            // What the steward took out stays out, also where it is shipped otherwise now.
            if (lastBlocks.ContainsKey(shipped.BlockId) && here.Block(shipped.BlockId) is null) continue;
            var history = here.Histories.GetValueOrDefault(shipped.BlockId);
            var touched = history is not null && !(lastBlocks.TryGetValue(shipped.BlockId, out var before) && history.Latest.SaysTheSameAs(before));
            if (history is null || (!touched && !history.Latest.SaysTheSameAs(shipped)))
            {
                var version = shipped with { Number = (history?.Latest.Number ?? 0) + 1, Change = history is null ? ChangeClass.Substantive : ChangeFloor.Of(history.Latest, shipped).Class };
                db.Versions.Add(new StoredVersion { Document = here.Id, BlockId = version.BlockId, Number = version.Number, Content = TextStore.ToJson(version), Note = "shipped", At = at });
                entries.Add((version.BlockId, version.Number));
            }
            else if (here.Block(shipped.BlockId) is { } current) entries.Add((shipped.BlockId, current.Number));
        }
        // What is the steward's own, or was edited here, stays behind the block that it stood behind.
        foreach (var (entry, index) in here.Current.Entries.Select((entry, index) => (entry, index)).Where(one => !nextIds.Contains(one.entry.BlockId) && !(lastBlocks.TryGetValue(one.entry.BlockId, out var was) && here.Block(one.entry.BlockId)!.SaysTheSameAs(was))))
        {
            var before = here.Current.Entries.Take(index).LastOrDefault(one => entries.Exists(kept => kept.Id == one.BlockId));
            entries.Insert(before is null ? 0 : entries.FindIndex(kept => kept.Id == before.BlockId) + 1, (entry.BlockId, entry.Version));
        }
        db.Editions.Add(new StoredEdition { Document = here.Id, Number = here.Current.Number + 1, Entries = TextStore.Lines(entries), At = at });
        Translate(db, here, last, next, entries.ToDictionary(one => one.Id, one => one.Number, StringComparer.Ordinal), at);
        return Task.CompletedTask;
    }

    private static void Translate(GuideDb db, DocumentState here, ShippedText last, ShippedText next, Dictionary<string, int> versions, DateTimeOffset at)
    {
        var before = last.Translations.ToDictionary(one => (one.BlockId, one.Language), one => one.Text);
        foreach (var shipped in next.Translations.Where(one => versions.ContainsKey(one.BlockId)))
        {
            var latest = here.Translations[(shipped.BlockId, shipped.Language)].LastOrDefault();
            var mine = before.GetValueOrDefault((shipped.BlockId, shipped.Language));
            var moved = versions[shipped.BlockId] != here.Histories.GetValueOrDefault(shipped.BlockId)?.Latest.Number;
            // Words that did not follow the new source were not made from it.
            if (latest is not null && (latest.Text != mine || latest.Text == shipped.Text)) continue;
            db.Translations.Add(new StoredTranslation
            {
                Document = here.Id,
                BlockId = shipped.BlockId,
                Language = shipped.Language,
                Number = (latest?.Number ?? 0) + 1,
                Text = shipped.Text,
                // Beside what was edited here, a shipped translation is no fresher than the one before.
                BasedOn = moved || latest is null ? versions[shipped.BlockId] : latest.BasedOn,
                State = shipped.State,
                Origin = shipped.Origin,
                Note = "shipped",
                At = at,
            });
        }
    }
}
