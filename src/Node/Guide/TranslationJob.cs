using Entraide.Core.Text;
using Entraide.Core.Text.Blocks;
using Entraide.Core.Text.Xliff;

namespace Entraide.Node.Guide;

/// <summary>A whole document as a job for a translator: every block with what is there already, how far it is, and what to know of it.</summary>
internal static class TranslationJob
{
    /// <param name="language">Not the one that the document is written in.</param>
    public static XliffJob Of(DocumentState document, string language) =>
        new(document.SourceLanguage, language, $"{document.Id} {document.Current.Number}", [.. document.Blocks.Select(block => Unit(document, block, document.Translations[(block.BlockId, language)].LastOrDefault()))]);

    private static JobUnit Unit(DocumentState document, BlockVersion block, TranslationVersion? there)
    {
        var change = there is null ? null : document.Histories[block.BlockId].Between(there.BasedOn, block.Number);
        return new JobUnit(block.BlockId, InlineMarkup.Parse(block.Text), there is null ? null : InlineMarkup.Parse(there.Text), State(there, change), [Context(block)], block.Number, change?.ToString().ToLowerInvariant(), Terms: [], Matches: []);
    }

    // What was made from another text is a proposal again.
    private static JobState State(TranslationVersion? there, ChangeClass? change) => change > ChangeClass.Editorial ? JobState.Initial : there?.State switch
    {
        TranslationState.Translated => JobState.Translated,
        TranslationState.Reviewed => JobState.Reviewed,
        TranslationState.Final => JobState.Final,
        _ => JobState.Initial,
    };

    private static JobNote Context(BlockVersion block) =>
        new("context", string.Join("; ", ((string?[])[block.Kind.ToString(), block.Level == NormativeLevel.Info ? null : $"binding: {block.Level}", block.Placeholder is { } type ? $"stands for: {type}" : null, block.SafetyCritical ? "safety depends on it" : null]).OfType<string>()));
}
