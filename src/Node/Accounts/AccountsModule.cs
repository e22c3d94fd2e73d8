using System.Threading.RateLimiting;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Ledger;
using Entraide.Node.Platform.Sealing;
using Entraide.Node.Platform.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Entraide.Node.Accounts;

/// <summary>People, organisations and roles; signing in, sessions, recovery.</summary>
public static class AccountsModule
{
    public const string Name = "Accounts";

    /// <summary>Attempts to sign in, to join or to recover, from one address in a minute.</summary>
    public const int AttemptsPerMinute = 60;

    /// <summary>The same in a day: each leaves an entry in the ledger for ever.</summary>
    public const int AttemptsPerDay = 2000;

    public static readonly Module Module = new()
    {
        Name = Name,
        Services = Services,
        Routes = Routes,
        Menu =
        [
            new("people", language => $"/{language}/people") { Asks = new(AccessAction.List, Resource.Account, null) },
            new("proposals", language => $"/{language}/proposals") { Asks = new(AccessAction.Confirm, Resource.Account, null) },
        ],
        Jobs = [new("forget-what-is-over", TimeSpan.FromHours(1), ForgetWhatIsOver)],
        Commands = modules => [ConfirmCommand.Command(modules)],
        Check = Check,
        AfterRotation = LookUpAnew,
        Demonstrate = DemoPeople.Demonstrate,
        Announce = async services => await SetUp.Prepare(services.GetRequiredService<AccountsDb>(), services.GetRequiredService<PlatformDb>()) is { } code
            ? $"Nobody works on this node yet. Open ADDRESS/en/set-up (or fr, nl, it, el, tr, ro, uk, ru, ar) and give this code; it is shown once, and made anew with each start: {code}" : null,
    };

    private static void Services(IServiceCollection services, Database database)
    {
        database.Add<AccountsDb>(services, Name);
        services.AddScoped<Organisations>();
        services.AddScoped<Staff>();
        services.AddIdentityCore<Account>();
        services.AddScoped<IUserStore<Account>, AccountStore>();
        services.AddScoped<IPasskeyHandler<Account>, PasskeyHandler<Account>>();
        services.AddSingleton<IPasswordHasher<Account>>(new PasswordHasher<Account>(Options.Create(new PasswordHasherOptions { CompatibilityMode = PasswordHasherCompatibilityMode.IdentityV3, IterationCount = Passwords.Rounds })));
        services.AddSingleton<Passwords>();
        services.AddOptions<IdentityPasskeyOptions>().Configure<NodeOptions>(Passkeys.Configure);
        services.AddSingleton<WhoAsks>(Sessions.Who);
        services.AddSingleton<NamesOf>(Names);
        services.Configure<RateLimiterOptions>(limiter => limiter.AddPolicy(SignIn.RateLimit, context =>
            RateLimitPartition.Get(Source.Of(context), _ => RateLimiter.CreateChained(Window(AttemptsPerMinute, TimeSpan.FromMinutes(1)), Window(AttemptsPerDay, TimeSpan.FromDays(1))))));
    }

    private static FixedWindowRateLimiter Window(int attempts, TimeSpan time) => new(new FixedWindowRateLimiterOptions { PermitLimit = attempts, Window = time });

    private static void Routes(IEndpointRouteBuilder routes)
    {
        const string Before = "who signs in has no session yet";
        routes.MapGet("/{language:language}/sign-in", SignIn.Show).Public(Before);
        routes.MapPost("/{language:language}/sign-in", SignIn.WithPassword).Public(Before).NeedsToken().RequireRateLimiting(SignIn.RateLimit);
        routes.MapPost("/sign-in/passkey/ask", (Delegate)SignIn.AskPasskey).Public(Before).NeedsToken().RequireRateLimiting(SignIn.RateLimit);
        routes.MapPost("/sign-in/passkey", SignIn.WithPasskey).Public(Before).NeedsToken().RequireRateLimiting(SignIn.RateLimit);
        routes.MapGet("/{language:language}/join", Join.Show).Public(Before);
        routes.MapPost("/{language:language}/join", Join.Enter).Public(Before).NeedsToken().RequireRateLimiting(SignIn.RateLimit);
        routes.MapPost("/{language:language}/join/password", Join.WithPassword).Public(Before).NeedsToken().RequireRateLimiting(SignIn.RateLimit);
        routes.MapPost("/join/passkey/ask", Join.AskPasskey).Public(Before).NeedsToken().RequireRateLimiting(SignIn.RateLimit);
        routes.MapPost("/join/passkey", Join.WithPasskey).Public(Before).NeedsToken().RequireRateLimiting(SignIn.RateLimit);
        routes.MapGet("/{language:language}/recover", Recover.Show).Public(Before);
        routes.MapPost("/{language:language}/recover", Recover.Ask).Public(Before).NeedsToken().RequireRateLimiting(SignIn.RateLimit);
        routes.MapPost("/{language:language}/recover/continue", Recover.Continue).Public(Before).NeedsToken().RequireRateLimiting(SignIn.RateLimit);
        routes.MapGet("/{language:language}/set-up", SetUp.Show).Public("nobody has an account yet; the code on the terminal is asked for");
        routes.MapPost("/{language:language}/set-up", SetUp.Begin).Public("nobody has an account yet; the code on the terminal is asked for").NeedsToken().RequireRateLimiting(SignIn.RateLimit);

        routes.MapGet("/{language:language}/me", MyAccount.Show).Asks(AccessAction.Open, Resource.Account);
        routes.MapPost("/{language:language}/me/act", MyAccount.Act).Asks(AccessAction.Change, Resource.Session).NeedsToken();
        routes.MapPost("/{language:language}/me/sessions", MyAccount.EndSession).Asks(AccessAction.Erase, Resource.Session).NeedsToken();
        routes.MapGet("/{language:language}/me/codes", MyAccount.ShowCodes).Asks(AccessAction.Change, Resource.Account);
        routes.MapPost("/{language:language}/me/codes", MyAccount.MakeCodes).Asks(AccessAction.Change, Resource.Account, "/me/codes").NeedsToken();
        routes.MapPost("/me/passkeys/ask", MyAccount.AskPasskey).Asks(AccessAction.Change, Resource.Account).NeedsToken();
        routes.MapPost("/me/passkeys", MyAccount.AddPasskey).Asks(AccessAction.Change, Resource.Account).NeedsToken();
        routes.MapPost("/{language:language}/me/passkeys/remove", MyAccount.RemovePasskey).Asks(AccessAction.Change, Resource.Account, "/me").NeedsToken();
        routes.MapPost("/{language:language}/sign-out", SignIn.Out).Asks(AccessAction.Erase, Resource.Session).NeedsToken();
        routes.MapGet("/{language:language}/confirm", Confirm.Show).Asks(AccessAction.Change, Resource.Session);
        routes.MapPost("/{language:language}/confirm", Confirm.WithPassword).Asks(AccessAction.Change, Resource.Session).NeedsToken().RequireRateLimiting(SignIn.RateLimit);
        routes.MapPost("/confirm/passkey/ask", Confirm.AskPasskey).Asks(AccessAction.Change, Resource.Session).NeedsToken();
        routes.MapPost("/confirm/passkey", Confirm.WithPasskey).Asks(AccessAction.Change, Resource.Session).NeedsToken();

        routes.MapGet("/{language:language}/people", People.Show).Asks(AccessAction.List, Resource.Account);
        routes.MapPost("/{language:language}/people", People.Invite).Asks(AccessAction.Create, Resource.Account, "/people").NeedsToken();
        routes.MapPost("/{language:language}/people/organisations", People.AddOrganisation).Asks(AccessAction.Create, Resource.Organisation, "/people").NeedsToken();
        routes.MapPost("/{language:language}/people/organisations/{id}", People.ChangeOrganisation).Asks(AccessAction.Change, Resource.Organisation, "/people").NeedsToken();
        routes.MapPost("/{language:language}/people/{id}/roles", People.ProposeRole).Asks(AccessAction.Grant, Resource.Account, "/people").NeedsToken();
        routes.MapPost("/{language:language}/people/{id}/end", People.End).Asks(AccessAction.Erase, Resource.Account, "/people").NeedsToken();
        routes.MapGet("/{language:language}/proposals", Proposals.Show).Asks(AccessAction.Confirm, Resource.Account);
        routes.MapPost("/{language:language}/proposals/{id}", Proposals.Confirm).Asks(AccessAction.Confirm, Resource.Account, "/proposals").NeedsToken();
        routes.MapPost("/{language:language}/proposals/{id}/decline", Proposals.Decline).Asks(AccessAction.Confirm, Resource.Account, "/proposals").NeedsToken();
    }

    private static async Task Check(IServiceProvider services)
    {
        var db = services.GetRequiredService<AccountsDb>();
        await services.GetRequiredService<Database>().Prepare(db);
        await Decoy.Prepare(db, services.GetRequiredService<Gate>(), services.GetRequiredService<TimeProvider>().GetUtcNow());
    }

    private static async Task<IReadOnlyDictionary<string, string>> Names(HttpContext context, Caller caller, IReadOnlyList<string> accountIds)
    {
        var db = context.RequestServices.GetRequiredService<AccountsDb>();
        var accounts = await db.Accounts.AsNoTracking().Where(one => accountIds.Contains(one.RecordId) && one.RecordId != Decoy.Id).ToListAsync();
        return (await People.Open(context, caller, accounts)).ToDictionary(person => person.Account.RecordId, person => person.Name, StringComparer.Ordinal);
    }

    // With a new lookup key each name is found by something else; until this is done, the old key still finds it.
    private static async Task LookUpAnew(IServiceProvider services)
    {
        var (db, gate, keys) = (services.GetRequiredService<AccountsDb>(), services.GetRequiredService<Gate>(), services.GetRequiredService<KeyRing>());
        foreach (var account in await db.Accounts.AsNoTracking().Where(one => one.Lookup != null).ToListAsync())
        {
            await gate.Do(Caller.Node(Purpose.Administration), AccessAction.Change, account.Subject(), [FieldClass.Technical, FieldClass.Identity], async scope =>
            {
                var row = await scope.Db<AccountsDb>().Accounts.SingleAsync(one => one.RecordId == account.RecordId);
                if (row.SignInName is null) return;
                row.Lookup = keys.LookUp((await scope.Record()).Open(Account.SignInNameColumn, row.SignInName)!)[0];
            }, reason: "looked-up-anew");
        }
    }

    // What has expired opens nothing any more; it is taken away so that it does not pile up.
    private static async Task ForgetWhatIsOver(IServiceProvider services, CancellationToken stop)
    {
        var (db, now) = (services.GetRequiredService<AccountsDb>(), services.GetRequiredService<TimeProvider>().GetUtcNow());
        var (longest, day) = (now - TimeSpan.FromHours(12), now - TimeSpan.FromDays(1));
#pragma warning disable RS0030 // Nothing of it is about a person concerned, and none of it is guarded but sessions that are over.
        await db.Sessions.Where(one => one.StartedAt < longest).ExecuteDeleteAsync(stop);
        await db.Doors.Where(one => one.ExpiresAt < now).ExecuteDeleteAsync(stop);
        await db.Challenges.Where(one => one.ExpiresAt < now).ExecuteDeleteAsync(stop);
        await db.Proposals.Where(one => one.ExpiresAt < now).ExecuteDeleteAsync(stop);
        await db.Attempts.Where(one => one.LastAt < day).ExecuteDeleteAsync(stop);
#pragma warning restore RS0030
    }
}
