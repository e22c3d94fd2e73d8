using System.Collections.Concurrent;
using System.Collections.Immutable;
using Entraide.Core.Text.Blocks;

namespace Entraide.Node.Guide;

/// <summary>All texts as they stood at one moment. Immutable; what is worked out from it is kept with it.</summary>
public sealed class TextState(long revision, IReadOnlyDictionary<string, DocumentState> documents, IReadOnlyDictionary<string, CountryState> countries)
{
    private readonly ConcurrentDictionary<(string, string, string), ResolvedText> read = new();

    public long Revision => revision;
    public IReadOnlyDictionary<string, DocumentState> Documents => documents;

    /// <summary>Those that have released something, by code.</summary>
    public IReadOnlyDictionary<string, CountryState> Countries => countries;

    /// <summary>The text of the edition that counts, as a reader of this language and country gets it.</summary>
    public ResolvedText Read(string document, string language, string? country)
    {
        var known = country is not null && countries.ContainsKey(country) ? country : "";
        return read.GetOrAdd((document, language, known), _ => Resolver.Resolve(Sources(documents[document], known.Length > 0 ? countries[known] : null), language));
    }

    /// <summary>What a text of this document is put together from.</summary>
    public static TextSources Sources(DocumentState document, CountryState? country, OverlayRelease? release = null) => new(
        document.Current,
        document.SourceLanguage,
        block => document.Histories.GetValueOrDefault(block) ?? country?.Histories.GetValueOrDefault(block),
        (block, language) => document.Shown(block, language) ?? country?.Shown(block, language),
        country is null ? null : release ?? country.Release(document.Id));

    /// <summary>What moved under a country's released operations, in all documents, and is not decided.</summary>
    public IReadOnlyList<(string Document, DriftItem Item)> Drift(CountryState country, DateOnly today, bool deferredToo = true) =>
        [.. documents.Values.SelectMany(document => Moved(document, country, today).Where(item => deferredToo || !country.IsDeferred(item, document.Block(item.Operation.Target)?.Number ?? 0, today)).Select(item => (document.Id, item)))
            .OrderByDescending(one => one.item.Gravity).ThenBy(one => one.item.Operation.Id, StringComparer.Ordinal)];

    private static IReadOnlyList<DriftItem> Moved(DocumentState document, CountryState country, DateOnly today)
    {
        var working = country.Working(document.Id);
        return working.Count == 0 ? [] : new Drift(document.Current, document.EditionAt(country.DecidedEditions.GetValueOrDefault(document.Id, 1)), document.Histories.GetValueOrDefault).Of(working, today);
    }
}

/// <summary>A document of the core: its blocks, editions and translations.</summary>
public sealed class DocumentState
{
    public required string Id { get; init; }
    public required string SourceLanguage { get; init; }
    public required ImmutableArray<string> Languages { get; init; }

    /// <summary>Released versions by block.</summary>
    public required IReadOnlyDictionary<string, BlockHistory> Histories { get; init; }

    /// <summary>In order; never empty.</summary>
    public required ImmutableArray<Edition> Editions { get; init; }

    /// <summary>All versions of a translation, oldest first.</summary>
    public required ILookup<(string Block, string Language), TranslationVersion> Translations { get; init; }

    public Edition Current => Editions[^1];

    public Edition? EditionAt(int number) => number >= 1 && number <= Editions.Length ? Editions[number - 1] : null;

    /// <summary>The blocks of the edition that counts, in order, as they are in it.</summary>
    public IEnumerable<BlockVersion> Blocks => Current.Entries.Select(entry => Histories[entry.BlockId].At(entry.Version)!);

    /// <summary>The block as the edition that counts has it; null where it has not.</summary>
    public BlockVersion? Block(string id) => Current.Entries.FirstOrDefault(entry => entry.BlockId == id) is { } entry ? Histories[id].At(entry.Version) : null;

    /// <summary>The newest translation that readers see.</summary>
    public TranslationVersion? Shown(string block, string language) => TranslationVersion.Shown(Translations[(block, language)]);

    /// <summary>How the translation of a block into a language stands today.</summary>
    public Freshness FreshnessOf(BlockVersion block, string language) => FreshnessRule.Of(Histories[block.BlockId], Shown(block.BlockId, language)?.BasedOn, block.Number);
}

/// <summary>A country's own text: operations on the documents of the core, and what it released of them.</summary>
public sealed class CountryState
{
    public required string Country { get; init; }

    /// <summary>The first is the one that its text is written in.</summary>
    public required ImmutableArray<string> Languages { get; init; }

    /// <summary>The organisation whose editors write it; null until one is named.</summary>
    public required string? OrganisationId { get; init; }

    /// <summary>All versions of each operation, oldest first; the content is null where it was taken back.</summary>
    public required ILookup<string, (int Number, string Document, OverlayOperation? Operation)> Operations { get; init; }

    /// <summary>The number of the release that counts, and its operations.</summary>
    public required int ReleaseNumber { get; init; }

    public ImmutableArray<(string Document, OverlayOperation Operation)> Released => Releases[ReleaseNumber];

    /// <summary>All that was ever released, by number; empty at 0.</summary>
    public required IReadOnlyDictionary<int, ImmutableArray<(string Document, OverlayOperation Operation)>> Releases { get; init; }

    /// <summary>The versions of its own blocks.</summary>
    public required IReadOnlyDictionary<string, BlockHistory> Histories { get; init; }

    public required ILookup<(string Block, string Language), TranslationVersion> Translations { get; init; }
    public required ImmutableArray<DriftDecision> Decisions { get; init; }

    /// <summary>The editions of the core that its last release was decided on, by document; 1 for what was shipped.</summary>
    public required IReadOnlyDictionary<string, int> DecidedEditions { get; init; }

    public OverlayRelease Release(string document) => new(Country, ReleaseNumber, Languages, [.. Released.Where(one => one.Document == document).Select(one => one.Operation)]);

    /// <summary>The operations as its editors see them now, whether released or not.</summary>
    public IReadOnlyList<OverlayOperation> Working(string document) =>
        [.. Operations.Select(versions => versions.Last()).Where(last => last.Document == document && last.Operation is not null).Select(last => last.Operation!).OrderBy(one => one.Id, StringComparer.Ordinal)];

    /// <summary>The newest translation of one of its own blocks that readers see.</summary>
    public TranslationVersion? Shown(string block, string language) => TranslationVersion.Shown(Translations[(block, language)]);

    /// <summary>Whether the decision on this was put off to a day that has not come, for the version of the core that counts.</summary>
    /// <param name="current">That version of the target; 0 where it is gone.</param>
    public bool IsDeferred(DriftItem item, int current, DateOnly today) =>
        Decisions.LastOrDefault(one => one.OperationId == item.Operation.Id && one.Kind == item.Kind) is { Answer: DriftAnswer.Defer, Until: { } until } decided && decided.Version == current && DateOnly.ParseExact(until, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) >= today;
}
