using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Entraide.Node.Guide;

/// <summary>All texts in all languages, with what there is to translate and to review.</summary>
public static class ListTranslations
{
    /// <summary>A text in one language: how many units need what.</summary>
    public sealed record Standing(string Language, IReadOnlyDictionary<TranslationNeed, int> Needs, int Final)
    {
        public int Whole => Needs.Values.Sum();

        /// <summary>What readers see in their language and need not doubt.</summary>
        public int Fresh => Needs[TranslationNeed.Done] + Needs[TranslationNeed.Review];

        public static Standing Of(TranslatableText text, string language)
        {
            var units = text.Units(language).ToList();
            return new Standing(language, Enum.GetValues<TranslationNeed>().ToDictionary(need => need, need => units.Count(unit => unit.Need == need)), units.Count(unit => unit.Shown is { State: Core.Text.Blocks.TranslationState.Final }));
        }
    }

    public static async Task<RazorComponentResult<TranslationsPage>> Show(Frame frame, Caller caller, TextStore store, Gate gate)
    {
        await gate.Ask(caller, AccessAction.List, TextSubjects.Translation("texts"));
        return new RazorComponentResult<TranslationsPage>(new
        {
            Frame = frame,
            Texts = TranslatableText.All(await store.Now()).Select(text => (text, (IReadOnlyList<Standing>)[.. text.Languages.Select(language => Standing.Of(text, language))])).ToList(),
        });
    }
}
