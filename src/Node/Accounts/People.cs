using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Sealing;
using Entraide.Node.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Accounts;

/// <summary>Organisations and people, for administrators: adding, inviting, giving and taking roles, ending.</summary>
public static class People
{
    private static readonly FieldClass[] Names = [FieldClass.Technical, FieldClass.Identity];

    /// <summary>A person as the page shows her.</summary>
    public sealed record Person(Account Account, string Name);

    /// <summary>What the page shows.</summary>
    /// <param name="Invitation">The code of the invitation that was just made; shown once.</param>
    public sealed record Shown(IReadOnlyList<Organisation> Organisations, IReadOnlyList<Person> People, bool IsFresh, string? Invitation, string? Fault);

    public sealed record InviteForm(string? Name, string? Organisation, string[]? Role);

    public static Task<RazorComponentResult<PeoplePage>> Show(HttpContext context, Frame frame, Caller caller) => Page(context, frame, caller, null, null);

    public static async Task<IResult> AddOrganisation(HttpContext context, Frame frame, Caller caller, [FromForm] string? name, [FromForm] OrganisationKind kind, [FromForm] string? takesDrafts, Gate gate, TimeProvider time)
    {
        if ((name ?? "").Trim() is not { Length: > 0 and <= Organisation.LongestName } plain || !Enum.IsDefined(kind)) return await Page(context, frame, caller, null, "people.name.missing");
        var id = PlatformDb.NewId();
        await gate.Do(caller, AccessAction.Create, Organisation.Subject(id), [], scope =>
        {
            scope.Db<AccountsDb>().Organisations.Add(new Organisation { RecordId = id, Kind = kind, Name = plain, TakesDrafts = takesDrafts is not null, CreatedAt = time.GetUtcNow() });
            return Task.CompletedTask;
        });
        return TypedResults.Redirect(frame.To("/people"));
    }

    /// <summary>Whether phones may seal drafts for the organisation.</summary>
    public static async Task<IResult> ChangeOrganisation(Frame frame, Caller caller, string id, [FromForm] string? takesDrafts, AccountsDb db, Gate gate)
    {
        var subject = await db.Organisations.AnyAsync(one => one.RecordId == id) ? Organisation.Subject(id) : Subject.Missing(Resource.Organisation, Zone.Node, id);
        await gate.Do(caller, AccessAction.Change, subject, [], async scope =>
            (await scope.Db<AccountsDb>().Organisations.SingleAsync(one => one.RecordId == id)).TakesDrafts = takesDrafts is not null);
        return TypedResults.Redirect(frame.To("/people"));
    }

    /// <summary>Invites somebody. Roles that need two people are proposed along with it.</summary>
    public static async Task<IResult> Invite(HttpContext context, Frame frame, Caller caller, [FromForm] InviteForm form, AccountsDb db, Gate gate, TimeProvider time)
    {
        var organisation = await db.Organisations.AsNoTracking().SingleOrDefaultAsync(one => one.RecordId == form.Organisation);
        var roles = (form.Role ?? []).Select(role => Enum.TryParse<Role>(role, out var one) ? one : Role.Node).Where(Policy.CanBeGiven).Distinct().ToList();
        if ((form.Name ?? "").Trim() is not { Length: > 0 and <= Organisation.LongestName } name || organisation is null) return await Page(context, frame, caller, null, "people.name.missing");
        var (id, code, now) = (PlatformDb.NewId(), OneTimeCode.New(), time.GetUtcNow());
        await gate.Do(caller, AccessAction.Create, new Subject(Resource.Account, Zone.Node, id, organisation.RecordId, About: id), Names, scope =>
        {
            var accounts = scope.Db<AccountsDb>();
            accounts.Accounts.Add(new Account { RecordId = id, OrganisationId = organisation.RecordId, State = AccountState.Invited, Name = scope.NewRecord().Seal(Account.NameColumn, name), RoleNames = "", CreatedAt = now });
            accounts.Doors.Add(new Door { CodeHash = OneTimeCode.HashOf(code)!, AccountId = id, Kind = DoorKind.Invitation, ExpiresAt = now + Join.InvitedFor });
            return Task.CompletedTask;
        }, reason: "invited");
        var account = await db.Accounts.AsNoTracking().SingleAsync(one => one.RecordId == id);
        foreach (var role in roles) await Proposals.Propose(caller, account, role, give: true, gate, now);
        return await Page(context, frame, caller, code, null);
    }

    /// <summary>Asks for a role to be given or taken; a second person decides.</summary>
    public static async Task<IResult> ProposeRole(Frame frame, Caller caller, string id, [FromForm] Role role, [FromForm] string? take, AccountsDb db, Gate gate, TimeProvider time)
    {
        if (!Policy.CanBeGiven(role)) return TypedResults.NotFound();
        await Proposals.Propose(caller, await db.Accounts.AsNoTracking().SingleOrDefaultAsync(one => one.RecordId == id), role, take is null, gate, time.GetUtcNow(), id);
        return TypedResults.Redirect(frame.To("/proposals"));
    }

    /// <summary>Ends an account: her sessions are over with the next request, and nothing lets her in again.</summary>
    public static async Task<IResult> End(Frame frame, Caller caller, string id, AccountsDb db, Gate gate, TimeProvider time)
    {
        var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(one => one.RecordId == id);
        await gate.Do(caller, AccessAction.Erase, account?.Subject() ?? Subject.Missing(Resource.Account, Zone.Node, id), [], async scope =>
        {
            var accounts = scope.Db<AccountsDb>();
            var row = await accounts.Accounts.SingleAsync(one => one.RecordId == id);
            (row.State, row.Lookup, row.Password, row.Totp) = (AccountState.Ended, null, null, null);
            // Whoever left stays out when an older backup is restored: her account is then taken away with what was erased.
            scope.Db<PlatformDb>().Erased.Add(new ErasedRecord { RecordId = id, At = time.GetUtcNow() });
            accounts.Passkeys.RemoveRange(await accounts.Passkeys.Where(one => one.RecordId == id).ToListAsync());
            accounts.Sessions.RemoveRange(await accounts.Sessions.Where(one => one.RecordId == id).ToListAsync());
            accounts.RecoveryCodes.RemoveRange(await accounts.RecoveryCodes.Where(one => one.RecordId == id).ToListAsync());
            accounts.Doors.RemoveRange(await accounts.Doors.Where(one => one.AccountId == id).ToListAsync());
        }, reason: "ended");
        return TypedResults.Redirect(frame.To("/people"));
    }

    /// <summary>The names of accounts, each against a ticket of its own; what cannot be opened is left out.</summary>
    public static async Task<IReadOnlyList<Person>> Open(HttpContext context, Caller caller, IEnumerable<Account> accounts)
    {
        var (gate, keys) = (context.RequestServices.GetRequiredService<Gate>(), context.RequestServices.GetRequiredService<KeyRing>());
        var tickets = await Task.WhenAll(accounts.Select(async account => (account, ticket: await gate.Ask(caller, AccessAction.Open, account.Subject(), Names))));
        var platform = context.RequestServices.GetRequiredService<PlatformDb>();
        var people = new List<Person>();
        foreach (var (account, ticket) in tickets) people.Add(new Person(account, (await keys.Open(ticket, platform)).Open(Account.NameColumn, account.Name)!));
        return people;
    }

    private static async Task<RazorComponentResult<PeoplePage>> Page(HttpContext context, Frame frame, Caller caller, string? invitation, string? fault)
    {
        var (gate, db, time) = (context.RequestServices.GetRequiredService<Gate>(), context.RequestServices.GetRequiredService<AccountsDb>(), context.RequestServices.GetRequiredService<TimeProvider>());
        await gate.Ask(caller, AccessAction.List, new Subject(Resource.Account, Zone.Node, "people"));
        var organisations = await db.Organisations.AsNoTracking().OrderBy(one => one.Name).ToListAsync();
        var people = await Open(context, caller, await db.Accounts.AsNoTracking().Where(one => one.RecordId != Decoy.Id).ToListAsync());
        return new RazorComponentResult<PeoplePage>(new
        {
            Frame = frame,
            Now = new Shown(organisations, [.. people.OrderBy(one => one.Name, StringComparer.Ordinal)], time.GetUtcNow() - caller.ProvedAt <= Caller.StepUpFor, invitation, fault),
        }) { StatusCode = fault is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity };
    }
}
