using System.Security.Cryptography;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Ledger;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Accounts;

/// <summary>What needs two people: roles, and coming back in. One asks, another confirms; nobody does both.</summary>
public static class Proposals
{
    /// <summary>After so many wrong numbers a recovery is over.</summary>
    public const int MostWrongNumbers = 3;

    private static readonly TimeSpan OpenFor = TimeSpan.FromDays(7);

    public sealed record Item(Proposal Proposal, string Name, string AskedBy, bool IsOwn);

    /// <summary>Keeps what was asked for, until a second person decides.</summary>
    /// <param name="account">Null where there is no such account, which is refused like a foreign one.</param>
    internal static async Task Propose(Caller caller, Account? account, Role role, bool give, Gate gate, DateTimeOffset now, string? id = null) =>
        await gate.Propose(caller, AccessAction.Grant, account?.Subject() ?? Subject.Missing(Resource.Account, Zone.Node, id ?? ""), scope =>
        {
            scope.Db<AccountsDb>().Proposals.Add(new Proposal
            {
                Id = PlatformDb.NewId(), Kind = give ? ProposalKind.GiveRole : ProposalKind.TakeRole, AccountId = account!.RecordId, Role = role, AskedBy = caller.AccountId, AskerOrganisation = caller.OrganisationId,
                Number = RandomNumberGenerator.GetInt32(1_000_000).ToString("000000", System.Globalization.CultureInfo.InvariantCulture), AskedAt = now, ExpiresAt = now + OpenFor,
            });
            return Task.CompletedTask;
        }, reason: $"{(give ? "give" : "take")}-{role}");

    public static async Task<RazorComponentResult<ProposalsPage>> Show(HttpContext context, Frame frame, Caller caller, AccountsDb db, TimeProvider time) => await Page(context, frame, caller, db, time.GetUtcNow(), null);

    /// <summary>Says yes; but for taking a role, with the number that the person has told.</summary>
    public static async Task<IResult> Confirm(HttpContext context, Frame frame, Caller caller, string id, [FromForm] string? number, AccountsDb db, Gate gate, TimeProvider time)
    {
        var now = time.GetUtcNow();
        var proposal = await db.Proposals.AsNoTracking().SingleOrDefaultAsync(one => one.Id == id && one.ExpiresAt > now);
        var account = proposal is null ? null : await db.Accounts.AsNoTracking().SingleAsync(one => one.RecordId == proposal.AccountId);
        var ticket = await gate.Ask(caller, AccessAction.Confirm, account?.Subject() ?? Subject.Missing(Resource.Account, Zone.Node, id));
        // Whoever sits behind the account has told the number: a name alone may be anybody's who used the invitation.
        if (proposal!.Kind != ProposalKind.TakeRole && new string([.. (number ?? "").Where(char.IsAsciiDigit)]) != proposal.Number)
        {
            await CountWrongNumber(caller, proposal, account!, gate);
            return await Page(context, frame, caller, db, now, "proposals.number.wrong");
        }
        await Carry(proposal, account!, ticket, gate, now);
        return TypedResults.Redirect(frame.To("/proposals"));
    }

    /// <summary>Says no, or takes back what one has asked for.</summary>
    public static async Task<IResult> Decline(Frame frame, Caller caller, string id, AccountsDb db, Gate gate)
    {
        var proposal = await db.Proposals.AsNoTracking().SingleOrDefaultAsync(one => one.Id == id);
        var account = proposal is null ? null : await db.Accounts.AsNoTracking().SingleAsync(one => one.RecordId == proposal.AccountId);
        await gate.Do(caller, AccessAction.Confirm, account?.Subject() ?? Subject.Missing(Resource.Account, Zone.Node, id), [], async scope =>
        {
            var accounts = scope.Db<AccountsDb>();
            accounts.Proposals.RemoveRange(await accounts.Proposals.Where(one => one.Id == id).ToListAsync());
            accounts.Doors.RemoveRange(await accounts.Doors.Where(one => one.CodeHash == proposal!.DoorHash && one.Kind == DoorKind.RecoveryAsked).ToListAsync());
        }, reason: "declined");
        return TypedResults.Redirect(frame.To("/proposals"));
    }

    /// <summary>Carries out what was asked for, against the ticket of the one who confirms.</summary>
    internal static Task<AccessTicket> Carry(Proposal proposal, Account account, AccessTicket confirmation, Gate gate, DateTimeOffset now)
    {
        // She asked as an administrator, after a step-up; a recovery is asked for by the person herself and carried out by the node.
        var asker = proposal.Kind == ProposalKind.Recovery ? Caller.Node(Purpose.Administration) : new Caller(proposal.AskedBy, "", proposal.AskerOrganisation, Role.Administrator, Purpose.Administration, proposal.AskedAt);
        return gate.Do(asker, proposal.Kind == ProposalKind.Recovery ? AccessAction.Change : AccessAction.Grant, account.Subject(), [], async scope =>
        {
            var accounts = scope.Db<AccountsDb>();
            // Decided meanwhile: the entry must not say that it was done here.
            if (await accounts.Proposals.SingleOrDefaultAsync(one => one.Id == proposal.Id) is not { } row) throw new NotThereException();
            accounts.Proposals.Remove(row);
            if (proposal.Kind == ProposalKind.Recovery)
            {
                if (await accounts.Doors.SingleOrDefaultAsync(one => one.CodeHash == proposal.DoorHash) is { } door) door.Kind = DoorKind.Recovery;
                return;
            }
            await ChangeRoles(scope, proposal, now);
        }, confirmation, $"{proposal.Kind}-{proposal.Role}");
    }

    // Six digits are no secret: after a few wrong ones the recovery is over, and has to be asked for anew.
    private static Task<AccessTicket> CountWrongNumber(Caller caller, Proposal proposal, Account account, Gate gate) => gate.Do(caller, AccessAction.Confirm, account.Subject(), [], async scope =>
    {
        var accounts = scope.Db<AccountsDb>();
        if (await accounts.Proposals.SingleOrDefaultAsync(one => one.Id == proposal.Id) is not { } row || ++row.WrongNumbers < MostWrongNumbers) return;
        accounts.Proposals.Remove(row);
        accounts.Doors.RemoveRange(await accounts.Doors.Where(one => one.CodeHash == row.DoorHash).ToListAsync());
    }, reason: "wrong-number");

    private static async Task ChangeRoles(WriteScope scope, Proposal proposal, DateTimeOffset now)
    {
        var accounts = scope.Db<AccountsDb>();
        var account = await accounts.Accounts.SingleAsync(one => one.RecordId == proposal.AccountId);
        // Who asked must still be an administrator.
        if (await accounts.Accounts.AsNoTracking().SingleOrDefaultAsync(one => one.RecordId == proposal.AskedBy) is not { State: AccountState.Active } asker || !asker.Roles.Contains(Role.Administrator)) throw new NotThereException();
        // A role is given to a person who is there, not to an invitation that anybody may have used.
        if (proposal.Kind == ProposalKind.GiveRole && account.State != AccountState.Active) throw new NotThereException();
        var role = proposal.Role!.Value;
        account.Roles = proposal.Kind == ProposalKind.GiveRole ? [.. account.Roles, role] : [.. account.Roles.Where(one => one != role)];
        // What she was doing in a role that is taken is over at once.
        if (proposal.Kind == ProposalKind.TakeRole)
            accounts.Sessions.RemoveRange(await accounts.Sessions.Where(one => one.RecordId == account.RecordId && one.Role == role).ToListAsync());
        scope.Db<PlatformDb>().Notices.Add(StoredNotice.To(account.RecordId, "notice.roles", now));
    }

    private static async Task<RazorComponentResult<ProposalsPage>> Page(HttpContext context, Frame frame, Caller caller, AccountsDb db, DateTimeOffset now, string? fault)
    {
        var open = await db.Proposals.AsNoTracking().Where(one => one.ExpiresAt > now).OrderBy(one => one.AskedAt).ToListAsync();
        var ids = open.SelectMany(one => new[] { one.AccountId, one.AskedBy }).Distinct().ToList();
        var people = await People.Open(context, caller, await db.Accounts.AsNoTracking().Where(one => ids.Contains(one.RecordId)).ToListAsync());
        string Name(string accountId) => people.FirstOrDefault(person => person.Account.RecordId == accountId)?.Name ?? "";
        var items = open.Select(one => new Item(one, Name(one.AccountId), Name(one.AskedBy), one.AskedBy == caller.AccountId || one.AccountId == caller.AccountId)).ToList();
        return new RazorComponentResult<ProposalsPage>(new { Frame = frame, Items = items, Fault = fault, IsFresh = now - caller.ProvedAt <= Caller.StepUpFor }) { StatusCode = fault is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity };
    }
}
