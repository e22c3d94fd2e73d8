using Entraide.Node.Platform.Access;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Identification;

/// <summary>Deletes drafts whose time is over, every hour; the ledger says of each what became of it.</summary>
public static class ExpireDrafts
{
    public static async Task Run(IServiceProvider services, CancellationToken stop) =>
        await Expire(services.GetRequiredService<IdentificationDb>(), services.GetRequiredService<Gate>(), services.GetRequiredService<TimeProvider>().GetUtcNow(), stop);

    /// <summary>Deletes what has expired by <paramref name="now"/>; gives the number of drafts deleted.</summary>
    public static async Task<int> Expire(IdentificationDb db, Gate gate, DateTimeOffset now, CancellationToken stop = default)
    {
        var expired = await db.Drafts.AsNoTracking().Where(draft => draft.ExpiresAt <= now).Select(draft => new { draft.RecordId, draft.OrganisationId }).ToListAsync(stop);
        foreach (var draft in expired)
        {
            await gate.Do(Caller.Node(Purpose.Identification), AccessAction.Erase, KeptDraft.Subject(draft.RecordId, draft.OrganisationId), [], async scope =>
            {
                var drafts = scope.Db<IdentificationDb>();
                if (await drafts.Drafts.SingleOrDefaultAsync(one => one.RecordId == draft.RecordId) is { } row) drafts.Drafts.Remove(row);
            }, reason: "expired");
        }
        return expired.Count;
    }
}
