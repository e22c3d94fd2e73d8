using System.Collections.Concurrent;
using Entraide.Core.Text.Blocks;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Guide;

/// <summary>Remembers what each copy that left the node was made from: once for each text, not for each reader.</summary>
public sealed class CopyBook(Database database, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> known = new(StringComparer.Ordinal);

    /// <summary>Must have been done before a copy with this text's code leaves the node.</summary>
    /// <returns>When the first such copy was made.</returns>
    public async Task<DateTimeOffset> Remember(ResolvedText text)
    {
        if (known.TryGetValue(text.Hash, out var first)) return first;
        await using var db = database.New<GuideDb>();
        if (!await db.Copies.AnyAsync(one => one.Hash == text.Hash))
        {
            db.Copies.Add(new ReadCopy
            {
                Hash = text.Hash,
                Document = text.Edition.Document,
                Edition = text.Edition.Number,
                Country = text.Overlay?.Country ?? "",
                Release = text.Overlay?.Number ?? 0,
                Language = text.Language,
                EditionHash = text.EditionHash,
                OverlayHash = text.OverlayHash,
                TranslationsHash = text.TranslationsHash,
                At = time.GetUtcNow(),
            });
            try
            {
                await db.SaveChangesAsync();
            }
            catch (DbUpdateException)
            {
                // Another request was first; anything else shows at the next look.
                db.ChangeTracker.Clear();
                if (!await db.Copies.AnyAsync(one => one.Hash == text.Hash)) throw;
            }
        }
        // As it is stored, whichever process was first.
        return known[text.Hash] = await db.Copies.AsNoTracking().Where(one => one.Hash == text.Hash).Select(one => one.At).SingleAsync();
    }

    /// <summary>The copy with this code; null where none left this node.</summary>
    public async Task<ReadCopy?> Find(string code)
    {
        var hash = string.Concat(code.Where(char.IsAsciiHexDigit)).ToLowerInvariant();
        if (hash.Length is < 16 or > 64) return null;
        await using var db = database.New<GuideDb>();
        return await db.Copies.AsNoTracking().Where(one => one.Hash.StartsWith(hash)).FirstOrDefaultAsync();
    }
}

/// <summary>What has become of a copy since it was made.</summary>
/// <param name="Changed">The blocks that say something else now, with how grave that is; the gravest first.</param>
public sealed record CopyState(ReadCopy Copy, bool IsCurrent, IReadOnlyList<(BlockVersion Block, ChangeClass Class)> Changed);

/// <summary>"Is my copy still good?", for paper, files and phones; and what has changed if it is not.</summary>
public static class CheckCopy
{
    public static async Task<RazorComponentResult<CheckCopyPage>> Show(Frame frame, HttpContext context, TextStore store, CopyBook copies, string? code) =>
        new(new { Frame = frame, View = await ReadGuide.View(frame, context, store), Code = code, State = await Look(store, copies, code) });

    /// <summary>The same for programs: a phone that holds the text asks here when it has a network again.</summary>
    public static async Task<JsonHttpResult<CopyAnswer>> Json(TextStore store, CopyBook copies, string? code)
    {
        var state = await Look(store, copies, code);
        return TypedResults.Json(new CopyAnswer(state is not null, state?.IsCurrent ?? false, [.. (state?.Changed ?? []).Where(one => one.Class == ChangeClass.Critical).Select(one => one.Block.BlockId)]));
    }

    private static async Task<CopyState?> Look(TextStore store, CopyBook copies, string? code)
    {
        if (code is null || await copies.Find(code) is not { } copy) return null;
        var state = await store.Now();
        if (!state.Documents.TryGetValue(copy.Document, out var document)) return null;
        var now = state.Read(copy.Document, copy.Language, copy.Country.Length > 0 ? copy.Country : null);
        var then = document.EditionAt(copy.Edition)!.Entries.ToDictionary(entry => entry.BlockId, entry => entry.Version, StringComparer.Ordinal);
        var changed = document.Blocks.Select(block => (block, Class: then.TryGetValue(block.BlockId, out var version) ? document.Histories[block.BlockId].Between(version, block.Number) : ChangeClass.Substantive))
            .Where(one => one.Class is not null).Select(one => (one.block, one.Class!.Value)).OrderByDescending(one => one.Value);
        // What was taken out is no longer to be followed either.
        var gone = then.Keys.Where(id => document.Block(id) is null).Select(id => (document.Histories[id].At(then[id])!, ChangeClass.Critical));
        var national = state.Countries.TryGetValue(copy.Country, out var country) ? National(document, country, copy.Release) : [];
        return new CopyState(copy, now.Hash == copy.Hash, [.. gone, .. changed.Concat(national).OrderByDescending(one => one.Item2)]);
    }

    // What the country says otherwise since: at the block that its reader sees it at.
    private static IEnumerable<(BlockVersion, ChangeClass)> National(DocumentState document, CountryState country, int release)
    {
        Dictionary<string, OverlayOperation> At(int number) =>
            country.Releases.GetValueOrDefault(number, []).Where(one => one.Document == document.Id).ToDictionary(one => one.Operation.Id, one => one.Operation, StringComparer.Ordinal);
        var (then, now) = (At(release), At(country.ReleaseNumber));
        foreach (var id in then.Keys.Union(now.Keys, StringComparer.Ordinal))
        {
            var (before, after) = (then.GetValueOrDefault(id), now.GetValueOrDefault(id));
            if (NationalChange(before, after) is not { } change) continue;
            var one = after ?? before!;
            if ((one.Kind is OverlayKind.AddBefore or OverlayKind.AddAfter ? one.Content : document.Block(one.Target)) is { } block) yield return (block, change);
        }
    }

    // What is new may wait; what changed or went must no longer be followed as it stood.
    private static ChangeClass? NationalChange(OverlayOperation? before, OverlayOperation? after) => (before, after) switch
    {
        (null, { Kind: OverlayKind.Bind or OverlayKind.Hide or OverlayKind.Replace }) => ChangeClass.Critical,
        (null, { } added) => added.Content is { SafetyCritical: true } ? ChangeClass.Critical : ChangeClass.Substantive,
        (_, null) => ChangeClass.Critical,
        _ when (before.Kind, before.Target, before.Level) != (after.Kind, after.Target, after.Level) => ChangeClass.Critical,
        _ when before.Content is null || after.Content is null || after.Content.SaysTheSameAs(before.Content) => null,
        _ => after.Kind == OverlayKind.Bind && ChangeFloor.OfText(before.Content.Text, after.Content.Text).Class > ChangeClass.Editorial ? ChangeClass.Critical : ChangeFloor.Of(before.Content, after.Content).Class,
    };
}

/// <param name="Known">Whether such a copy left this node.</param>
/// <param name="Critical">The blocks that changed dangerously since.</param>
public sealed record CopyAnswer(bool Known, bool Current, string[] Critical);
