using Entraide.Core.Text;
using Entraide.Core.Text.Blocks;

namespace Entraide.Node.Assistance;

/// <summary>
/// What is read aloud, printed and explained while one helps: the document <c>assistance</c> of the living texts, translated,
/// adapted by countries and versioned like the guide.
/// </summary>
internal static class HelpTexts
{
    public const string Document = "assistance";

    /// <summary>The words of a block; empty where an edition has taken it out.</summary>
    public static string Plain(ResolvedText text, string id) => text.Blocks.FirstOrDefault(block => block.Id == id) is { } block ? Plain(block.Shown.Text) : "";

    /// <summary>What a country says to a block, each in the language that it is in; what is dangerously behind is not shown.</summary>
    public static IEnumerable<(string Language, string Words)> Notes(ResolvedText text, string id) =>
        text.Blocks.Where(block => block.Id == id).SelectMany(block => block.Notes).Where(note => note.Behind != Freshness.BehindCritical).Select(note => (note.Wording.Language, Plain(note.Wording.Text)));

    private static string Plain(string words) => InlineMarkup.Plain(InlineMarkup.Parse(words));

    /// <summary>The blocks whose ids begin with this, in order, without the title.</summary>
    public static IEnumerable<string> Lines(ResolvedText text, string prefix) =>
        text.Blocks.Where(block => block.Id.StartsWith(prefix + ".", StringComparison.Ordinal) && !block.Id.EndsWith(".title", StringComparison.Ordinal)).Select(block => Plain(text, block.Id));
}
