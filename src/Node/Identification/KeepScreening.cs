using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Sealing;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Identification;

/// <summary>Keeps a draft as a screening, which whoever keeps it works on. The draft goes in the same change: it is never there twice.</summary>
public static class KeepScreening
{
    public static async Task<RedirectHttpResult> Keep(Frame frame, Caller caller, string id, IdentificationDb db, KeyRing keys, Gate gate, TimeProvider time)
    {
        var draft = await OpenDraft.Find(db, id, time);
        var kept = TypedResults.Redirect(frame.To($"/screenings/{id}"));
        // The button was pressed twice: the screening is there, and hers.
        if (draft is null && await db.Screenings.AnyAsync(one => one.RecordId == id && one.AssignedTo == caller.AccountId)) return kept;
        var ticket = await gate.Ask(caller, AccessAction.Open, OpenDraft.SubjectOf(draft, id), OpenDraft.Told);
        // What does not open is not kept; its page says why.
        if (await OpenDraft.Read(ticket, draft!, keys) is not { } text) return TypedResults.Redirect(frame.To($"/drafts/{id}"));
        var organisation = draft!.OrganisationId!;
        await gate.Do(caller, AccessAction.Create, new Subject(Resource.Screening, Zone.Care, id, organisation, AssignedTo: caller.AccountId), OpenDraft.Told, async scope =>
        {
            var rows = scope.Db<IdentificationDb>();
            // A colleague may have kept or discarded it meanwhile: then nothing is written.
            rows.Drafts.Remove(await rows.Drafts.SingleOrDefaultAsync(one => one.RecordId == id) ?? throw new NotThereException());
            var record = scope.NewRecord();
            rows.Screenings.Add(new Screening
            {
                RecordId = id, OrganisationId = organisation, AssignedTo = caller.AccountId, KeptAt = time.GetUtcNow(),
                Facts = record.Seal(Screening.FactsColumn, text.WriteFacts()), Narrative = record.Seal(Screening.NarrativeColumn, text.Notes.Write()),
            });
        }, reason: "kept-from-draft");
        return kept;
    }
}
