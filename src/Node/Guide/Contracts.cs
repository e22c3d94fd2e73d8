using System.Collections.Immutable;
using Entraide.Core.Text.Blocks;
using Entraide.Node.Platform.Ledger;

namespace Entraide.Node.Guide;

/// <summary>
/// A text that a module ships: blocks in their source language with their translations. It becomes the first edition of its
/// document on a new node; from then on the store has the word, and the text is edited, translated and adapted there.
/// </summary>
/// <param name="Document">Lower-case letters and hyphens.</param>
/// <param name="Release">From 1; raised whenever the shipped text changes.</param>
/// <param name="Languages">All languages that the text is to be had in, the source among them.</param>
/// <param name="Blocks">In order; each in version 1.</param>
/// <param name="Translations">Each of version 1.</param>
public sealed record ShippedText(string Document, int Release, string SourceLanguage, ImmutableArray<string> Languages, ImmutableArray<BlockVersion> Blocks, ImmutableArray<TranslationVersion> Translations);

/// <summary>Reads what is shipped in the folder <c>guide</c>.</summary>
public static class ShippedTexts
{
    /// <exception cref="Platform.RefusedException">The document's files have faults.</exception>
    public static ShippedText Read(string document) => ShippedFiles.Document(document);
}

/// <summary>What a country does to the texts, as shipped: a worked example until the country takes it over.</summary>
public sealed record ShippedCountry(string Country, int Release, ImmutableArray<string> Languages, ImmutableArray<ShippedOperation> Operations, ImmutableArray<TranslationVersion> Translations);

/// <param name="Document">The document that the operation is made to.</param>
public sealed record ShippedOperation(string Document, OverlayOperation Operation);

/// <summary>
/// How a module shows where a block of the guide is used: for keys that begin with <paramref name="Prefix"/>, the words and
/// the address of the place, in a language.
/// </summary>
/// <param name="Prefix">As <c>indicator:</c>.</param>
public sealed record TextUse(string Prefix, Func<IServiceProvider, string, string, IReadOnlyList<(string Words, string Address)>> Places);

/// <summary>What other modules read: texts as they stand today, in a language and a country.</summary>
public sealed class LivingTexts(TextStore store)
{
    /// <summary>The text as a reader gets it.</summary>
    /// <param name="country">ISO 3166-1 alpha-2; null, or a country that has no text of its own, for the core alone.</param>
    /// <exception cref="KeyNotFoundException">No module ships such a document.</exception>
    public async ValueTask<ResolvedText> Read(string document, string language, string? country = null) => (await store.Now()).Read(document, language, country);

    /// <summary>Changes with every change of any text: what is derived from them is made anew when it does.</summary>
    public async ValueTask<long> Revision() => (await store.Now()).Revision;

    /// <summary>The country whose text this reader has chosen; null for the core alone.</summary>
    public static async ValueTask<string?> CountryOf(HttpContext context) => ReadGuide.Country(context, await context.RequestServices.GetRequiredService<TextStore>().Now());

    /// <summary>The address of the paragraph that explains this, in this language; null where none does.</summary>
    /// <param name="key">As <c>indicator:DR-job</c> or <c>step:refer</c>.</param>
    public static string Explanation(string language, string key) => $"/{language}/guide/explains/{Uri.EscapeDataString(key)}";
}

/// <summary>
/// What other modules write: documents of their own, within a change of theirs. Translations, versions and national text are
/// kept for them as for every other text.
/// </summary>
public sealed class ModuleTexts(TextStore store, TimeProvider time)
{
    /// <summary>The document as it stands, with the translations that are no older than their source; null where there is none.</summary>
    public async ValueTask<ShippedText?> Snapshot(string document) => (await store.Now()).Documents.TryGetValue(document, out var state) ? WriteTexts.Snapshot(state) : null;

    /// <summary>Takes a text in: as the first edition of a new document, or as what follows an earlier release of it. What was edited or translated here stays.</summary>
    /// <exception cref="InvalidOperationException">This release, or a later one, is here already.</exception>
    public async Task TakeIn(WriteScope scope, ShippedText text) => await WriteTexts.TakeIn(scope.Db<GuideDb>(), await store.Now(), text, time.GetUtcNow());

    /// <summary>Makes a next edition of a document with these blocks in this order. Of each, the text, kind and whether it is critical count.</summary>
    public async Task Write(WriteScope scope, string document, IReadOnlyList<BlockVersion> blocks, string? author) => await WriteTexts.Write(scope.Db<GuideDb>(), (await store.Now()).Documents[document], blocks, author, time.GetUtcNow());

    /// <summary>Says that a translation is to be read again, and why: it goes back to those who review.</summary>
    /// <returns>False where there is no translation that readers see.</returns>
    public async Task<bool> Doubt(WriteScope scope, string document, string block, string language, string why) => await WriteTexts.Doubt(scope.Db<GuideDb>(), await store.Now(), document, block, language, why, time.GetUtcNow());

    /// <summary>The text to be translated elsewhere, as XLIFF 2.1: all that has no translation, or an older one; null where nothing is left to do.</summary>
    /// <param name="job">32 hexadecimal digits; see <see cref="Expect"/>.</param>
    public static byte[]? Xliff(ShippedText text, string language, string job) => WriteTexts.Xliff(text, language, job);

    /// <summary>Remembers a job that was taken away elsewhere, so that its file can be brought back here.</summary>
    /// <param name="text">As it went away with the job.</param>
    public async Task Expect(WriteScope scope, ShippedText text, string language, string job) => await WriteTexts.Expect(scope.Db<GuideDb>(), text, language, job, time.GetUtcNow());

    /// <summary>After a change: what is held in memory is looked at anew.</summary>
    public void LookAgain() => store.LookAgain();
}
