using Entraide.Node.Accounts;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Identification;

/// <summary>
/// A supervisor gives a screening to somebody of her organisation to work on. Supervisors may not open accounts, so there is
/// no list of names to choose from: whoever is to have it tells the supervisor her number, which stands on her own page.
/// </summary>
public static class AssignScreening
{
    public static async Task<IResult> Give(HttpContext context, Frame frame, Caller caller, string id, [FromForm] string? number, IdentificationDb db, Staff staff, Gate gate, TimeProvider time)
    {
        var people = caller.OrganisationId is { } organisation ? await staff.FieldStaffOf(organisation) : [];
        if (Staff.Named(people, number) is not { } account) return await OpenScreening.Page(context, frame, caller, id, "screening.give.unknown", number);
        await gate.Do(caller, AccessAction.Grant, await OpenScreening.SubjectOf(db, id), [], async scope =>
        {
            var row = await scope.Db<IdentificationDb>().Screenings.SingleOrDefaultAsync(one => one.RecordId == id) ?? throw new NotThereException();
            row.AssignedTo = account;
            scope.Db<PlatformDb>().Notices.Add(StoredNotice.To(account, "screening.given", time.GetUtcNow()));
        }, reason: $"given-to-{account}");
        return TypedResults.Redirect(frame.To($"/screenings/{id}"));
    }
}
