using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Identification;

/// <summary>Discards a draft that nobody needs to work on.</summary>
public static class DiscardDraft
{
    public static async Task<RedirectHttpResult> Discard(Frame frame, Caller caller, string id, [FromForm] string? sure, IdentificationDb db, Gate gate, TimeProvider time)
    {
        if (sure is null) return TypedResults.Redirect(frame.To($"/drafts/{id}"));
        await gate.Do(caller, AccessAction.Erase, OpenDraft.SubjectOf(await OpenDraft.Find(db, id, time), id), [], async scope =>
        {
            var rows = scope.Db<IdentificationDb>();
            rows.Drafts.Remove(await rows.Drafts.SingleOrDefaultAsync(one => one.RecordId == id) ?? throw new NotThereException());
            // A draft has no key of its own. That it was erased is remembered, so that neither a restore nor the phone brings it back.
            await scope.EraseRecord();
        }, reason: "discarded");
        return TypedResults.Redirect(frame.To("/drafts"));
    }
}
