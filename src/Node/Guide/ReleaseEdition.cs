using System.Globalization;
using Entraide.Core.Text.Blocks;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Guide;

/// <summary>Makes what was changed what everybody reads: the next edition, in one step or not at all.</summary>
public static class ReleaseEdition
{
    public static async Task<IResult> Release(Frame frame, Caller caller, TextStore store, GuideDb reading, Gate gate, TimeProvider time, string id, [FromForm] string? seen)
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
                if (MarkOf(pending) != seen) throw new HeldUpException("unit.fault.meanwhile");
                // Against the text as it stands today: it may have moved since the change was drawn.
                if (Effects.Of(state, document, pending).Any(effect => effect.NeedsSecondReader)) throw new HeldUpException("text.fault.second");
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

    /// <summary>Tells one set of changes from another, so that nobody releases what she has not seen.</summary>
    internal static string MarkOf(IEnumerable<PendingChange> pending) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', pending.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.BlockId} {EditBlock.MarkOf(one)}")).Order(StringComparer.Ordinal)))));

    /// <summary>The new versions and the order of the next edition. Pure.</summary>
    public static (IReadOnlyList<(BlockVersion Version, PendingChange Change)> Versions, IReadOnlyList<EditionEntry> Entries) Plan(DocumentState document, IReadOnlyList<PendingChange> pending)
    {
        var (versions, entries) = (new List<(BlockVersion, PendingChange)>(), document.Current.Entries.ToList());
        // What is taken out goes last: something new may stand where it stood.
        foreach (var change in pending.OrderBy(one => one.Content is null))
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
            if (after < 0) throw new HeldUpException("text.fault.after");
            entries.Insert(after + 1, entry);
        }
        return (versions, entries);
    }
}
