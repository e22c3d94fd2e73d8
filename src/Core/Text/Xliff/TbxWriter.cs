using System.Collections.Immutable;
using System.Text;
using Entraide.Core.Text.Xliff.Rules;

namespace Entraide.Core.Text.Xliff;

/// <summary>Whether a term is to be used.</summary>
public enum TermStatus
{
    Preferred,
    Admitted,
    Deprecated,

    /// <summary>Must not be used: it says something else in law.</summary>
    Forbidden,
}

/// <summary>A word for a concept.</summary>
/// <param name="Forms">Inflected forms, as they stand in texts.</param>
/// <param name="Jurisdiction">Where it is the term of the law; null for everywhere.</param>
public sealed record TermText(string Language, string Text, TermStatus Status, ImmutableArray<string> Forms = default, string? Jurisdiction = null);

/// <summary>What a concept is, in one language.</summary>
/// <param name="Source">Who says so.</param>
public sealed record TermDefinition(string Language, string Text, string? Source = null);

/// <summary>A concept with its words in all languages.</summary>
/// <param name="Id">Unique in the termbase.</param>
public sealed record TermConcept(string Id, ImmutableArray<TermDefinition> Definitions, ImmutableArray<TermText> Terms, string? Subject = null);

/// <summary>
/// Writes a termbase by concepts as TBX-Basic (ISO 30042:2008, LISA TBX-Basic version 2), the form that translate-toolkit
/// and most programs read. TBX-Basic has no place for inflected forms, jurisdictions and the word "forbidden": they stand in
/// notes, and a forbidden term is a deprecated one.
/// </summary>
public static class TbxWriter
{
    /// <param name="language">The language of the termbase itself, in which its notes are.</param>
    /// <param name="title">What the termbase is.</param>
    /// <exception cref="ArgumentException">A concept has no term, an id is used twice, or a language is no tag.</exception>
    public static byte[] Write(string language, string title, IReadOnlyList<TermConcept> concepts)
    {
        if (concepts.GroupBy(concept => concept.Id, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice) throw new ArgumentException($"The id “{Quoted.Line(twice.Key)}” is used twice.", nameof(concepts));
        var file = new StringBuilder("""<?xml version="1.0" encoding="UTF-8"?>""").Append('\n');
        file.Append($"<martif type=\"TBX-Basic\" xml:lang=\"{XliffMarkup.Quote(language)}\">\n <martifHeader>\n  <fileDesc><titleStmt><title>{XliffMarkup.Escape(title)}</title></titleStmt><sourceDesc><p>Entraide</p></sourceDesc></fileDesc>\n  <encodingDesc><p type=\"XCSURI\">TBXBasicXCSV02.xcs</p></encodingDesc>\n </martifHeader>\n <text>\n  <body>\n");
        foreach (var concept in concepts) Concept(file, concept);
        return Encoding.UTF8.GetBytes(file.Append("  </body>\n </text>\n</martif>\n").ToString());
    }

    private static void Concept(StringBuilder file, TermConcept concept)
    {
        var languages = concept.Terms.Select(term => term.Language).Concat(concept.Definitions.Select(definition => definition.Language)).Distinct(StringComparer.Ordinal).ToList();
        if (concept.Terms.IsDefaultOrEmpty || languages.Any(language => !Values.IsLanguage(language))) throw new ArgumentException($"The concept “{Quoted.Line(concept.Id)}” needs a term, and tags for its languages.", nameof(concept));
        // An id of XML begins with a letter.
        file.Append($"   <termEntry id=\"c-{JobIds.Write(concept.Id).Replace(':', '.')}\">\n");
        if (concept.Subject is not null) file.Append($"    <descrip type=\"subjectField\">{XliffMarkup.Escape(concept.Subject)}</descrip>\n");
        foreach (var language in languages)
        {
            // A language with a definition and no term stands in no langSet, which must have a term.
            var terms = concept.Terms.Where(term => term.Language == language).ToList();
            if (terms.Count == 0) throw new ArgumentException($"The concept “{Quoted.Line(concept.Id)}” is defined in {language}, and has no term there.", nameof(concept));
            file.Append($"    <langSet xml:lang=\"{language}\">\n");
            foreach (var definition in concept.Definitions.Where(definition => definition.Language == language))
                file.Append($"     <descripGrp><descrip type=\"definition\">{XliffMarkup.Escape(definition.Text)}</descrip>{(definition.Source is null ? "" : $"<admin type=\"source\">{XliffMarkup.Escape(definition.Source)}</admin>")}</descripGrp>\n");
            foreach (var term in terms) Term(file, term);
            file.Append("    </langSet>\n");
        }
        file.Append("   </termEntry>\n");
    }

    private static void Term(StringBuilder file, TermText term)
    {
        var status = term.Status switch { TermStatus.Preferred => "preferredTerm-admn-sts", TermStatus.Admitted => "admittedTerm-admn-sts", _ => "deprecatedTerm-admn-sts" };
        file.Append($"     <tig>\n      <term>{XliffMarkup.Escape(term.Text)}</term>\n      <termNote type=\"administrativeStatus\">{status}</termNote>\n");
        if (term.Status == TermStatus.Forbidden) file.Append("      <note>Forbidden</note>\n");
        if (term.Jurisdiction is not null) file.Append($"      <note>Jurisdiction: {XliffMarkup.Escape(term.Jurisdiction)}</note>\n");
        if (!XliffJobWriter.Or(term.Forms).IsEmpty) file.Append($"      <note>Forms: {XliffMarkup.Escape(string.Join("; ", term.Forms))}</note>\n");
        file.Append("     </tig>\n");
    }
}
