using Entraide.Core.Sealing;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Sealing;
using Entraide.Node.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Accounts;

/// <summary>
/// Making one's way of signing in, with a one-time code: of an invitation, of the set-up, or of a confirmed recovery. A
/// passkey; or a name, a password and an authenticator app.
/// </summary>
public static class Join
{
    /// <summary>How long an invitation holds.</summary>
    public static readonly TimeSpan InvitedFor = TimeSpan.FromHours(72);

    private static readonly FieldClass[] Everything = Enum.GetValues<FieldClass>();

    public sealed record Form(string? Code, string? Name, string? Password, string? Totp, string? Nonce);

    public static RazorComponentResult<JoinPage> Show(Frame frame) => new(new { Frame = frame });

    public static async Task<IResult> Enter(Frame frame, [FromForm] string? code, AccountsDb db, KeyRing keys, TimeProvider time) =>
        await Open(db, code, time.GetUtcNow()) is null ? Again(frame, code) : Ways(frame, keys, code!, null, null);

    /// <summary>The page on which she chooses how to sign in from now on.</summary>
    public static RazorComponentResult<WaysPage> Ways(Frame frame, KeyRing keys, string code, string? fault, Form? form) =>
        Ways(frame, keys, code, fault, form?.Name, form?.Nonce is { Length: 32 } nonce ? nonce : PlatformDb.NewId());

    private static RazorComponentResult<WaysPage> Ways(Frame frame, KeyRing keys, string code, string? fault, string? name, string nonce) =>
        new(new { Frame = frame, Code = code, Fault = fault, Name = name, Nonce = nonce, Secret = OneTimePassword.ToBase32(Secret(keys, code, nonce)) }) { StatusCode = fault is null ? 200 : StatusCodes.Status422UnprocessableEntity };

    public static async Task<IResult> WithPassword(HttpContext context, Frame frame, [FromForm] Form form, AccountsDb db, KeyRing keys, Gate gate, Passwords passwords, TimeProvider time)
    {
        var now = time.GetUtcNow();
        if (await Open(db, form.Code, now) is not { } door) return Again(frame, form.Code);
        var name = SignIn.NameOf(form.Name);
        if (name.Length < 3) return Ways(frame, keys, form.Code!, "join.name.short", form);
        if (Passwords.Fault(form.Password ?? "", name) is { } fault) return Ways(frame, keys, form.Code!, fault, form);
        var secret = Secret(keys, form.Code!, form.Nonce ?? "");
        if (OneTimePassword.Match(secret, form.Totp ?? "", now, 0) is not { } step) return Ways(frame, keys, form.Code!, "join.totp.wrong", form);
        var lookups = keys.LookUp(name);
        if (await db.Accounts.AnyAsync(one => one.Lookup != null && lookups.Contains(one.Lookup) && one.RecordId != door.AccountId)) return Ways(frame, keys, form.Code!, "join.name.taken", form);
        var account = await db.Accounts.AsNoTracking().SingleAsync(one => one.RecordId == door.AccountId);
        string hash;
        try
        {
            hash = await passwords.Hash(account, form.Password!);
        }
        catch (TooManyException)
        {
            return TypedResults.StatusCode(StatusCodes.Status429TooManyRequests);
        }
        var joined = await Complete(context, door, account, Proof.PasswordAndCode, gate, now, (row, record, _) =>
        {
            (row.Lookup, row.SignInName) = (lookups[0], record.Seal(Account.SignInNameColumn, name));
            (row.Password, row.Totp, row.TotpLastStep) = (record.Seal(Account.PasswordColumn, hash), record.Seal(Account.TotpColumn, secret), step);
        });
        return joined ? TypedResults.Redirect(frame.To("/me/codes")) : Again(frame, form.Code);
    }

    public static async Task<IResult> AskPasskey(HttpContext context, Passkeys.Answer given, AccountsDb db, TimeProvider time)
    {
        if (await Open(db, given.Code, time.GetUtcNow()) is not { } door) return TypedResults.StatusCode(StatusCodes.Status422UnprocessableEntity);
        return TypedResults.Ok(await Passkeys.AskToMake(context, await db.Accounts.AsNoTracking().SingleAsync(one => one.RecordId == door.AccountId)));
    }

    public static async Task<StatusCodeHttpResult> WithPasskey(HttpContext context, Passkeys.Answer answer, AccountsDb db, Gate gate, TimeProvider time)
    {
        var now = time.GetUtcNow();
        var refused = TypedResults.StatusCode(StatusCodes.Status422UnprocessableEntity);
        if (await Open(db, answer.Code, now) is not { } door) return refused;
        var account = await db.Accounts.AsNoTracking().SingleAsync(one => one.RecordId == door.AccountId);
        if (await Passkeys.Made(context, account, answer, now) is not { } passkey) return refused;
        return await Complete(context, door, account, Proof.Passkey, gate, now, (_, _, accounts) => accounts.Passkeys.Add(passkey)) ? TypedResults.StatusCode(StatusCodes.Status204NoContent) : refused;
    }

    /// <summary>The door that a code opens; null where it opens none, or no longer.</summary>
    internal static async Task<Door?> Open(AccountsDb db, string? code, DateTimeOffset now) => OneTimeCode.HashOf(code) is { } hash
        ? await db.Doors.AsNoTracking().SingleOrDefaultAsync(one => one.CodeHash == hash && one.ExpiresAt > now && (one.Kind == DoorKind.Invitation || one.Kind == DoorKind.Recovery))
        : null;

    // The secret of the authenticator app belongs to the code and to what this page drew: it can be shown again, nobody can
    // choose it, and whoever has only seen the code does not have it.
    private static byte[] Secret(KeyRing keys, string code, string nonce) => Convert.FromHexString(keys.LookUp($"totp\n{OneTimeCode.HashOf(code)}\n{nonce}")[0])[..20];

    private static RazorComponentResult<JoinPage> Again(Frame frame, string? code) => new(new { Frame = frame, Code = code, Failed = true }) { StatusCode = StatusCodes.Status422UnprocessableEntity };

    private static async Task<bool> Complete(HttpContext context, Door door, Account account, Proof proof, Gate gate, DateTimeOffset now, Action<Account, OpenRecord, AccountsDb> make)
    {
        var first = false;
        await gate.Do(Caller.Node(Purpose.Administration), AccessAction.Create, account.Subject(), Everything, async scope =>
        {
            var db = scope.Db<AccountsDb>();
            if (await db.Doors.SingleOrDefaultAsync(one => one.CodeHash == door.CodeHash) is not { } row) return; // Used meanwhile.
            db.Doors.Remove(row);
            var stored = await db.Accounts.SingleAsync(one => one.RecordId == account.RecordId);
            if (stored.State == AccountState.Ended) return;
            if (door.Kind == DoorKind.Recovery) await ForgetTheOldWays(db, stored);
            stored.State = AccountState.Active;
            make(stored, await scope.Record(), db);
            await Sessions.Start(scope, context, stored, proof, now);
            scope.Db<PlatformDb>().Notices.Add(StoredNotice.To(stored.RecordId, door.Kind == DoorKind.Recovery ? "notice.recovered" : "notice.joined", now));
            first = true;
        }, reason: door.Kind == DoorKind.Recovery ? "recovered" : "joined");
        return first;
    }

    private static async Task ForgetTheOldWays(AccountsDb db, Account account)
    {
        db.Passkeys.RemoveRange(await db.Passkeys.Where(one => one.RecordId == account.RecordId).ToListAsync());
        db.RecoveryCodes.RemoveRange(await db.RecoveryCodes.Where(one => one.RecordId == account.RecordId).ToListAsync());
        db.Sessions.RemoveRange(await db.Sessions.Where(one => one.RecordId == account.RecordId).ToListAsync());
        await Recover.Forget(db, account.RecordId);
        (account.Lookup, account.SignInName, account.Password, account.Totp) = (null, null, null, null);
    }
}
