using System.Globalization;
using Entraide.Core.Text;
using Entraide.Core.Text.Blocks;
using Entraide.Core.Text.Terms;
using Entraide.Core.Text.Xliff;

namespace Entraide.Node.Guide;

/// <summary>A unit that went along in a job.</summary>
/// <param name="Version">The version of the source.</param>
/// <param name="Translation">The number of the translation that went along; 0 for none.</param>
public sealed record TakenUnit(string Block, int Version, int Translation);

/// <summary>Makes the files that are taken away to be translated elsewhere. Pure.</summary>
public static class TranslationJobs
{
    /// <summary>What is to be done in a text: all that is not done, or everything where that is asked for.</summary>
    public static IReadOnlyList<TakenUnit> Choose(TranslatableText text, string language, bool everything) =>
        [.. text.Units(language).Where(unit => everything || unit.Need != TranslationNeed.Done).Select(unit => new TakenUnit(unit.Block.BlockId, unit.Block.Number, unit.Latest?.Number ?? 0))];

    /// <summary>The units as they are remembered, and back.</summary>
    public static string Lines(IEnumerable<TakenUnit> units) => string.Join('\n', units.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Block} {one.Version} {one.Translation}")));

    /// <inheritdoc cref="Lines"/>
    public static IReadOnlyList<TakenUnit> Read(string lines) => [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')).Select(parts => new TakenUnit(parts[0], Number(parts, 1), Number(parts, 2)))];

    private static int Number(string[] parts, int at) => at < parts.Length ? int.Parse(parts[at], CultureInfo.InvariantCulture) : 0;

    /// <summary>What a file calls the place that its texts come from: the text and the job.</summary>
    public static string OriginalOf(string document, string job) => $"{document}/{job}";

    /// <summary>The job as it was sent, as far as a file that comes back is compared with it.</summary>
    public static XliffJob Sent(TranslatableText text, string language, string job, IEnumerable<TakenUnit> units) => new(text.SourceLanguage, language, OriginalOf(text.Id, job),
    [
        .. units.Select(unit => (unit, source: text.BlockAt(unit.Block, unit.Version))).Where(one => one.source is not null)
            .Select(one => new JobUnit(one.unit.Block, InlineMarkup.Parse(one.source!.Text), Target(text, language, one.unit) is { } words && Fits(text, language, one.source, words) ? InlineMarkup.Parse(words) : null, BaseVersion: one.unit.Version)),
    ]);

    // A translation of an older source can lack a code of today's. As a target it would be refused as it is: it goes along as a proposal.
    private static bool Fits(TranslatableText text, string language, BlockVersion source, string words) => !TranslationChecks.Run(Termbase.Empty, text.SourceLanguage, source.Text, language, words).Any(one => one.Blocks);

    /// <summary>The translation that was the newest when the job was taken; null where there was none.</summary>
    public static string? Target(TranslatableText text, string language, TakenUnit unit) => text.Versions(unit.Block, language).FirstOrDefault(one => one.Number == unit.Translation)?.Text;

    /// <summary>The job with everything that helps.</summary>
    public static XliffJob ToSend(TextState state, TranslatableText text, string language, string job, IReadOnlyList<TakenUnit> units, Termbase terms)
    {
        var memory = UnitView.Remembered(state, text.SourceLanguage, language);
        var byId = text.Units(language).ToDictionary(unit => unit.Block.BlockId, StringComparer.Ordinal);
        var sent = Sent(text, language, job, units);
        return sent with { Units = [.. sent.Units.Select(unit => Help(text, language, unit, byId[unit.Id], terms, memory))] };
    }

    private static JobUnit Help(TranslatableText text, string language, JobUnit unit, TranslationUnit standing, Termbase terms, TranslationMemory memory)
    {
        var (block, latest) = (standing.Block, standing.Latest);
        var behind = latest is null ? Freshness.Missing : text.FreshnessOf(latest, block);
        return unit with
        {
            State = unit.Target is null || behind is not (Freshness.Current or Freshness.BehindEditorial) ? JobState.Initial : latest!.State switch
            {
                TranslationState.Translated => JobState.Translated,
                TranslationState.Reviewed => JobState.Reviewed,
                TranslationState.Final => JobState.Final,
                _ => JobState.Initial,
            },
            ChangeClass = latest is null ? null : text.Since(latest)?.ToString(),
            Notes = [new JobNote("context", $"{block.Kind}, {block.Level}{(block.SafetyCritical ? ", safety depends on it" : "")}")],
            Terms = [.. UnitView.TermsIn(terms, text.SourceLanguage, block.Text, language).Select(Term).OfType<JobTerm>()],
            Matches = [.. Before(text, unit, latest), .. memory.Find(block.Text, UnitView.Place(text, block.BlockId), 3).Select(match => new JobMatch(InlineMarkup.Parse(match.Entry.Source), InlineMarkup.Parse(match.Entry.Target), match.Percent, match.Entry.Place))],
        };
    }

    private static IEnumerable<JobMatch> Before(TranslatableText text, JobUnit unit, TranslationVersion? latest)
    {
        if (unit.Target is not null || latest is null || text.BlockAt(unit.Id, latest.BasedOn) is not { } source) yield break;
        var alike = new TranslationMemory([new MemoryEntry(unit.Id, source.Text, latest.Text)]).Find(InlineMarkup.Write(unit.Source));
        yield return new JobMatch(InlineMarkup.Parse(source.Text), InlineMarkup.Parse(latest.Text), alike.Count > 0 ? alike[0].Percent : 50, "before");
    }

    // What must not be written goes along too: in the definition, since a glossary of XLIFF has no other place for it.
    private static JobTerm? Term(UnitTerm term)
    {
        if (term.Target is not { } words) return null;
        var never = words.Terms.Where(one => !one.IsAllowed).Select(one => one.Text).ToList();
        return new JobTerm(term.Words, [.. words.Terms.Where(one => one.IsAllowed).Select(one => one.Text)], never.Count == 0 ? words.Definition : $"{words.Definition} (≠ {string.Join(", ", never)})");
    }

    /// <summary>All translations of a text that readers see, with the sources that they were made from, as TMX.</summary>
    public static byte[] Memory(TranslatableText text, string language) => TmxWriter.Write(text.SourceLanguage,
    [
        .. from block in text.Blocks
           let shown = text.Shown(block.BlockId, language)
           let made = shown is null ? null : text.BlockAt(block.BlockId, shown.BasedOn)
           where made is not null
           select new MemoryUnit($"{text.Id}.{block.BlockId}", [new MemoryText(text.SourceLanguage, InlineMarkup.Parse(made.Text)), new MemoryText(language, InlineMarkup.Parse(shown.Text))]),
    ]);

    /// <summary>The words of the field in all languages, as TBX-Basic.</summary>
    public static byte[] Terms(Termbase terms) => TbxWriter.Write("en", "Entraide",
    [
        .. terms.Concepts.Select(concept => new TermConcept(
            concept.Id,
            [.. InAll(terms, concept).Select(one => new TermDefinition(one.Language, one.Words.Definition, concept.Source.Length > 0 ? concept.Source : null))],
            [.. InAll(terms, concept).SelectMany(one => one.Words.Terms.Select(term => new TermText(one.Language, term.Text, (Core.Text.Xliff.TermStatus)term.Status, term.Forms)))]))
            .Where(concept => !concept.Terms.IsEmpty),
    ]);

    private static IEnumerable<(string Language, ConceptWords Words)> InAll(Termbase terms, Concept concept) => terms.Languages.Select(language => (language, terms.In(language, concept.Id))).Where(one => one.Item2 is not null).Select(one => (one.language, one.Item2!));
}
