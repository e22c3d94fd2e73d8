using System.Text;
using Entraide.Core.Text;
using Entraide.Core.Text.Blocks;
using Entraide.Core.Text.Xliff;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Guide;

/// <summary>Writes the documents that other modules keep here; see <see cref="ModuleTexts"/>.</summary>
internal static class WriteTexts
{
    public static ShippedText Snapshot(DocumentState state)
    {
        var blocks = state.Blocks.ToList();
        var translations = state.Languages.Where(language => language != state.SourceLanguage)
            .SelectMany(language => blocks.Where(block => state.FreshnessOf(block, language) is Freshness.Current or Freshness.BehindEditorial).Select(block => state.Shown(block.BlockId, language)!));
        return new ShippedText(state.Id, state.Current.Number, state.SourceLanguage, state.Languages,
            [.. blocks.Select(block => block with { Number = 1, Change = ChangeClass.Substantive })], [.. translations.Select(one => one with { Number = 1, BasedOn = 1 })]);
    }

    public static async Task TakeIn(GuideDb db, TextState state, ShippedText text, DateTimeOffset at)
    {
        if (await db.Shipments.Where(one => one.Document == text.Document).OrderByDescending(one => one.Release).FirstOrDefaultAsync() is { } last)
        {
            if (last.Release >= text.Release) throw new InvalidOperationException($"{text.Document} is here in release {last.Release}.");
            await NewerShipment.Apply(db, state.Documents[text.Document], TextStore.FromJson<ShippedText>(Encoding.UTF8.GetString(last.Content)), text, at);
        }
        db.Shipments.Add(new Shipment { Document = text.Document, Release = text.Release, Content = TextStore.ToBytes(text), At = at });
        await TextStore.Count(db);
    }

    public static async Task Write(GuideDb db, DocumentState here, IReadOnlyList<BlockVersion> blocks, string? author, DateTimeOffset at)
    {
        var entries = new List<(string Id, int Number)>();
        foreach (var block in blocks)
        {
            var latest = here.Histories.GetValueOrDefault(block.BlockId)?.Latest;
            var next = block with { Audiences = latest?.Audiences ?? [], Basis = latest?.Basis ?? [], Explains = latest?.Explains ?? [], Level = latest?.Level ?? NormativeLevel.Info };
            if (latest is null || !latest.SaysTheSameAs(next))
            {
                next = next with { Number = (latest?.Number ?? 0) + 1, Change = latest is null ? ChangeClass.Substantive : ChangeFloor.Of(latest, next).Class };
                db.Versions.Add(new StoredVersion { Document = here.Id, BlockId = next.BlockId, Number = next.Number, Content = TextStore.ToJson(next), AuthorId = author, At = at });
                entries.Add((next.BlockId, next.Number));
            }
            else entries.Add((latest.BlockId, latest.Number));
        }
        if (entries.SequenceEqual(here.Current.Entries.Select(one => (one.BlockId, one.Version)))) return;
        db.Editions.Add(new StoredEdition { Document = here.Id, Number = here.Current.Number + 1, Entries = TextStore.Lines(entries), AuthorId = author, At = at });
        await TextStore.Count(db);
    }

    public static async Task<bool> Doubt(GuideDb db, TextState state, string document, string block, string language, string why, DateTimeOffset at)
    {
        if (TranslatableText.Find(state, document) is not { } text || text.Shown(block, language) is not { } shown) return false;
        db.Translations.Add(new StoredTranslation
        {
            Document = document, BlockId = block, Language = language, Number = await KeepTranslation.Newest(db, text, block, language) + 1, Text = shown.Text, BasedOn = shown.BasedOn,
            State = TranslationState.Translated, Origin = shown.Origin == TranslationOrigin.Written ? TranslationOrigin.Human : shown.Origin, Note = why, At = at,
        });
        await TextStore.Count(db);
        return true;
    }

    public static byte[]? Xliff(ShippedText text, string language, string job)
    {
        var units = Untranslated(text, language).Select(block => new JobUnit(block.BlockId, InlineMarkup.Parse(block.Text))).ToList();
        return units.Count == 0 ? null : XliffJobWriter.Write(new XliffJob(text.SourceLanguage, language, TranslationJobs.OriginalOf(text.Document, job), [.. units]));
    }

    private static IEnumerable<BlockVersion> Untranslated(ShippedText text, string language)
    {
        var known = text.Translations.Where(one => one.Language == language).Select(one => one.BlockId).ToHashSet(StringComparer.Ordinal);
        return text.Blocks.Where(block => !known.Contains(block.BlockId));
    }

    public static async Task Expect(GuideDb db, ShippedText text, string language, string job, DateTimeOffset at)
    {
        var (document, units) = (text.Document, Untranslated(text, language).ToList());
        if (units.Count == 0 || await db.Jobs.AnyAsync(one => one.Id == job)) return;
        // The versions of this moment, of all that was sent: what the change before wrote is in this transaction.
        await db.SaveChangesAsync();
        var numbers = (await db.Versions.Where(one => one.Document == document).GroupBy(one => one.BlockId).Select(group => new { group.Key, Number = group.Max(one => one.Number) }).ToListAsync()).ToDictionary(one => one.Key, one => one.Number, StringComparer.Ordinal);
        var taken = units.Select(block => new TakenUnit(block.BlockId, numbers.GetValueOrDefault(block.BlockId, 1), 0));
        db.Jobs.Add(new ExchangeJob { Id = job, Document = document, Language = language, Units = TranslationJobs.Lines(taken), At = at });
    }
}
