using Entraide.Node.Platform.Access;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Accounts;

/// <summary>What other modules may know of organisations.</summary>
public sealed class Organisations(AccountsDb db)
{
    /// <summary>The organisations for which phones may seal drafts, by name.</summary>
    public async Task<IReadOnlyList<OrganisationName>> TakingDrafts() =>
        await db.Organisations.AsNoTracking().Where(one => one.TakesDrafts).OrderBy(one => one.Name).Select(one => new OrganisationName(one.RecordId, one.Name)).ToListAsync();

    /// <summary>All organisations, by name.</summary>
    public async Task<IReadOnlyList<OrganisationName>> All() =>
        await db.Organisations.AsNoTracking().OrderBy(one => one.Name).Select(one => new OrganisationName(one.RecordId, one.Name)).ToListAsync();

    /// <summary>
    /// Who may open a draft that was sealed for this recipient; null where the recipient is not known. What was sealed for the
    /// node itself goes to the one organisation that takes drafts, if there is just one.
    /// </summary>
    public async Task<DraftRecipient?> For(string recipient, string nodeId)
    {
        var taking = await TakingDrafts();
        if (recipient == nodeId) return new DraftRecipient(taking.Count == 1 ? taking[0].Id : null);
        return taking.Any(one => one.Id == recipient) ? new DraftRecipient(recipient) : null;
    }
}

public sealed record OrganisationName(string Id, string Name);

public sealed record DraftRecipient(string? OrganisationId);

/// <summary>What other modules may know of the people of an organisation: by account id, and no name.</summary>
public sealed class Staff(AccountsDb db)
{
    /// <summary>The active accounts of an organisation that have a role in which one works on screenings.</summary>
    public async Task<IReadOnlyList<string>> FieldStaffOf(string organisationId)
    {
        var people = await db.Accounts.AsNoTracking().Where(one => one.OrganisationId == organisationId && one.State == AccountState.Active).Select(one => new { one.RecordId, one.RoleNames }).ToListAsync();
        var roles = Enum.GetValues<Role>().Where(role => Policy.MayEver(role, Purpose.Identification, AccessAction.Change, Resource.Screening)).Select(role => role.ToString()).ToList();
        return [.. people.Where(one => one.RoleNames.Split(',').Any(roles.Contains)).Select(one => one.RecordId)];
    }
}
