using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Sealing;
using Entraide.Node.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Accounts;

/// <summary>Her own account: in which role and for what she acts, her sessions, her passkeys, her recovery codes, her notices.</summary>
public static class MyAccount
{
    /// <summary>How many recovery codes are printed, and how many passkeys one may have.</summary>
    public const int Codes = 8, MostPasskeys = 10;

    private static readonly FieldClass[] Names = [FieldClass.Technical, FieldClass.Identity];

    public sealed record Shown(string Name, Account Account, Session Current, IReadOnlyList<Session> Sessions, IReadOnlyList<StoredPasskey> Passkeys, int Codes, IReadOnlyList<StoredNotice> Notices, IReadOnlyList<Proposal> Waiting, bool IsFresh);

    public static async Task<RazorComponentResult<MyAccountPage>> Show(Frame frame, Caller caller, AccountsDb db, PlatformDb platform, KeyRing keys, Gate gate, TimeProvider time)
    {
        var account = await Mine(db, caller);
        var ticket = await gate.Ask(caller, AccessAction.Open, account.Subject(), Names);
        var name = (await keys.Open(ticket, platform)).Open(Account.NameColumn, account.Name)!;
        var now = time.GetUtcNow();
        var sessions = (await db.Sessions.AsNoTracking().Where(one => one.RecordId == caller.AccountId).OrderByDescending(one => one.SeenAt).ToListAsync()).Where(one => !Sessions.IsOver(one, now)).ToList();
        return new RazorComponentResult<MyAccountPage>(new
        {
            Frame = frame,
            Me = new Shown(name, account, sessions.Single(one => one.Number == caller.SessionId), sessions,
                await db.Passkeys.AsNoTracking().Where(one => one.RecordId == caller.AccountId).OrderBy(one => one.CreatedAt).ToListAsync(),
                await db.RecoveryCodes.CountAsync(one => one.RecordId == caller.AccountId),
                await platform.Notices.AsNoTracking().Where(one => one.AccountId == caller.AccountId).OrderByDescending(one => one.At).Take(20).ToListAsync(),
                await db.Proposals.AsNoTracking().Where(one => one.AccountId == caller.AccountId && one.Kind == ProposalKind.GiveRole && one.ExpiresAt > now).OrderBy(one => one.AskedAt).ToListAsync(),
                now - caller.ProvedAt <= Caller.StepUpFor),
        });
    }

    /// <summary>Acts from now on in another role or for another purpose; one at a time.</summary>
    public static async Task<Results<RedirectHttpResult, NotFound>> Act(Frame frame, Caller caller, [FromForm] string? @as, AccountsDb db, Gate gate)
    {
        var account = await Mine(db, caller);
        var parts = (@as ?? "").Split('.', 2);
        if (parts.Length != 2 || !Enum.TryParse<Role>(parts[0], out var role) || !Enum.TryParse<Purpose>(parts[1], out var purpose)) return TypedResults.NotFound();
        var session = await db.Sessions.AsNoTracking().SingleAsync(one => one.Number == caller.SessionId);
        if (!MayActAs(account, session.Proof).Contains((role, purpose))) return TypedResults.NotFound();
        await gate.Do(caller, AccessAction.Change, Session.Subject(caller.AccountId, caller.OrganisationId), [], async scope =>
        {
            var row = await scope.Db<AccountsDb>().Sessions.SingleAsync(one => one.Number == caller.SessionId);
            (row.Role, row.Purpose) = (role, purpose);
        }, reason: $"acts-as-{role}-{purpose}");
        return TypedResults.Redirect(frame.To("/work"));
    }

    /// <summary>The roles and purposes that a session proved in this way may act in.</summary>
    public static IReadOnlyList<(Role Role, Purpose Purpose)> MayActAs(Account account, Proof proof)
    {
        var roles = account.Roles.Where(role => proof == Proof.Passkey || !Sessions.PasskeyOnly.Contains(role)).ToList();
        return [.. (roles.Count == 0 ? [Role.Member] : roles).SelectMany(role => Policy.PurposesOf[role].Select(purpose => (role, purpose)))];
    }

    /// <summary>Ends one of her sessions, or all but this one; it is over with the next request.</summary>
    public static async Task<RedirectHttpResult> EndSession(Frame frame, Caller caller, [FromForm] string? number, Gate gate)
    {
        await gate.Do(caller, AccessAction.Erase, Session.Subject(caller.AccountId, caller.OrganisationId), [], async scope =>
        {
            var db = scope.Db<AccountsDb>();
            var mine = db.Sessions.Where(one => one.RecordId == caller.AccountId);
            db.Sessions.RemoveRange(await (number is null ? mine.Where(one => one.Number != caller.SessionId) : mine.Where(one => one.Number == number)).ToListAsync());
        }, reason: "session-ended");
        return TypedResults.Redirect(frame.To("/me"));
    }

    public static RazorComponentResult<CodesPage> ShowCodes(Frame frame) => new(new { Frame = frame });

    /// <summary>Makes recovery codes and shows them once; those before are void.</summary>
    public static async Task<RazorComponentResult<CodesPage>> MakeCodes(Frame frame, Caller caller, AccountsDb db, Gate gate)
    {
        var account = await Mine(db, caller);
        var codes = Enumerable.Range(0, Codes).Select(_ => OneTimeCode.New()).ToList();
        await gate.Do(caller, AccessAction.Change, account.Subject(), [], async scope =>
        {
            var accounts = scope.Db<AccountsDb>();
            accounts.RecoveryCodes.RemoveRange(await accounts.RecoveryCodes.Where(one => one.RecordId == account.RecordId).ToListAsync());
            await Recover.Forget(accounts, account.RecordId);
            accounts.RecoveryCodes.AddRange(codes.Select(code => new RecoveryCode { Hash = OneTimeCode.HashOf(code)!, RecordId = account.RecordId, OrganisationId = account.OrganisationId }));
        }, reason: "codes-made");
        return new RazorComponentResult<CodesPage>(new { Frame = frame, Codes = codes });
    }

    public static async Task<Ok<Passkeys.Asked>> AskPasskey(HttpContext context, Caller caller, AccountsDb db, Gate gate)
    {
        var account = await Mine(db, caller);
        // Before the device makes anything: a passkey that the node then refuses would stay on it.
        await gate.Ask(caller, AccessAction.Change, account.Subject());
        return TypedResults.Ok(await Passkeys.AskToMake(context, account));
    }

    /// <summary>Another passkey.</summary>
    public static async Task<StatusCodeHttpResult> AddPasskey(HttpContext context, Caller caller, Passkeys.Answer answer, AccountsDb db, Gate gate, TimeProvider time)
    {
        var account = await Mine(db, caller);
        if (await db.Passkeys.CountAsync(one => one.RecordId == account.RecordId) >= MostPasskeys || await Passkeys.Made(context, account, answer, time.GetUtcNow()) is not { } passkey)
            return TypedResults.StatusCode(StatusCodes.Status422UnprocessableEntity);
        await gate.Do(caller, AccessAction.Change, account.Subject(), [], scope =>
        {
            scope.Db<AccountsDb>().Passkeys.Add(passkey);
            scope.Db<PlatformDb>().Notices.Add(StoredNotice.To(account.RecordId, "notice.passkey", time.GetUtcNow()));
            return Task.CompletedTask;
        }, reason: "passkey-added");
        return TypedResults.StatusCode(StatusCodes.Status204NoContent);
    }

    /// <summary>Takes a passkey away; the last way of signing in stays.</summary>
    public static async Task<RedirectHttpResult> RemovePasskey(Frame frame, Caller caller, [FromForm] string? id, AccountsDb db, Gate gate)
    {
        var account = await Mine(db, caller);
        if (!await db.Passkeys.AnyAsync(one => one.CredentialId == id && one.RecordId == account.RecordId)) return TypedResults.Redirect(frame.To("/me"));
        await gate.Do(caller, AccessAction.Change, account.Subject(), [], async scope =>
        {
            var accounts = scope.Db<AccountsDb>();
            var all = await accounts.Passkeys.Where(one => one.RecordId == account.RecordId).ToListAsync();
            // The last way of signing in stays; where nothing is done, the ledger says nothing.
            if (all.Find(one => one.CredentialId == id) is not { } passkey || (all.Count == 1 && account.Password is null)) throw new NotThereException();
            accounts.Passkeys.Remove(passkey);
        }, reason: "passkey-removed");
        return TypedResults.Redirect(frame.To("/me"));
    }

    private static Task<Account> Mine(AccountsDb db, Caller caller) => db.Accounts.AsNoTracking().SingleAsync(one => one.RecordId == caller.AccountId);
}
