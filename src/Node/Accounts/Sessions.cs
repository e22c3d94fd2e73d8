using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Ledger;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Accounts;

/// <summary>
/// Sessions live on the server, so that one that is ended is over with the next request. The browser has 256 random bits in
/// a cookie; the node keeps their hash.
/// </summary>
public static class Sessions
{
    /// <summary>The name tells nothing; the prefix binds it to this host and to https (draft-ietf-httpbis-rfc6265bis, section 4.1.3.2).</summary>
    public const string Cookie = "__Host-s";

    private static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(1);
    private static readonly Role[] Justice = [Role.PoliceOfficer, Role.Prosecutor, Role.Judge];

    /// <summary>Roles that are held with a passkey only.</summary>
    public static readonly IReadOnlyList<Role> PasskeyOnly = [Role.Administrator, Role.DataProtectionOfficer, Role.Prosecutor, Role.Judge];

    /// <summary>How long a session lasts in this role, in all and without being used (NIST SP 800-63B-4 allows 24 h and 1 h).</summary>
    public static (TimeSpan Longest, TimeSpan Idle) Lifetime(Role role) => Justice.Contains(role) ? (TimeSpan.FromHours(10), TimeSpan.FromMinutes(15)) : (TimeSpan.FromHours(12), TimeSpan.FromMinutes(30));

    /// <summary>Who asks; null where there is no session or it is over.</summary>
    public static async Task<Caller?> Who(HttpContext context)
    {
        if (Token(context) is not { } hash) return null;
        var db = context.RequestServices.GetRequiredService<AccountsDb>();
        var found = await db.Sessions.AsNoTracking().Where(one => one.TokenHash == hash)
            .Join(db.Accounts.AsNoTracking().Where(one => one.State == AccountState.Active), one => one.RecordId, account => account.RecordId, (one, account) => new { Session = one, account.RoleNames }).SingleOrDefaultAsync();
        // A role that was taken is over, however the session came to it.
        if (found is null || !Holds(found.RoleNames, found.Session)) return null;
        var (session, now) = (found.Session, context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());
        if (IsOver(session, now)) return null;
        if (now - session.SeenAt > SeenEvery)
        {
#pragma warning disable RS0030 // That she is still there is no change of anything; it goes past guard and ledger.
            await db.Sessions.Where(one => one.TokenHash == hash).ExecuteUpdateAsync(row => row.SetProperty(one => one.SeenAt, now));
#pragma warning restore RS0030
        }
        return new Caller(session.RecordId, session.Number, session.OrganisationId, session.Role, session.Purpose, session.ProvedAt);
    }

    private static bool Holds(string roleNames, Session session) =>
        (session.Role == Role.Member || roleNames.Split(',').Contains(session.Role.ToString())) && (session.Proof == Proof.Passkey || !PasskeyOnly.Contains(session.Role));

    public static bool IsOver(Session session, DateTimeOffset now)
    {
        var (longest, idle) = Lifetime(session.Role);
        return now - session.StartedAt > longest || now - session.SeenAt > idle;
    }

    /// <summary>Adds a session to a change, and gives the browser its cookie.</summary>
    public static async Task Start(WriteScope scope, HttpContext context, Account account, Proof proof, DateTimeOffset now)
    {
        if (Token(context) is { } earlier)
        {
#pragma warning disable RS0030 // Whoever's session it was in this browser is over; it may be another account's, for which there is no ticket here.
            await scope.Db<AccountsDb>().Sessions.Where(one => one.TokenHash == earlier).ExecuteDeleteAsync();
#pragma warning restore RS0030
        }
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var role = account.Roles.FirstOrDefault(one => proof == Proof.Passkey || !PasskeyOnly.Contains(one), Role.Member);
        scope.Db<AccountsDb>().Sessions.Add(new Session
        {
            TokenHash = Hash(token), Number = PlatformDb.NewId(), RecordId = account.RecordId, OrganisationId = account.OrganisationId, Role = role, Purpose = Policy.PurposesOf[role][0],
            Proof = proof, Device = Device(context.Request.Headers.UserAgent.ToString()), StartedAt = now, SeenAt = now, ProvedAt = now,
        });
        context.Response.Cookies.Append(Cookie, token, Options());
    }

    /// <summary>Takes the cookie away, with whatever else the browser keeps of this node.</summary>
    public static void Forget(HttpContext context)
    {
        context.Response.Cookies.Delete(Cookie, Options());
        context.Response.Headers["Clear-Site-Data"] = "\"cache\"";
    }

    /// <summary>The hash of the request's token; null where it has none.</summary>
    public static string? Token(HttpContext context) => context.Request.Cookies.TryGetValue(Cookie, out var token) && token.Length is > 0 and < 100 ? Hash(token) : null;

    private static CookieOptions Options() => new() { HttpOnly = true, Secure = true, SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true };

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(token)));

    // From closed lists: what a browser says of itself is not kept.
    private static string Device(string agent)
    {
        var browser = Named(agent, ("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("Chrome", "Chrome"), ("CriOS", "Chrome"), ("Safari", "Safari"));
        var system = Named(agent, ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"));
        return string.Join(", ", new[] { browser, system }.OfType<string>());
    }

    private static string? Named(string agent, params (string Sign, string Name)[] known) => known.FirstOrDefault(one => agent.Contains(one.Sign, StringComparison.Ordinal)).Name;
}
