using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Identification;

/// <summary>The drafts that wait for her organisation, and the screenings that it has kept.</summary>
public static class ListDrafts
{
    /// <summary>Drafts on the page, those that are deleted soonest first.</summary>
    public const int Most = 200;

    /// <summary>All that is told of a draft before it is opened.</summary>
    public sealed record WaitingDraft(string Id, DateTimeOffset ReceivedAt, DateTimeOffset ExpiresAt, int Size)
    {
        public int Kilobytes => (Size + 1023) / 1024;
    }

    public static async Task<RazorComponentResult<DraftsPage>> Show(Frame frame, Caller caller, IdentificationDb db, Gate gate, TimeProvider time)
    {
        await gate.Ask(caller, AccessAction.List, AllOf(Resource.Draft, caller));
        var (now, organisation) = (time.GetUtcNow(), caller.OrganisationId!);
        var drafts = await db.Drafts.AsNoTracking().Where(one => one.OrganisationId == organisation && one.ExpiresAt > now).OrderBy(one => one.ExpiresAt).ThenBy(one => one.RecordId)
            .Take(Most + 1).Select(one => new WaitingDraft(one.RecordId, one.ReceivedAt, one.ExpiresAt, one.Size)).ToListAsync();
        var screenings = await ListScreenings.Read(caller, db, gate, before: null);
        return new RazorComponentResult<DraftsPage>(new { Frame = frame, Caller = caller, Drafts = drafts, Screenings = screenings });
    }

    /// <summary>The caller's organisation's records of a kind, as one record: a list is one entry of the ledger, under the organisation's id.</summary>
    internal static Subject AllOf(Resource resource, Caller caller) => new(resource, Zone.Care, caller.OrganisationId ?? "none", caller.OrganisationId);
}
