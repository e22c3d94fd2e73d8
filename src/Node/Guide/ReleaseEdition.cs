using Entraide.Core.Text.Blocks;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Guide;

/// <summary>Makes what was changed what everybody reads: the next edition, in one step or not at all.</summary>
public static class ReleaseEdition
{
    public static async Task<IResult> Release(Frame frame, Caller caller, TextStore store, GuideDb reading, Gate gate, TimeProvider time, string id)
    {
        var state = await store.Now();
        var subject = OpenText.SubjectOf(state, id);
        if (!state.Documents.TryGetValue(id, out var document))
        {
            await gate.Ask(caller, AccessAction.Release, subject);
            return TypedResults.NotFound();
        }
        try
        {
            await gate.Do(caller, AccessAction.Release, subject, [], async scope =>
            {
                var db = scope.Db<GuideDb>();
                var pending = await db.Pending.Where(one => one.Document == id).OrderBy(one => one.At).ToListAsync();
                // What another released meanwhile was not what she saw.
                if (pending.Count == 0 || await db.Editions.AnyAsync(one => one.Document == id && one.Number > document.Current.Number)) throw new HeldUpException("text.fault.nothing");
                if (pending.Exists(one => one.Class < one.Floor && one.ApproverId is null)) throw new HeldUpException("text.fault.second");
                var (versions, entries) = Plan(document, pending);
                foreach (var (version, change) in versions)
                    db.Versions.Add(new StoredVersion { Document = id, BlockId = version.BlockId, Number = version.Number, Content = TextStore.ToJson(version), AuthorId = change.AuthorId, ApproverId = change.ApproverId, Note = change.Note, At = time.GetUtcNow() });
                db.Editions.Add(new StoredEdition { Document = id, Number = document.Current.Number + 1, Entries = TextStore.Lines(entries.Select(one => (one.BlockId, one.Version))), AuthorId = caller.AccountId, At = time.GetUtcNow() });
                db.Pending.RemoveRange(pending);
                await TextStore.Count(db);
            }, reason: $"edition-{document.Current.Number + 1}");
        }
        catch (HeldUpException e)
        {
            return await OpenText.Page(frame, caller, store, reading, gate, time, id, e.Key);
        }
        store.LookAgain();
        return TypedResults.Redirect(frame.To($"/texts/{id}"));
    }

    /// <summary>The new versions and the order of the next edition. Pure.</summary>
    public static (IReadOnlyList<(BlockVersion Version, PendingChange Change)> Versions, IReadOnlyList<EditionEntry> Entries) Plan(DocumentState document, IReadOnlyList<PendingChange> pending)
    {
        var (versions, entries) = (new List<(BlockVersion, PendingChange)>(), document.Current.Entries.ToList());
        foreach (var change in pending)
        {
            var at = entries.FindIndex(entry => entry.BlockId == change.BlockId);
            if (change.Content is null)
            {
                if (at >= 0) entries.RemoveAt(at);
                continue;
            }
            var drawn = TextStore.FromJson<BlockVersion>(change.Content);
            var latest = document.Histories.GetValueOrDefault(change.BlockId)?.Latest;
            // Moved and not changed: no new version, and no translation is behind.
            var entry = at >= 0 && latest is not null && latest.SaysTheSameAs(drawn) ? entries[at] : new EditionEntry(change.BlockId, (latest?.Number ?? 0) + 1);
            if (latest is null || entry.Version > latest.Number) versions.Add((drawn with { Number = entry.Version, Change = change.Class }, change));
            if (at >= 0) entries[at] = entry;
            if (at >= 0 && change.After is null) continue;
            if (at >= 0) entries.RemoveAt(at);
            var after = change.After is null ? -1 : entries.FindIndex(one => one.BlockId == change.After);
            entries.Insert(after < 0 ? entries.Count : after + 1, entry);
        }
        return (versions, entries);
    }
}
