using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Entraide.Node.Guide;

/// <summary>One text in one language: its units, those that could harm first.</summary>
public static class OpenTranslation
{
    public static async Task<Results<RazorComponentResult<TranslationPage>, RedirectHttpResult>> Show(Frame frame, Caller caller, TextStore store, Gate gate, string id, [FromQuery(Name = "language")] string? target, TranslationNeed? need)
    {
        var state = await store.Now();
        await gate.Ask(caller, AccessAction.Open, SubjectOf(state, id));
        var text = TranslatableText.Find(state, id)!;
        if (!text.Takes(target)) return TypedResults.Redirect(frame.To("/translate"));
        var units = text.Units(target!).ToList();
        return new RazorComponentResult<TranslationPage>(new
        {
            Frame = frame,
            Caller = caller,
            Text = text,
            Target = target,
            Need = need,
            Standing = ListTranslations.Standing.Of(text, target!),
            // In the order of their need, and within it in that of the text.
            Units = units.Where(unit => need is null || unit.Need == need).OrderBy(unit => unit.Need).ThenByDescending(unit => unit.Block.SafetyCritical).ToList(),
        });
    }

    internal static Subject SubjectOf(TextState state, string id) =>
        state.Documents.ContainsKey(id) || state.Countries.ContainsKey(id) ? TextSubjects.Translation(id) : TextSubjects.Missing(Resource.Translation);
}
