using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Identification;

/// <summary>Erases a screening: the row goes, and with its key whatever was sealed with it becomes unreadable.</summary>
public static class EraseScreening
{
    public static async Task<RedirectHttpResult> Erase(Frame frame, Caller caller, string id, [FromForm] string? sure, IdentificationDb db, Gate gate)
    {
        if (sure is null) return TypedResults.Redirect(frame.To($"/screenings/{id}"));
        await gate.Do(caller, AccessAction.Erase, await OpenScreening.SubjectOf(db, id), [], async scope =>
        {
            var rows = scope.Db<IdentificationDb>();
            rows.Screenings.Remove(await rows.Screenings.SingleOrDefaultAsync(one => one.RecordId == id && one.AssignedTo == caller.AccountId) ?? throw new NotThereException());
            await scope.EraseRecord();
        }, reason: "erased");
        return TypedResults.Redirect(frame.To("/screenings"));
    }
}
