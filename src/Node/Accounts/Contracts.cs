using Entraide.Node.Platform.Access;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Accounts;

/// <summary>What other modules may know of organisations.</summary>
public sealed class Organisations(AccountsDb db)
{
    /// <summary>The organisations for which phones may seal drafts, by name.</summary>
    public async Task<IReadOnlyList<OrganisationName>> TakingDrafts() =>
        await db.Organisations.AsNoTracking().Where(one => one.TakesDrafts).OrderBy(one => one.Name).Select(one => new OrganisationName(one.RecordId, one.Name, one.Kind == OrganisationKind.Police || one.Kind == OrganisationKind.Prosecution || one.Kind == OrganisationKind.Court)).ToListAsync();

    /// <summary>All organisations, by name.</summary>
    public async Task<IReadOnlyList<OrganisationName>> All() =>
        await db.Organisations.AsNoTracking().OrderBy(one => one.Name).Select(one => new OrganisationName(one.RecordId, one.Name, one.Kind == OrganisationKind.Police || one.Kind == OrganisationKind.Prosecution || one.Kind == OrganisationKind.Court)).ToListAsync();

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

/// <param name="IsAuthority">Whether it is the police, a prosecution or a court, to whom a yes is harder to refuse.</param>
public sealed record OrganisationName(string Id, string Name, bool IsAuthority);

public sealed record DraftRecipient(string? OrganisationId);

/// <summary>What other modules may know of the people of an organisation: by account id, and no name.</summary>
public sealed class Staff(AccountsDb db)
{
    /// <summary>The active accounts of an organisation that have a role in which one works on screenings.</summary>
    public Task<IReadOnlyList<string>> FieldStaffOf(string organisationId) => Of(organisationId, [Purpose.Identification], AccessAction.Change, Resource.Screening);

    /// <summary>The active accounts of an organisation that have a role in which one may do this, for one of these purposes.</summary>
    public async Task<IReadOnlyList<string>> Of(string organisationId, IReadOnlyList<Purpose> purposes, AccessAction action, Resource resource)
    {
        var people = await db.Accounts.AsNoTracking().Where(one => one.OrganisationId == organisationId && one.State == AccountState.Active).Select(one => new { one.RecordId, one.RoleNames }).ToListAsync();
        var roles = Enum.GetValues<Role>().Where(role => purposes.Any(purpose => Policy.MayEver(role, purpose, action, resource))).Select(role => role.ToString()).ToList();
        return [.. people.Where(one => one.RoleNames.Split(',').Any(roles.Contains)).Select(one => one.RecordId)];
    }

    /// <summary>The number by which somebody of an organisation is named to a person who may not see names: the beginning of her account's id.</summary>
    public static string NumberOf(string accountId) => accountId[..8];

    /// <summary>The one account among these that has this number as it was typed; null where none or several have.</summary>
    public static string? Named(IReadOnlyList<string> accounts, string? number)
    {
        var wanted = (number ?? "").Trim().ToLowerInvariant();
        // Two people with one number are one in four billion; then neither is taken for the other.
        return accounts.Where(account => NumberOf(account) == wanted).ToList() is [var account] ? account : null;
    }
}

/// <summary>The organisations of the demonstration, by name: where people are helped, and where trainings are made.</summary>
public static class DemoOrganisations
{
    public const string Helping = "Haven", Receiving = "Harbour", Training = "Labour Inspectorate of Exampleland";
}
