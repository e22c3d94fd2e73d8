using System.Collections.Immutable;
using System.Globalization;
using Entraide.Core.Text;
using Entraide.Core.Text.Blocks;
using Entraide.Node.Platform;

namespace Entraide.Node.Guide;

/// <summary>What a file to take along is made from.</summary>
/// <param name="Languages">Those that the core is to be had in.</param>
/// <param name="Node">The address that people type; null where the node has none that others reach.</param>
public sealed record CopySource(ResolvedText Text, ImmutableArray<string> Languages, Uri? Node = null)
{
    public Language Language { get; } = Language.Find(Text.Language) ?? Language.English;

    public Catalogue Say => Catalogues.For(Language);

    public IReadOnlyList<GuideChapter> Chapters { get; } = GuideChapter.Of(Text);

    public string Code => GuideView.CodeOf(Text.Hash);

    /// <summary>In the language of the reader; empty for the core alone.</summary>
    public string Country => Text.Overlay is { } overlay ? CountryNames.NameOf(Say, overlay.Country) : "";

    public string Title => Text.Overlay is null ? Say["guide.title"] : $"{Say["guide.title"]} · {Country}";

    /// <summary>Edition, release and language, and that the code follows.</summary>
    public string MadeFrom => Say.Say("guide.made-from", ("edition", Text.Edition.Number), ("release", Text.Overlay is { } overlay ? $"{Country} {overlay.Number}" : Say["guide.core"]), ("language", Language.Name));

    /// <summary>Where anybody can ask whether the copy is still good; null without an address.</summary>
    public string? CheckAddress => Node is null ? null : $"{Node.GetLeftPart(UriPartial.Authority)}/{Language.Tag}/guide/check?code={Code}";

    /// <summary>How to ask whether the copy is still good, in words.</summary>
    public string HowToCheck => Node is null ? Say["book.check.here"] : Say.Say("book.check.at", ("address", $"{Node.GetLeftPart(UriPartial.Authority)}/{Language.Tag}/guide/check"));

    /// <summary>What a reader must know of the words before she reads them; null for nothing.</summary>
    public string? Review => !Languages.Contains(Language.Tag) ? Say["guide.not-in-language"] : Text.Blocks.Any(block => block.Shown.Unreviewed) ? Say["guide.unreviewed"] : null;

    /// <summary>All languages that something in it is written in, the reader's first.</summary>
    public IReadOnlyList<string> AllLanguages =>
        [.. Text.Blocks.SelectMany(block => block.Notes.Select(note => note.Wording).Append(block.Shown).Concat(block.Folded is { } folded ? [folded] : [])).Select(shown => shown.Language).Prepend(Language.Tag).Distinct(StringComparer.Ordinal)];

    /// <summary>As <c>entraide-guide-fr-BE-1.1.epub</c>: language, country, edition of the core and release of the country.</summary>
    public string FileName(string ending) => string.Create(CultureInfo.InvariantCulture, $"entraide-guide-{Language.Tag}{(Text.Overlay is { } overlay ? $"-{overlay.Country}-{Text.Edition.Number}.{overlay.Number}" : $"-{Text.Edition.Number}")}.{ending}");

    /// <summary>A text as it was shipped, without a node.</summary>
    /// <exception cref="RefusedException">No such country is shipped, or a file has faults.</exception>
    public static CopySource Shipped(string document, string language, string? country)
    {
        var (text, countries) = (ShippedFiles.Document(document), ShippedFiles.Countries());
        var national = country is null ? null : countries.FirstOrDefault(one => one.Country == country) ?? throw new RefusedException(UnknownCountry(country, countries.Select(one => one.Country)));
        var operations = (national?.Operations ?? []).Where(one => one.Document == document).Select(one => one.Operation).ToImmutableArray();
        var histories = text.Blocks.Concat(operations.Select(one => one.Content).OfType<BlockVersion>()).ToDictionary(block => block.BlockId, block => new BlockHistory([block]), StringComparer.Ordinal);
        var translations = text.Translations.Concat(national?.Translations ?? []).ToLookup(one => (one.BlockId, one.Language));
        var sources = new TextSources(new Edition(document, 1, [.. text.Blocks.Select(block => new EditionEntry(block.BlockId, 1))]), text.SourceLanguage, histories.GetValueOrDefault,
            (block, wanted) => TranslationVersion.Shown(translations[(block, wanted)]), national is null ? null : new OverlayRelease(national.Country, 1, national.Languages, operations));
        return new CopySource(Resolver.Resolve(sources, language), text.Languages);
    }

    internal static string UnknownCountry(string asked, IEnumerable<string> known) =>
        $"\"{Quoted.Line(asked)}\" has no text here. {(known.Any() ? $"Use one of: {string.Join(", ", known.Order(StringComparer.Ordinal))}; or leave --country out for the core alone." : "Leave --country out for the core alone.")}";
}
