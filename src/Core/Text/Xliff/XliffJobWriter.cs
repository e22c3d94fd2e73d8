using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Entraide.Core.Text.Xliff.Rules;

namespace Entraide.Core.Text.Xliff;

/// <summary>
/// Writes a job as XLIFF 2.1: one segment a unit, codes as <c>pc</c> and <c>ph</c> with what they stand for as original
/// data, notes, and the modules for terms (5.2), matches (5.1), metadata (5.4) and lengths (5.7).
/// </summary>
public static class XliffJobWriter
{
    /// <summary>The category of metadata that is ours.</summary>
    internal const string Category = "entraide", BaseVersion = "base-version", ChangeClass = "change-class";

    /// <exception cref="ArgumentException">The job is not one: two units have the same id, a language is no tag, a term says nothing.</exception>
    public static byte[] Write(XliffJob job)
    {
        Check(job);
        var file = new StringBuilder("""<?xml version="1.0" encoding="UTF-8"?>""").Append('\n');
        file.Append($"<xliff xmlns=\"{XliffNames.Core}\" xmlns:gls=\"{XliffNames.Glossary}\" xmlns:mtc=\"{XliffNames.Matches}\" xmlns:mda=\"{XliffNames.Metadata}\" xmlns:slr=\"{XliffNames.Sizes}\" version=\"2.1\" srcLang=\"{job.SourceLanguage}\" trgLang=\"{job.TargetLanguage}\">\n");
        // A unit is a text that is kept as one: it is not cut. Blanks count in it.
        file.Append($" <file id=\"f1\" original=\"{XliffMarkup.Quote(job.Original)}\" canResegment=\"no\" xml:space=\"preserve\">\n");
        if (job.Units.Any(unit => unit.LongestTarget is not null)) file.Append("  <slr:profiles generalProfile=\"xliff:codepoints\"><slr:normalization general=\"nfc\"/></slr:profiles>\n");
        foreach (var unit in job.Units) Unit(file, unit);
        return Encoding.UTF8.GetBytes(file.Append(" </file>\n</xliff>\n").ToString());
    }

    /// <exception cref="ArgumentException">The job is not one.</exception>
    internal static void Check(XliffJob job)
    {
        foreach (var language in (string[])[job.SourceLanguage, job.TargetLanguage])
            if (!Values.IsLanguage(language)) throw new ArgumentException($"“{Quoted.Line(language)}” is no language tag.", nameof(job));
        if (job.Units.IsDefaultOrEmpty) throw new ArgumentException("A job has at least one unit.", nameof(job));
        if (job.Units.GroupBy(unit => unit.Id, StringComparer.Ordinal).FirstOrDefault(group => group.Key.Length == 0 || group.Count() > 1) is { } twice) throw new ArgumentException($"The id “{Quoted.Line(twice.Key)}” is empty or used twice.", nameof(job));
        if (job.Units.SelectMany(unit => Or(unit.Terms)).FirstOrDefault(term => term.Translations.IsDefaultOrEmpty && term.Definition is null) is { } term) throw new ArgumentException($"The term “{Quoted.Line(term.Source)}” has neither a translation nor a definition.", nameof(job));
        if (job.Units.FirstOrDefault(unit => unit.State != JobState.Initial && unit.Target is null) is { } unit) throw new ArgumentException($"The unit “{Quoted.Line(unit.Id)}” is {unit.State} without a target.", nameof(job));
    }

    internal static ImmutableArray<T> Or<T>(ImmutableArray<T> items) => items.IsDefault ? [] : items;

    internal static string Name(JobState state) => state switch { JobState.Initial => "initial", JobState.Translated => "translated", JobState.Reviewed => "reviewed", _ => "final" };

    private static void Unit(StringBuilder file, JobUnit unit)
    {
        var (steps, codes) = JobCodes.OfSource(unit.Source);
        var target = unit.Target is { } given ? codes.OfTarget(given) : (ImmutableArray<JobStep>?)null;
        var id = JobIds.Write(unit.Id);
        file.Append($"  <unit id=\"{id}\"{(id == unit.Id ? "" : $" name=\"{XliffMarkup.Quote(unit.Id)}\"")}{(unit.LongestTarget is { } longest ? $" slr:sizeRestriction=\"{longest.ToString(CultureInfo.InvariantCulture)}\"" : "")}>\n");
        Terms(file, Or(unit.Terms));
        Matches(file, Or(unit.Matches));
        Metadata(file, unit);
        if (!Or(unit.Notes).IsEmpty)
        {
            file.Append("   <notes>\n");
            foreach (var note in unit.Notes) file.Append($"    <note category=\"{XliffMarkup.Quote(note.Category)}\">{XliffMarkup.Escape(note.Text)}</note>\n");
            file.Append("   </notes>\n");
        }
        Data(file, codes, "   ");
        // What an older translation lacks cannot be called undeletable beside it.
        var kept = (target ?? steps).Select(step => step.Value).ToHashSet(StringComparer.Ordinal);
        file.Append($"   <segment id=\"s\" state=\"{Name(unit.State)}\">\n    <source>{Inline(steps, codes, kept)}</source>\n");
        if (target is not null) file.Append($"    <target>{Inline(target, codes, kept)}</target>\n");
        file.Append("   </segment>\n  </unit>\n");
    }

    private static void Terms(StringBuilder file, ImmutableArray<JobTerm> terms)
    {
        if (terms.IsEmpty) return;
        file.Append("   <gls:glossary>\n");
        foreach (var term in terms)
        {
            file.Append($"    <gls:glossEntry><gls:term>{XliffMarkup.Escape(term.Source)}</gls:term>");
            foreach (var translation in Or(term.Translations)) file.Append($"<gls:translation>{XliffMarkup.Escape(translation)}</gls:translation>");
            if (term.Definition is not null) file.Append($"<gls:definition>{XliffMarkup.Escape(term.Definition)}</gls:definition>");
            file.Append("</gls:glossEntry>\n");
        }
        file.Append("   </gls:glossary>\n");
    }

    private static void Matches(StringBuilder file, ImmutableArray<JobMatch> matches)
    {
        if (matches.IsEmpty) return;
        file.Append("   <mtc:matches>\n");
        foreach (var match in matches)
        {
            var (steps, codes) = JobCodes.OfSource(match.Source);
            var target = codes.OfTarget(match.Target);
            file.Append($"    <mtc:match ref=\"#s\" type=\"tm\" similarity=\"{match.Similarity.ToString(CultureInfo.InvariantCulture)}.0\" origin=\"{XliffMarkup.Quote(match.Origin)}\">\n");
            Data(file, codes, "     ");
            file.Append($"     <source>{Inline(steps, codes, [])}</source>\n     <target>{Inline(target, codes, [])}</target>\n    </mtc:match>\n");
        }
        file.Append("   </mtc:matches>\n");
    }

    private static void Metadata(StringBuilder file, JobUnit unit)
    {
        if (unit.BaseVersion is null && unit.ChangeClass is null) return;
        file.Append($"   <mda:metadata><mda:metaGroup category=\"{Category}\">");
        if (unit.BaseVersion is { } version) file.Append($"<mda:meta type=\"{BaseVersion}\">{version.ToString(CultureInfo.InvariantCulture)}</mda:meta>");
        if (unit.ChangeClass is not null) file.Append($"<mda:meta type=\"{ChangeClass}\">{XliffMarkup.Escape(unit.ChangeClass)}</mda:meta>");
        file.Append("</mda:metaGroup></mda:metadata>\n");
    }

    private static void Data(StringBuilder file, JobCodes codes, string indent)
    {
        if (codes.Shapes.Count == 0) return;
        file.Append(indent).Append("<originalData>\n");
        foreach (var (number, shape) in codes.Shapes)
        {
            var (start, end) = JobCodes.Look(shape);
            file.Append($"{indent} <data id=\"d{number}\">{XliffMarkup.Escape(start)}</data>\n");
            if (end.Length > 0) file.Append($"{indent} <data id=\"e{number}\">{XliffMarkup.Escape(end)}</data>\n");
        }
        file.Append(indent).Append("</originalData>\n");
    }

    private static string Inline(IEnumerable<JobStep> steps, JobCodes codes, HashSet<string> kept)
    {
        var written = new StringBuilder();
        foreach (var step in steps)
            written.Append(step.Kind switch
            {
                JobStepKind.Text => XliffMarkup.Escape(step.Value),
                JobStepKind.Close => "</pc>",
                _ => Code(step.Value, codes.Shapes[step.Value], kept.Contains(step.Value) ? " canDelete=\"no\"" : ""),
            });
        return written.ToString();
    }

    // Each code of the source is in the target once: neither copied nor deleted, and reordered as the language needs.
    private static string Code(string number, InlineNode shape, string delete) => shape switch
    {
        InlinePlaceholder placeholder => $"<ph id=\"{number}\" canCopy=\"no\"{delete} type=\"ui\" subType=\"xlf:var\" disp=\"{XliffMarkup.Quote(placeholder.Name)}\" dataRef=\"d{number}\"/>",
        _ => $"<pc id=\"{number}\" canCopy=\"no\"{delete} {(shape is InlineStrong ? "type=\"fmt\" subType=\"xlf:b\"" : shape is InlineEmphasis ? "type=\"fmt\" subType=\"xlf:i\"" : "type=\"link\"")} dataRefStart=\"d{number}\" dataRefEnd=\"e{number}\">",
    };
}
