using Entraide.Core.Sealing;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Sealing;
using Entraide.Node.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Accounts;

/// <summary>
/// Signing in: with a passkey, or with name, password and a code of an authenticator app. A name that is not known takes
/// the same path as one that is, to a decoy, so that neither the answer nor its time tells who has an account.
/// </summary>
public static class SignIn
{
    /// <summary>The name of the limit on attempts from one address.</summary>
    public const string RateLimit = "sign-in";

    /// <summary>After so many failures in a row the name has to wait, doubled with each further one.</summary>
    public const int FreeFailures = 5;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);

    public sealed record Form(string? Name, string? Password, string? Code, string? Return);

    public static RazorComponentResult<SignInPage> Show(Frame frame, string? @return) => new(new { Frame = frame, Return = @return });

    public static async Task<IResult> WithPassword(HttpContext context, Frame frame, [Microsoft.AspNetCore.Mvc.FromForm] Form form, AccountsDb db, PlatformDb platform, KeyRing keys, Gate gate, Passwords passwords, TimeProvider time)
    {
        var now = time.GetUtcNow();
        var lookups = keys.LookUp(NameOf(form.Name));
        var known = await db.Accounts.AsNoTracking().FirstOrDefaultAsync(one => one.Lookup != null && lookups.Contains(one.Lookup));
        var decoy = await db.Accounts.AsNoTracking().SingleAsync(one => one.RecordId == Decoy.Id);
        var waits = await Waits(db, lookups[0], now);
        var account = known ?? decoy;
        try
        {
            var step = await Proved(account, form, platform, keys, gate, passwords, now);
            if (step is { } used && !waits && await Begin(context, account, used, gate, now))
            {
                await Forgive(db, lookups[0]);
                return TypedResults.Redirect(Next(frame, form.Return));
            }
        }
        catch (TooManyException)
        {
            return TypedResults.StatusCode(StatusCodes.Status429TooManyRequests);
        }
        // What comes during the pause does not lengthen it.
        if (!waits) await Fail(db, lookups[0], now);
        await Failed(gate, account);
        return new RazorComponentResult<SignInPage>(new { Frame = frame, form.Return, Failed = true }) { StatusCode = StatusCodes.Status422UnprocessableEntity };
    }

    /// <summary>The time step of the code, where password and code are right; null where one is not.</summary>
    internal static async Task<long?> Proved(Account account, Form form, PlatformDb platform, KeyRing keys, Gate gate, Passwords passwords, DateTimeOffset now)
    {
        var ticket = await gate.Ask(Caller.Node(Purpose.Administration), AccessAction.SignIn, account.Subject(), FieldClass.Technical);
        var record = await keys.Open(ticket, platform);
        var hash = account.Password is null ? null : record.Open(Account.PasswordColumn, account.Password);
        var secret = account.Totp is null ? null : record.OpenBytes(Account.TotpColumn, account.Totp);
        var right = await passwords.Verify(account, hash ?? Decoy.Hash, form.Password ?? "") && hash is not null;
        var step = OneTimePassword.Match(secret ?? Decoy.Secret, form.Code ?? "", now, account.TotpLastStep);
        return right && secret is not null && account.State == AccountState.Active ? step : null;
    }

    public static async Task<Ok<Passkeys.Asked>> AskPasskey(HttpContext context) => TypedResults.Ok(await Passkeys.AskToProve(context, null));

    public static async Task<IResult> WithPasskey(HttpContext context, Passkeys.Answer answer, AccountsDb db, Gate gate, TimeProvider time)
    {
        var now = time.GetUtcNow();
        if (await Passkeys.Proved(context, null, answer, now) is not var (account, passkey) || account.State != AccountState.Active)
        {
            await Failed(gate, await db.Accounts.AsNoTracking().SingleAsync(one => one.RecordId == Decoy.Id));
            return TypedResults.StatusCode(StatusCodes.Status422UnprocessableEntity);
        }
        await gate.Do(Caller.Node(Purpose.Administration), AccessAction.SignIn, account.Subject(), [FieldClass.Technical], async scope =>
        {
            await Passkeys.Update(scope, passkey);
            await Sessions.Start(scope, context, account, Proof.Passkey, now);
        }, reason: "signed-in");
        return TypedResults.NoContent();
    }

    public static async Task<RedirectHttpResult> Out(HttpContext context, Frame frame, Caller caller, Gate gate)
    {
        var hash = Sessions.Token(context);
        await gate.Do(caller, AccessAction.Erase, Session.Subject(caller.AccountId, caller.OrganisationId), [], async scope =>
        {
            var db = scope.Db<AccountsDb>();
            db.Sessions.RemoveRange(await db.Sessions.Where(one => one.TokenHash == hash && one.RecordId == caller.AccountId).ToListAsync());
        }, reason: "signed-out");
        Sessions.Forget(context);
        return TypedResults.Redirect(frame.To("/sign-in"));
    }

    /// <summary>A sign-in name as it is looked up: case and surrounding blanks do not count.</summary>
    public static string NameOf(string? typed) => Core.Text.ComposedForm.Of((typed ?? "").Trim()).ToLowerInvariant() is { Length: <= 100 } name ? name : "";

    /// <summary>Where to go on to.</summary>
    internal static string Next(Frame frame, string? address) => AskEveryRequest.IsOurs(address) ? address! : frame.To("/work");

    // The code's step is taken within the turn of the ledger: of two sign-ins with one code only one succeeds.
    private static async Task<bool> Begin(HttpContext context, Account account, long step, Gate gate, DateTimeOffset now)
    {
        var first = false;
        await gate.Do(Caller.Node(Purpose.Administration), AccessAction.SignIn, account.Subject(), [FieldClass.Technical], async scope =>
        {
            var row = await scope.Db<AccountsDb>().Accounts.SingleAsync(one => one.RecordId == account.RecordId);
            if (row.TotpLastStep >= step || row.State != AccountState.Active) return;
            (row.TotpLastStep, first) = (step, true);
            await Sessions.Start(scope, context, row, Proof.PasswordAndCode, now);
        }, reason: "signed-in");
        return first;
    }

    // That it failed stands in the ledger: for a name that is not known, and for a passkey that is not, with the decoy.
    private static Task<AccessTicket> Failed(Gate gate, Account account) => gate.Do(Caller.Node(Purpose.Administration), AccessAction.SignIn, account.Subject(), [], _ => Task.CompletedTask, reason: "sign-in-failed");

    private static async Task<bool> Waits(AccountsDb db, string key, DateTimeOffset now)
    {
        if (await db.Attempts.AsNoTracking().SingleOrDefaultAsync(one => one.Key == key) is not { } attempts || attempts.Failures < FreeFailures) return false;
        var wait = TimeSpan.FromSeconds(Math.Min(LongestWait.TotalSeconds, 15 * Math.Pow(2, Math.Min(attempts.Failures - FreeFailures, 10))));
        return now - attempts.LastAt < wait;
    }

    private static async Task Fail(AccountsDb db, string key, DateTimeOffset now)
    {
        if (await db.Attempts.SingleOrDefaultAsync(one => one.Key == key) is { } attempts) (attempts.Failures, attempts.LastAt) = (attempts.Failures + 1, now);
        else db.Attempts.Add(new Attempts { Key = key, Failures = 1, LastAt = now });
        try
        {
            await db.SaveChangesAsync();
        }
        catch (DbUpdateException)
        {
            // Two failed at once; one is counted.
        }
    }

    private static async Task Forgive(AccountsDb db, string key)
    {
        db.Attempts.RemoveRange(await db.Attempts.Where(one => one.Key == key).ToListAsync());
        await db.SaveChangesAsync();
    }
}

/// <summary>The account that unknown names are tried against. It is ended, so that nobody can sign in to it.</summary>
internal static class Decoy
{
    public const string Id = "00000000000000000000000000000000";

    public static readonly byte[] Secret = System.Security.Cryptography.RandomNumberGenerator.GetBytes(20);

    /// <summary>A hash of the same cost as a real one, of a password that nobody knows.</summary>
    public static readonly string Hash = new Microsoft.AspNetCore.Identity.PasswordHasher<Account>(Microsoft.Extensions.Options.Options.Create(new Microsoft.AspNetCore.Identity.PasswordHasherOptions { IterationCount = Passwords.Rounds }))
        .HashPassword(null!, Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16)));

    public static async Task Prepare(AccountsDb db, Gate gate, DateTimeOffset now)
    {
        if (await db.Accounts.AnyAsync(one => one.RecordId == Id)) return;
        await gate.Do(Caller.Node(Purpose.Administration), AccessAction.Create, new Subject(Resource.Account, Zone.Node, Id, About: Id), Enum.GetValues<FieldClass>(), async scope =>
        {
            var accounts = scope.Db<AccountsDb>();
            if (await accounts.Accounts.AnyAsync(one => one.RecordId == Id)) return; // Another process was first.
            var record = scope.NewRecord();
            accounts.Accounts.Add(new Account
            {
                RecordId = Id, OrganisationId = null, State = AccountState.Ended, Name = record.Seal(Account.NameColumn, "-"), Password = record.Seal(Account.PasswordColumn, Hash),
                Totp = record.Seal(Account.TotpColumn, Secret), RoleNames = "", CreatedAt = now,
            });
        }, reason: "decoy");
    }
}
