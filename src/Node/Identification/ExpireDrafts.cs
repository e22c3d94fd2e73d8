using Entraide.Node.Accounts;
using Entraide.Node.Platform.Access;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Identification;

/// <summary>Deletes drafts whose time is over, every hour; the ledger says of each what became of it.</summary>
public static class ExpireDrafts
{
    public static async Task Run(IServiceProvider services, CancellationToken stop)
    {
        await HandOver(services, stop);
        await Expire(services.GetRequiredService<IdentificationDb>(), services.GetRequiredService<Gate>(), services.GetRequiredService<TimeProvider>().GetUtcNow(), stop);
    }

    // What was sealed for the node before any organisation took drafts goes to the first that does.
    private static async Task HandOver(IServiceProvider services, CancellationToken stop)
    {
        var (db, gate) = (services.GetRequiredService<IdentificationDb>(), services.GetRequiredService<Gate>());
        if (await services.GetRequiredService<Organisations>().TakingDrafts() is not [var organisation]) return;
        foreach (var id in await db.Drafts.AsNoTracking().Where(draft => draft.OrganisationId == null).Select(draft => draft.RecordId).ToListAsync(stop))
        {
#pragma warning disable RS0030 // The guard compares a row with its organisation; here it is given one.
            await gate.Do(Caller.Node(Purpose.Identification), AccessAction.Create, KeptDraft.Subject(id, null), [], scope =>
                scope.Db<IdentificationDb>().Drafts.Where(draft => draft.RecordId == id && draft.OrganisationId == null).ExecuteUpdateAsync(row => row.SetProperty(draft => draft.OrganisationId, organisation.Id), stop), reason: "handed-over");
#pragma warning restore RS0030
        }
    }

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
