using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Sealing;
using Entraide.Node.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Accounts;

/// <summary>
/// The first administrator of a node. As long as nobody has come in, each start makes a code anew and shows it once, on the
/// terminal; with it, and nothing else, the first account can be made.
/// </summary>
public static class SetUp
{
    private const string Setting = "set-up-code";

    public sealed record Form(string? Code, string? Organisation, OrganisationKind Kind, string? Name);

    /// <summary>Makes the code; null where the node has people already.</summary>
    public static async Task<string?> Prepare(AccountsDb db, PlatformDb platform)
    {
        if (await IsDone(db)) return null;
        var code = OneTimeCode.New();
        platform.Settings.RemoveRange(await platform.Settings.Where(one => one.Name == Setting).ToListAsync());
        await platform.SaveChangesAsync();
        platform.Settings.Add(new Setting { Name = Setting, Value = OneTimeCode.HashOf(code)! });
        await platform.SaveChangesAsync();
        return code;
    }

    public static async Task<Results<RazorComponentResult<SetUpPage>, NotFound>> Show(Frame frame, AccountsDb db) =>
        await IsDone(db) ? TypedResults.NotFound() : new RazorComponentResult<SetUpPage>(new { Frame = frame });

    public static async Task<IResult> Begin(Frame frame, [FromForm] Form form, AccountsDb db, PlatformDb platform, KeyRing keys, Gate gate, TimeProvider time)
    {
        if (await IsDone(db)) return TypedResults.NotFound();
        var (name, organisation) = ((form.Name ?? "").Trim(), (form.Organisation ?? "").Trim());
        var known = await platform.Settings.AsNoTracking().SingleOrDefaultAsync(one => one.Name == Setting);
        var hash = OneTimeCode.HashOf(form.Code);
        var fault = hash is null || known?.Value != hash ? "setup.code.wrong"
            : name.Length is 0 or > Organisation.LongestName || organisation.Length is 0 or > Organisation.LongestName || !Enum.IsDefined(form.Kind) ? "setup.names" : null;
        if (fault is not null) return new RazorComponentResult<SetUpPage>(new { Frame = frame, Form = form, Fault = fault }) { StatusCode = StatusCodes.Status422UnprocessableEntity };
        var now = time.GetUtcNow();
        var node = Caller.Node(Purpose.Administration);
        var (organisationId, accountId, code) = (PlatformDb.NewId(), PlatformDb.NewId(), OneTimeCode.New());
        // First what may stand alone: a node that stops in between has an organisation without people, and the code still holds.
        await gate.Do(node, AccessAction.Create, Organisation.Subject(organisationId), [], scope =>
        {
            scope.Db<AccountsDb>().Organisations.Add(new Organisation { RecordId = organisationId, Kind = form.Kind, Name = organisation, TakesDrafts = false, CreatedAt = now });
            return Task.CompletedTask;
        }, reason: "set-up");
        await gate.Do(node, AccessAction.Create, new Subject(Resource.Account, Zone.Node, accountId, organisationId, About: accountId), Enum.GetValues<FieldClass>(), async scope =>
        {
            var accounts = scope.Db<AccountsDb>();
            var settings = scope.Db<PlatformDb>().Settings;
            // Of two who give the same code at once, the second finds it used.
            if (await settings.SingleOrDefaultAsync(one => one.Name == Setting) is not { } unused || unused.Value != hash || await accounts.Accounts.AnyAsync(one => one.State == AccountState.Active)) throw new NotThereException();
            settings.Remove(unused);
            accounts.Accounts.Add(new Account { RecordId = accountId, OrganisationId = organisationId, State = AccountState.Invited, Name = scope.NewRecord().Seal(Account.NameColumn, name), RoleNames = nameof(Role.Administrator), CreatedAt = now });
            accounts.Doors.Add(new Door { CodeHash = OneTimeCode.HashOf(code)!, AccountId = accountId, Kind = DoorKind.Invitation, ExpiresAt = now + Join.InvitedFor });
        }, reason: "set-up");
        return Join.Ways(frame, keys, code, null, null);
    }

    private static Task<bool> IsDone(AccountsDb db) => db.Accounts.AnyAsync(one => one.State == AccountState.Active);
}
