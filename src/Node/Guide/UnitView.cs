using Entraide.Core.Text;
using Entraide.Core.Text.Blocks;
using Entraide.Core.Text.Terms;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Guide;

/// <summary>A term of the source, with what the target language says for it.</summary>
public sealed record UnitTerm(string Words, string Concept, ConceptWords? Source, ConceptWords? Target);

/// <summary>A version of a translation with what the store knows of it.</summary>
/// <param name="Row">Null for what was shipped.</param>
public sealed record UnitVersion(TranslationVersion Version, StoredTranslation? Row);

/// <summary>Everything that helps to translate one unit.</summary>
public sealed class UnitView
{
    private UnitView(TranslatableText text, string target, BlockVersion block)
    {
        (Text, Target, Block, Unit) = (text, target, block, text.Units(target).Single(unit => unit.Block.BlockId == block.BlockId));
        var at = text.Blocks.IndexOf(block);
        Before = at > 0 ? text.Blocks[at - 1] : null;
        After = at + 1 < text.Blocks.Length ? text.Blocks[at + 1] : null;
        // What the newest translation was made from; what is behind is shown against it.
        Then = Unit.Latest is { } latest && latest.BasedOn != block.Number ? text.BlockAt(block.BlockId, latest.BasedOn) : null;
        Next = text.Units(target).Where(unit => unit.Block.BlockId != block.BlockId && unit.Need < TranslationNeed.Review).OrderBy(unit => unit.Need).ThenByDescending(unit => unit.Block.SafetyCritical).FirstOrDefault()?.Block;
    }

    public TranslatableText Text { get; }

    /// <summary>The language translated into.</summary>
    public string Target { get; }

    public BlockVersion Block { get; }
    public TranslationUnit Unit { get; }
    public BlockVersion? Before { get; }
    public BlockVersion? After { get; }

    /// <summary>The source as it was when the newest translation was made; null where it is the same version.</summary>
    public BlockVersion? Then { get; }

    /// <summary>The most pressing of the other units; null where none presses.</summary>
    public BlockVersion? Next { get; }

    /// <summary>What other languages say.</summary>
    public required IReadOnlyList<TranslationVersion> Others { get; init; }
    public required IReadOnlyList<UnitTerm> Terms { get; init; }
    public required IReadOnlyList<MemoryMatch> Memory { get; init; }

    /// <summary>Newest first.</summary>
    public required IReadOnlyList<UnitVersion> History { get; init; }

    public static async Task<UnitView> Of(TextState state, TranslatableText text, string target, BlockVersion block, Termbase terms, GuideDb db)
    {
        var rows = await db.Translations.AsNoTracking().Where(one => one.Document == text.Id && one.BlockId == block.BlockId && one.Language == target).ToDictionaryAsync(one => one.Number);
        return new UnitView(text, target, block)
        {
            Others = [.. Language.All.Where(language => language.Tag != target && language.Tag != text.SourceLanguage).Select(language => text.Shown(block.BlockId, language.Tag)).OfType<TranslationVersion>()],
            Terms = TermsIn(terms, text.SourceLanguage, block.Text, target),
            Memory = Remembered(state, text.SourceLanguage, target).Find(block.Text, Place(text, block.BlockId)),
            History = [.. text.Versions(block.BlockId, target).Reverse().Select(version => new UnitVersion(version, rows.GetValueOrDefault(version.Number)))],
        };
    }

    /// <summary>All that was ever translated from one language into another and that readers see, with the source that it was made from.</summary>
    public static TranslationMemory Remembered(TextState state, string source, string target) => new(
        from text in TranslatableText.All(state)
        where text.SourceLanguage == source
        from block in text.Blocks
        let shown = text.Shown(block.BlockId, target)
        let made = shown is null ? null : text.BlockAt(block.BlockId, shown.BasedOn)
        where made is not null
        select new MemoryEntry(Place(text, block.BlockId), made.Text, shown.Text));

    internal static string Place(TranslatableText text, string block) => $"{text.Id}: {block}";

    /// <summary>The terms that stand in a source, each once.</summary>
    internal static IReadOnlyList<UnitTerm> TermsIn(Termbase terms, string source, string markup, string target) =>
    [
        .. terms.Matches(source, InlineMarkup.Plain(InlineMarkup.Parse(markup), _ => "\uFFFC")).SelectMany(match => match.Readings.Select(reading => new UnitTerm(match.Words, reading.Concept, terms.In(source, reading.Concept), terms.In(target, reading.Concept))))
            .DistinctBy(one => one.Concept, StringComparer.Ordinal),
    ];
}
