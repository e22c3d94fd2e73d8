using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Ledger;
using Entraide.Node.Platform.Sealing;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Accounts;

/// <summary>Proving anew who one is, before what cannot be taken back.</summary>
public static class Confirm
{
    public static async Task<RazorComponentResult<ConfirmPage>> Show(Frame frame, Caller caller, AccountsDb db, string? @return) =>
        Page(frame, await Session(db, caller), @return, failed: false);

    public static async Task<IResult> WithPassword(Frame frame, Caller caller, [FromForm] SignIn.Form form, AccountsDb db, PlatformDb platform, KeyRing keys, Gate gate, Passwords passwords, TimeProvider time)
    {
        var now = time.GetUtcNow();
        var (session, account) = (await Session(db, caller), await db.Accounts.AsNoTracking().SingleAsync(one => one.RecordId == caller.AccountId));
        try
        {
            if (session.Proof == Proof.PasswordAndCode && await SignIn.Proved(account, form, platform, keys, gate, passwords, now) is { } step && await Renew(caller, gate, now, async scope =>
            {
                var row = await scope.Db<AccountsDb>().Accounts.SingleAsync(one => one.RecordId == caller.AccountId);
                if (row.TotpLastStep >= step) return false;
                row.TotpLastStep = step;
                return true;
            })) return TypedResults.Redirect(SignIn.Next(frame, form.Return));
        }
        catch (TooManyException)
        {
            return TypedResults.StatusCode(StatusCodes.Status429TooManyRequests);
        }
        return Page(frame, session, form.Return, failed: true);
    }

    public static async Task<Ok<Passkeys.Asked>> AskPasskey(HttpContext context, Caller caller, AccountsDb db) =>
        TypedResults.Ok(await Passkeys.AskToProve(context, await db.Accounts.AsNoTracking().SingleAsync(one => one.RecordId == caller.AccountId)));

    public static async Task<StatusCodeHttpResult> WithPasskey(HttpContext context, Caller caller, Passkeys.Answer answer, Gate gate, TimeProvider time)
    {
        var now = time.GetUtcNow();
        if (await Passkeys.Proved(context, caller.AccountId, answer, now) is not var (_, passkey)) return TypedResults.StatusCode(StatusCodes.Status422UnprocessableEntity);
        await Renew(caller, gate, now, async scope =>
        {
            await Passkeys.Update(scope, passkey);
            return true;
        });
        return TypedResults.StatusCode(StatusCodes.Status204NoContent);
    }

    // Session and account both stand under the account's id, so that one ticket covers the proof and the renewal.
    private static async Task<bool> Renew(Caller caller, Gate gate, DateTimeOffset now, Func<WriteScope, Task<bool>> proved)
    {
        var renewed = false;
        await gate.Do(caller, AccessAction.Change, Accounts.Session.Subject(caller.AccountId, caller.OrganisationId), [], async scope =>
        {
            if (!await proved(scope)) return;
            (await scope.Db<AccountsDb>().Sessions.SingleAsync(one => one.Number == caller.SessionId)).ProvedAt = now;
            renewed = true;
        }, reason: "stepped-up");
        return renewed;
    }

    private static Task<Session> Session(AccountsDb db, Caller caller) => db.Sessions.AsNoTracking().SingleAsync(one => one.Number == caller.SessionId);

    private static RazorComponentResult<ConfirmPage> Page(Frame frame, Session session, string? next, bool failed) =>
        new(new { Frame = frame, session.Proof, Return = SignIn.Next(frame, next), Failed = failed }) { StatusCode = failed ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK };
}
