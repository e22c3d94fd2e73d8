using Entraide.Core.Text.Terms;
using Entraide.Node.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Entraide.Node.Guide;

/// <summary>The words of the field to read: what they mean, what they are called, what not to say and why.</summary>
public static class ShowTerms
{
    /// <param name="Preferred">What it is called.</param>
    public sealed record Entry(Concept Concept, string Preferred, ConceptWords Words);

    public static RazorComponentResult<TermsPage> Show(Frame frame, Lazy<Termbase> terms)
    {
        // A language that has no words yet is shown the English ones rather than nothing.
        var language = terms.Value.Languages.Contains(frame.Language.Tag) ? frame.Language.Tag : "en";
        return new RazorComponentResult<TermsPage>(new
        {
            Frame = frame,
            Terms = terms.Value,
            Language = language,
            Entries = terms.Value.Concepts.Select(concept => (concept, words: terms.Value.In(language, concept.Id))).Where(one => one.words is not null)
                .Select(one => new Entry(one.concept, one.words!.Preferred?.Text ?? one.words.Terms[0].Text, one.words)).OrderBy(one => TermOrder.Key(language, one.Preferred), StringComparer.Ordinal).ToList(),
        });
    }
}
