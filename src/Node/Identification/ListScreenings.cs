using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Identification;

/// <summary>The screenings that her organisation has kept: that they exist, since when, and which are hers.</summary>
public static class ListScreenings
{
    /// <summary>Screenings on a page, newest first.</summary>
    public const int Most = 100;

    /// <summary>All that is told of a screening before it is opened.</summary>
    public sealed record ListedScreening(string Id, DateTimeOffset KeptAt, string AssignedTo);

    public static async Task<RazorComponentResult<ScreeningsPage>> Show(Frame frame, Caller caller, IdentificationDb db, Gate gate, long? before) =>
        new(new { Frame = frame, Caller = caller, Screenings = await Read(caller, db, gate, before) });

    /// <summary>The list, once the ledger has it.</summary>
    internal static async Task<IReadOnlyList<ListedScreening>> Read(Caller caller, IdentificationDb db, Gate gate, long? before)
    {
        await gate.Ask(caller, AccessAction.List, ListDrafts.AllOf(Resource.Screening, caller));
        var organisation = caller.OrganisationId!;
        var rows = db.Screenings.AsNoTracking().Where(one => one.OrganisationId == organisation);
        // Up to the end of the year 9999, beyond which there is no moment.
        if (before is > 0 and <= 253_402_300_799_999 and { } earlier) rows = rows.Where(one => one.KeptAt < DateTimeOffset.FromUnixTimeMilliseconds(earlier));
        return await rows.OrderByDescending(one => one.KeptAt).ThenBy(one => one.RecordId).Take(Most).Select(one => new ListedScreening(one.RecordId, one.KeptAt, one.AssignedTo)).ToListAsync();
    }
}
