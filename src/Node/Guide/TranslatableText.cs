using System.Collections.Immutable;
using Entraide.Core.Text.Blocks;

namespace Entraide.Node.Guide;

/// <summary>
/// A text as its translators see it: a document of the core, or what a country has released, under its code. Both are blocks
/// with versions, and both fall behind in the same way.
/// </summary>
public sealed class TranslatableText
{
    private readonly Func<string, BlockHistory?> histories;
    private readonly ILookup<(string Block, string Language), TranslationVersion> translations;
    private readonly ImmutableDictionary<string, BlockVersion> byId;

    private TranslatableText(string id, string source, IEnumerable<string> languages, IEnumerable<BlockVersion> blocks, Func<string, BlockHistory?> histories, ILookup<(string, string), TranslationVersion> translations)
    {
        (Id, SourceLanguage, this.histories, this.translations) = (id, source, histories, translations);
        Languages = [.. languages.Where(language => language != source)];
        Blocks = [.. blocks];
        byId = Blocks.ToImmutableDictionary(block => block.BlockId, StringComparer.Ordinal);
    }

    public string Id { get; }
    public string SourceLanguage { get; }

    /// <summary>The languages that it is to be had in, beside its own.</summary>
    public ImmutableArray<string> Languages { get; }

    /// <summary>What is to be translated, in order, in the version that counts.</summary>
    public ImmutableArray<BlockVersion> Blocks { get; }

    public bool IsNational => ShippedFiles.IsCountry(Id);

    /// <summary>All texts, the core's first.</summary>
    public static IReadOnlyList<TranslatableText> All(TextState state) =>
        [.. state.Documents.Keys.Order(StringComparer.Ordinal).Concat(state.Countries.Keys.Order(StringComparer.Ordinal)).Select(id => Find(state, id)!)];

    /// <summary>The text of this id; null where there is none.</summary>
    public static TranslatableText? Find(TextState state, string id)
    {
        if (state.Documents.TryGetValue(id, out var document))
            return new TranslatableText(id, document.SourceLanguage, document.Languages, document.Blocks, document.Histories.GetValueOrDefault, document.Translations);
        if (!state.Countries.TryGetValue(id, out var country)) return null;
        var released = country.Released.Select(one => one.Operation.Content).OfType<BlockVersion>().DistinctBy(one => one.BlockId, StringComparer.Ordinal);
        return new TranslatableText(id, country.Languages[0], country.Languages, released, country.Histories.GetValueOrDefault, country.Translations);
    }

    /// <summary>The block in the version that counts; null where the text has not got it.</summary>
    public BlockVersion? Block(string? id) => id is null ? null : byId.GetValueOrDefault(id);

    /// <summary>The block in a version that it once had; null where it never had it.</summary>
    public BlockVersion? BlockAt(string id, int version) => histories(id)?.At(version);

    /// <summary>All versions of a translation, oldest first.</summary>
    public IReadOnlyList<TranslationVersion> Versions(string block, string language) => [.. translations[(block, language)]];

    /// <summary>The newest version, whether readers see it or not.</summary>
    public TranslationVersion? Latest(string block, string language) => translations[(block, language)].LastOrDefault();

    /// <summary>The newest version that readers see.</summary>
    public TranslationVersion? Shown(string block, string language) => TranslationVersion.Shown(translations[(block, language)]);

    /// <summary>How the translation that readers see stands to its source.</summary>
    public Freshness FreshnessOf(BlockVersion block, string language) => FreshnessRule.Of(histories(block.BlockId), Shown(block.BlockId, language)?.BasedOn, block.Number);

    /// <summary>How one version of a translation stands to its source.</summary>
    public Freshness FreshnessOf(TranslationVersion version, BlockVersion block) => FreshnessRule.Of(histories(block.BlockId), version.BasedOn, block.Number);

    /// <summary>The gravest change of the source since a translation was made; null for none.</summary>
    public ChangeClass? Since(TranslationVersion version) => Block(version.BlockId) is { } block ? histories(version.BlockId)?.Between(version.BasedOn, block.Number) : null;

    /// <summary>All units of a language, in order.</summary>
    public IEnumerable<TranslationUnit> Units(string language) => Blocks.Select(block => new TranslationUnit(block, Shown(block.BlockId, language), Latest(block.BlockId, language), FreshnessOf(block, language)));

    /// <summary>Whether one can translate into this language.</summary>
    public bool Takes(string? language) => language is not null && language != SourceLanguage && Core.Text.Language.Find(language) is not null;
}

/// <summary>A block and how its translation into one language stands.</summary>
/// <param name="Shown">What readers see of it.</param>
/// <param name="Latest">What was written last, whether readers see it or not.</param>
public sealed record TranslationUnit(BlockVersion Block, TranslationVersion? Shown, TranslationVersion? Latest, Freshness Freshness)
{
    /// <summary>What there is to do about it, the most pressing first.</summary>
    public TranslationNeed Need => Freshness switch
    {
        Freshness.BehindCritical => TranslationNeed.BehindCritical,
        Freshness.Missing or Freshness.Orphan => TranslationNeed.Missing,
        Freshness.Behind => TranslationNeed.Behind,
        _ when Shown!.State == TranslationState.Translated => TranslationNeed.Review,
        _ => TranslationNeed.Done,
    };
}

/// <summary>What a unit waits for.</summary>
public enum TranslationNeed
{
    /// <summary>Readers get the source, because the older translation could harm.</summary>
    BehindCritical,

    /// <summary>Readers get the source, because there is nothing else.</summary>
    Missing,

    /// <summary>Readers see it with a notice.</summary>
    Behind,

    /// <summary>A second person has not read it.</summary>
    Review,
    Done,
}
