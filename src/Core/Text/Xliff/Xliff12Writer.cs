using System.Globalization;
using System.Text;

namespace Entraide.Core.Text.Xliff;

/// <summary>
/// Writes a job as XLIFF 1.2 (OASIS Standard, 1 February 2008), for programs that know no newer one, OmegaT before all. Its
/// reader shows and changes targets only, so that each unit has one: the source's own text where there is no translation.
/// </summary>
public static class Xliff12Writer
{
    internal const string Namespace = "urn:oasis:names:tc:xliff:document:1.2";

    /// <summary>Who is said to have written a note that is a term of the unit's glossary, which 1.2 has no place for.</summary>
    internal const string GlossaryNote = "glossary";

    /// <exception cref="ArgumentException">The job is not one: two units have the same id, a language is no tag, a note pretends to be a term.</exception>
    public static byte[] Write(XliffJob job)
    {
        XliffJobWriter.Check(job);
        if (job.Units.FirstOrDefault(unit => XliffJobWriter.Or(unit.Notes).Any(note => note.Category == GlossaryNote)) is { } twice)
            throw new ArgumentException($"A note of the unit “{Quoted.Line(twice.Id)}” has the category {GlossaryNote}, which terms have in XLIFF 1.2.", nameof(job));
        var file = new StringBuilder("""<?xml version="1.0" encoding="UTF-8"?>""").Append('\n');
        file.Append($"<xliff xmlns=\"{Namespace}\" version=\"1.2\">\n <file original=\"{XliffMarkup.Quote(job.Original)}\" source-language=\"{job.SourceLanguage}\" target-language=\"{job.TargetLanguage}\" datatype=\"plaintext\">\n  <body>\n");
        foreach (var unit in job.Units) Unit(file, unit);
        return Encoding.UTF8.GetBytes(file.Append("  </body>\n </file>\n</xliff>\n").ToString());
    }

    /// <summary>The state of a target (2.3 state); a proposal that nobody has looked at is one that needs review.</summary>
    internal static string State(JobState state, bool hasTarget) => state switch
    {
        JobState.Initial => hasTarget ? "needs-review-translation" : "needs-translation",
        JobState.Translated => "translated",
        JobState.Reviewed => "signed-off",
        _ => "final",
    };

    private static void Unit(StringBuilder file, JobUnit unit)
    {
        var (steps, codes) = JobCodes.OfSource(unit.Source);
        var target = unit.Target is { } given ? codes.OfTarget(given) : steps;
        file.Append($"   <trans-unit id=\"{XliffMarkup.Quote(unit.Id)}\" xml:space=\"preserve\"{(unit.LongestTarget is { } longest ? $" maxwidth=\"{longest.ToString(CultureInfo.InvariantCulture)}\" size-unit=\"char\"" : "")}>\n");
        file.Append($"    <source>{Inline(steps, codes)}</source>\n    <target state=\"{State(unit.State, unit.Target is not null)}\">{Inline(target, codes)}</target>\n");
        if (unit.BaseVersion is not null || unit.ChangeClass is not null)
        {
            file.Append($"    <context-group name=\"{XliffJobWriter.Category}\" purpose=\"information\">");
            if (unit.BaseVersion is { } version) file.Append($"<context context-type=\"x-{XliffJobWriter.BaseVersion}\">{version.ToString(CultureInfo.InvariantCulture)}</context>");
            if (unit.ChangeClass is not null) file.Append($"<context context-type=\"x-{XliffJobWriter.ChangeClass}\">{XliffMarkup.Escape(unit.ChangeClass)}</context>");
            file.Append("</context-group>\n");
        }
        foreach (var note in XliffJobWriter.Or(unit.Notes)) file.Append($"    <note from=\"{XliffMarkup.Quote(note.Category)}\">{XliffMarkup.Escape(note.Text)}</note>\n");
        foreach (var term in XliffJobWriter.Or(unit.Terms)) file.Append($"    <note from=\"{GlossaryNote}\">{XliffMarkup.Escape(Term(term))}</note>\n");
        foreach (var match in XliffJobWriter.Or(unit.Matches))
        {
            var (source, known) = JobCodes.OfSource(match.Source);
            var translated = known.OfTarget(match.Target);
            file.Append($"    <alt-trans match-quality=\"{match.Similarity.ToString(CultureInfo.InvariantCulture)}%\" origin=\"{XliffMarkup.Quote(match.Origin)}\"><source>{Inline(source, known)}</source><target>{Inline(translated, known)}</target></alt-trans>\n");
        }
        file.Append("   </trans-unit>\n");
    }

    private static string Term(JobTerm term) => term.Source + (XliffJobWriter.Or(term.Translations).IsEmpty ? "" : $" = {string.Join("; ", term.Translations)}") + (term.Definition is null ? "" : $" ({term.Definition})");

    private static string Inline(IEnumerable<JobStep> steps, JobCodes codes)
    {
        var written = new StringBuilder();
        foreach (var step in steps)
            written.Append(step.Kind switch
            {
                JobStepKind.Text => XliffMarkup.Escape(step.Value),
                JobStepKind.Close => "</g>",
                _ => Code(step.Value, codes.Shapes[step.Value]),
            });
        return written.ToString();
    }

    // equiv-text (2.3) holds what a code stands for, so that the target of a link is not lost.
    private static string Code(string number, InlineNode shape)
    {
        var (start, end) = JobCodes.Look(shape);
        return shape is InlinePlaceholder ? $"<x id=\"{number}\" ctype=\"x-placeholder\" equiv-text=\"{XliffMarkup.Quote(start)}\"/>"
            : $"<g id=\"{number}\" ctype=\"{(shape is InlineStrong ? "bold" : shape is InlineEmphasis ? "italic" : "link")}\" equiv-text=\"{XliffMarkup.Quote(shape is InlineLink ? end : start)}\">";
    }
}
