using Entraide.Core.Text;
using Entraide.Core.Text.Blocks;
using Entraide.Core.Text.Terms;

namespace Entraide.Node.Guide;

/// <summary>Something that a check of all texts found.</summary>
/// <param name="Language">Null where it is about the source.</param>
/// <param name="Kind">freshness, links, checks or glossary.</param>
/// <param name="IsError">Whether a reader's page shows it wrongly; the rest is to be looked at.</param>
public sealed record GuideFinding(string Text, string? Language, string Block, string Kind, string Said, bool IsError);

/// <summary>Checks all texts as they stand: how fresh and whole the translations are, whether links lead anywhere, whether words are the field's. Pure.</summary>
public static class GuideCheck
{
    /// <summary>A text in one language, counted.</summary>
    public static IReadOnlyList<(string Text, ListTranslations.Standing Standing)> Standings(TextState state) =>
        [.. TranslatableText.All(state).SelectMany(text => text.Languages.Select(language => (text.Id, ListTranslations.Standing.Of(text, language))))];

    /// <summary>What was found, errors first.</summary>
    public static IReadOnlyList<GuideFinding> Run(TextState state, Termbase terms)
    {
        var findings = new List<GuideFinding>();
        foreach (var text in TranslatableText.All(state))
        {
            foreach (var block in text.Blocks)
            {
                var known = Known(state, text, block.BlockId);
                findings.AddRange(Links(block.Text, known).Select(said => new GuideFinding(text.Id, null, block.BlockId, "links", said, IsError: true)));
                foreach (var language in Language.All.Where(one => text.Takes(one.Tag)))
                    if (text.Shown(block.BlockId, language.Tag) is { } shown) findings.AddRange(Of(text, block, shown, terms, known));
            }
        }
        return [.. findings.OrderByDescending(one => one.IsError)];
    }

    private static IEnumerable<GuideFinding> Of(TranslatableText text, BlockVersion block, TranslationVersion shown, Termbase terms, Func<string, bool> known)
    {
        if (text.FreshnessOf(shown, block) == Freshness.BehindCritical)
            yield return new GuideFinding(text.Id, shown.Language, block.BlockId, "freshness", $"is dangerously behind: made from version {shown.BasedOn}, the source is at {block.Number}.", IsError: false);
        foreach (var said in Links(shown.Text, known)) yield return new GuideFinding(text.Id, shown.Language, block.BlockId, "links", said, IsError: true);
        // Against the source that it was made from: what changed since is a matter of freshness.
        if (text.BlockAt(block.BlockId, shown.BasedOn) is not { } source) yield break;
        foreach (var one in TranslationChecks.Run(terms, text.SourceLanguage, source.Text, shown.Language, shown.Text))
        {
            yield return new GuideFinding(text.Id, shown.Language, block.BlockId, one.Check is >= TranslationCheck.TermMissing and <= TranslationCheck.Confusion ? "glossary" : "checks", Say(one), one.Blocks);
        }
    }

    /// <summary>A finding in one line, for a terminal.</summary>
    internal static string Say(CheckFinding one) =>
        string.Concat(one.Check.ToString(), one.What.Length > 0 ? $": “{Quoted.Line(one.What)}”" : "", one.Instead.Length > 0 ? $", write “{one.Instead}”" : "", ".");

    // What words of a block may name: the blocks of its text; for a national one those of the document that it is made to, and the country's own.
    private static Func<string, bool> Known(TextState state, TranslatableText text, string block)
    {
        if (!text.IsNational) return name => text.Block(name) is not null;
        var documents = state.Countries[text.Id].Released.Where(one => one.Operation.Content?.BlockId == block).Select(one => state.Documents.GetValueOrDefault(one.Document)).ToList();
        return name => text.Block(name) is not null || documents.Exists(document => document?.Block(name) is not null);
    }

    private static IEnumerable<string> Links(string markup, Func<string, bool> known)
    {
        IReadOnlyList<InlineNode> nodes;
        string? fault = null;
        try
        {
            nodes = InlineMarkup.Parse(markup);
        }
        catch (FormatException e)
        {
            (nodes, fault) = ([], $"cannot be read: {e.Message}");
        }
        if (fault is not null) yield return fault;
        foreach (var node in InlineMarkup.All(nodes))
        {
            if (node is InlineLink { Target: ['b', 'l', 'o', 'c', 'k', ':', .. var id] } && !known(id)) yield return $"leads to {id}, which is not there.";
            if (node is InlinePlaceholder placeholder && !known(placeholder.Name)) yield return $"names {{{placeholder.Name}}}, which is not there.";
        }
    }
}
