using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Entraide.Core.Text.Xliff.Rules;

namespace Entraide.Core.Text.Xliff;

/// <summary>A text of a translation memory in one language.</summary>
public sealed record MemoryText(string Language, ImmutableArray<InlineNode> Content);

/// <summary>The same text in two or more languages.</summary>
/// <param name="Id">Unique in the memory.</param>
public sealed record MemoryUnit(string Id, ImmutableArray<MemoryText> Texts);

/// <summary>Writes a translation memory as TMX 1.4b (LISA, 26 April 2005): codes as <c>bpt</c>, <c>ept</c> and <c>ph</c>, with what they stand for inside.</summary>
public static class TmxWriter
{
    /// <param name="sourceLanguage">The language that the others were translated from.</param>
    /// <exception cref="ArgumentException">A unit has fewer than two languages, one twice, or one that is no tag; or an id is used twice.</exception>
    public static byte[] Write(string sourceLanguage, IReadOnlyList<MemoryUnit> units)
    {
        if (units.GroupBy(unit => unit.Id, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice) throw new ArgumentException($"The id “{Quoted.Line(twice.Key)}” is used twice.", nameof(units));
        var file = new StringBuilder("""<?xml version="1.0" encoding="UTF-8"?>""").Append('\n');
        file.Append($"<tmx version=\"1.4\">\n <header creationtool=\"Entraide\" creationtoolversion=\"1\" segtype=\"block\" o-tmf=\"Entraide\" adminlang=\"en\" srclang=\"{XliffMarkup.Quote(sourceLanguage)}\" datatype=\"plaintext\"/>\n <body>\n");
        foreach (var unit in units)
        {
            if (unit.Texts.Length < 2 || unit.Texts.DistinctBy(text => text.Language.ToUpperInvariant()).Count() < unit.Texts.Length || unit.Texts.Any(text => !Values.IsLanguage(text.Language)))
                throw new ArgumentException($"The unit “{Quoted.Line(unit.Id)}” needs two languages, each once, and tags for them.", nameof(units));
            // The source first: its codes are numbered, and the translations name them.
            var texts = unit.Texts.OrderBy(text => Values.SameLanguage(text.Language, sourceLanguage) ? 0 : 1).ToList();
            var (steps, codes) = JobCodes.OfSource(texts[0].Content);
            file.Append($"  <tu tuid=\"{XliffMarkup.Quote(unit.Id)}\">\n");
            foreach (var text in texts) file.Append($"   <tuv xml:lang=\"{text.Language}\"><seg>{Inline(text == texts[0] ? steps : codes.OfTarget(text.Content), codes)}</seg></tuv>\n");
            file.Append("  </tu>\n");
        }
        return Encoding.UTF8.GetBytes(file.Append(" </body>\n</tmx>\n").ToString());
    }

    private static string Inline(IEnumerable<JobStep> steps, JobCodes codes)
    {
        var written = new StringBuilder();
        foreach (var step in steps)
        {
            if (step.Kind == JobStepKind.Text)
            {
                written.Append(XliffMarkup.Escape(step.Value));
                continue;
            }
            var shape = codes.Shapes[step.Value];
            var ((start, end), number) = (JobCodes.Look(shape), int.Parse(step.Value, CultureInfo.InvariantCulture));
            var type = shape switch { InlineStrong => "bold", InlineEmphasis => "italic", InlineLink => "link", _ => "x-placeholder" };
            written.Append(step.Kind switch
            {
                JobStepKind.Open => $"<bpt i=\"{number}\" x=\"{number}\" type=\"{type}\">{XliffMarkup.Escape(start)}</bpt>",
                JobStepKind.Close => $"<ept i=\"{number}\">{XliffMarkup.Escape(end)}</ept>",
                _ => $"<ph x=\"{number}\" type=\"{type}\">{XliffMarkup.Escape(start)}</ph>",
            });
        }
        return written.ToString();
    }
}
