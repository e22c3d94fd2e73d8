using Entraide.Core.Text;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Sealing;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Identification;

/// <summary>A screening in words.</summary>
/// <param name="Outcome">The outcome's id; empty where the node does not have the list in the version that was used.</param>
/// <param name="Text">The result with its reasons and steps, in the language that was asked for.</param>
/// <param name="Age"><c>adult</c>, <c>child</c> or <c>perhaps</c>.</param>
/// <param name="Notes">What was noted, oldest first.</param>
public sealed record ScreeningInWords(string Instrument, string Version, string Outcome, string Text, string Age, IReadOnlyList<string> Notes, DateTimeOffset KeptAt);

/// <summary>What other modules may read of screenings: one that its reader works on.</summary>
public sealed class KeptScreenings(IdentificationDb db, PlatformDb platform, KeyRing keys, Gate gate, LivingInstruments instruments, TimeProvider time)
{
    /// <exception cref="NotThereException">It is not there, or not hers.</exception>
    public async Task<ScreeningInWords> Read(Caller caller, string id, Language language)
    {
        var subject = await OpenScreening.SubjectOf(db, id);
        var ticket = await gate.Ask(caller, AccessAction.Open, subject, OpenDraft.Told);
        var row = await db.Screenings.FindAsync(id) ?? throw new NotThereException();
        var record = await keys.Open(ticket, platform);
        var text = DraftText.Read(record.OpenBytes(Screening.FactsColumn, row.Facts)!) ?? throw new InvalidOperationException("A screening holds facts that this version of the node cannot read.");
        var notes = KeptNotes.Read(record.OpenBytes(Screening.NarrativeColumn, row.Narrative)!);
        var view = new DraftView(await instruments.Now(null), text, notes);
        var result = view.Situation?.Result;
        return new ScreeningInWords(text.InstrumentId, text.Version, result?.Outcome ?? "", result is null ? "" : ResultText.Write(result, language), text.AgeGroup,
            [.. notes.OnIndicators.Values, .. notes.OnConcepts.Values, .. notes.Later.Select(note => note.Text)], row.KeptAt);
    }

    /// <summary>The first of the published judgments as a screening, for a demonstration.</summary>
    public async Task<ScreeningInWords> Example(Language language)
    {
        var judgment = WorkedExample.Judgments(await instruments.Now(null)).First();
        var result = Core.Screening.ScreeningEngine.Evaluate(judgment.Answers);
        return new ScreeningInWords(judgment.Answers.Instrument.Id, judgment.Answers.Instrument.Version, result.Outcome, ResultText.Write(result, language), "adult", [], time.GetUtcNow());
    }
}

/// <summary>What may be counted of the screenings of an organisation: when they were kept, and nothing of what they say.</summary>
public sealed class ScreeningCounts(IdentificationDb db, Gate gate)
{
    /// <summary>How many were kept in each quarter, in order.</summary>
    public async Task<IReadOnlyList<(string Quarter, int Kept)>> ByQuarter(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var organisation = caller.OrganisationId ?? "none";
        await gate.Ask(caller, AccessAction.List, new Subject(Resource.Practice, Zone.Care, organisation, organisation));
        var kept = await db.Screenings.AsNoTracking().Where(one => one.OrganisationId == organisation).Select(one => one.KeptAt).ToListAsync();
        return [.. kept.GroupBy(Quarter.Of).OrderBy(same => same.Key, StringComparer.Ordinal).Select(same => (same.Key, same.Count()))];
    }
}
