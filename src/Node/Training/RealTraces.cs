using System.Collections.Immutable;
using Entraide.Core.Text;
using Entraide.Core.Training;
using Entraide.Node.Guide;
using Entraide.Node.Platform;

namespace Entraide.Node.Training;

/// <summary>What was found in a fictional case.</summary>
/// <param name="Language">The language of the words.</param>
public sealed record FoundTrace(string Block, string Language, RealTrace Trace, string Words);

/// <summary>Looks through the cases of a training, in every language, for what only real ones have; see <see cref="FictionCheck"/>.</summary>
public static class RealTraces
{
    // Countries as the catalogues call them: those that the guide knows, in each language.
    private static readonly Lazy<ImmutableDictionary<string, ImmutableArray<string>>> Countries = new(() => Language.All.ToImmutableDictionary(one => one.Tag, one => (ImmutableArray<string>)[.. Catalogues.For(one).Keys.Where(key => key.StartsWith("country.", StringComparison.Ordinal) && key.Length == 10).Select(key => Catalogues.For(one)[key])], StringComparer.Ordinal));

    /// <summary>What is found in words of this block: only those of scenarios, their roles and injects.</summary>
    public static IEnumerable<FoundTrace> In(string block, string language, string words) =>
        block.Split('.')[0] is "scenario" or "role" or "inject" ? FictionCheck.Traces(words, Countries.Value.GetValueOrDefault(language, [])).Select(one => new FoundTrace(block, language, one.Trace, one.Words)) : [];

    public static IEnumerable<FoundTrace> In(TrainingDesign design, ShippedText text)
    {
        var needed = DesignTexts.Of(design).Select(one => one.Id).ToHashSet(StringComparer.Ordinal);
        return text.Blocks.Where(block => needed.Contains(block.BlockId)).SelectMany(block => In(block.BlockId, text.SourceLanguage, block.Text))
            .Concat(text.Translations.Where(one => needed.Contains(one.BlockId)).SelectMany(one => In(one.BlockId, one.Language, one.Text)));
    }
}
