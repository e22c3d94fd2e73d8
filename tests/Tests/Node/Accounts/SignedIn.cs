using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using AngleSharp;
using AngleSharp.Dom;
using Entraide.Node.Accounts;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Storage;
using Entraide.Tests.Databases;
using Microsoft.Extensions.DependencyInjection;
using Gate = Entraide.Node.Platform.Access.AccessTicket.Gate;

namespace Entraide.Tests.Node.Accounts;

/// <summary>
/// Somebody who is signed in, as her browser without script: account and session are made in the node itself, through the
/// gate, and the cookies are carried along by hand, since no client sends secure ones over http.
/// </summary>
public sealed class SignedIn : HttpClient
{
    private static readonly Caller Terminal = Caller.Node(Purpose.Administration);

    private SignedIn(RunningNode node, string token, string accountId, string sessionId, string organisationId) : base(new Cookies(token))
    {
        BaseAddress = new Uri(node.Address);
        DefaultRequestHeaders.Add("Accept", "text/html");
        (Token, AccountId, SessionId, OrganisationId) = (token, accountId, sessionId, organisationId);
    }

    /// <summary>What her browser's cookie holds.</summary>
    public string Token { get; }

    public string AccountId { get; }

    /// <summary>The session's number, as the ledger names it.</summary>
    public string SessionId { get; }

    public string OrganisationId { get; }

    /// <summary>A new organisation; gives its id.</summary>
    public static async Task<string> Organisation(RunningNode node, string name = "An organisation", bool takesDrafts = true)
    {
        var id = PlatformDb.NewId();
        await node.App.Services.GetRequiredService<Gate>().Do(Terminal, AccessAction.Create, Entraide.Node.Accounts.Organisation.Subject(id), [], scope =>
        {
            scope.Db<AccountsDb>().Organisations.Add(new Organisation { RecordId = id, Kind = OrganisationKind.LabourInspectorate, Name = name, TakesDrafts = takesDrafts, CreatedAt = node.Clock.Now });
            return Task.CompletedTask;
        });
        return id;
    }

    /// <summary>Somebody with this role, in an organisation that is there or in a new one; she has just proved who she is, or <paramref name="proved"/> ago.</summary>
    public static async Task<SignedIn> As(RunningNode node, Role role, string? organisation = null, Purpose? purpose = null, TimeSpan proved = default)
    {
        organisation ??= await Organisation(node, takesDrafts: false);
        var gate = node.App.Services.GetRequiredService<Gate>();
        var (accountId, now) = (PlatformDb.NewId(), node.Clock.Now);
        var account = new Account { RecordId = accountId, OrganisationId = organisation, State = AccountState.Active, Name = [], RoleNames = role.ToString(), CreatedAt = now };
        await gate.Do(Terminal, AccessAction.Create, account.Subject(), [FieldClass.Technical, FieldClass.Identity], scope =>
        {
            account.Name = scope.NewRecord().Seal(Account.NameColumn, $"A {role}");
            scope.Db<AccountsDb>().Accounts.Add(account);
            return Task.CompletedTask;
        });
        return await Session(node, account, role, purpose ?? Policy.PurposesOf[role][0], now - proved);
    }

    /// <summary>The same person in another session of hers, where she acts for another purpose.</summary>
    public static async Task<SignedIn> Again(RunningNode node, SignedIn who, Role role, Purpose purpose)
    {
        var account = new Account { RecordId = who.AccountId, OrganisationId = who.OrganisationId, State = AccountState.Active, Name = [], RoleNames = role.ToString(), CreatedAt = node.Clock.Now };
        return await Session(node, account, role, purpose, node.Clock.Now);
    }

    /// <summary>Somebody who is not signed in, and whose browser keeps the form's cookie.</summary>
    public static Task<SignedIn> Nobody(RunningNode node) => Task.FromResult(new SignedIn(node, "", "", "", ""));

    private static async Task<SignedIn> Session(RunningNode node, Account account, Role role, Purpose purpose, DateTimeOffset proved)
    {
        var (sessionId, token, now) = (PlatformDb.NewId(), Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)), node.Clock.Now);
        await node.App.Services.GetRequiredService<Gate>().Do(Terminal, AccessAction.SignIn, account.Subject(), [], scope =>
        {
            scope.Db<AccountsDb>().Sessions.Add(new Session
            {
                TokenHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(token))), Number = sessionId, RecordId = account.RecordId, OrganisationId = account.OrganisationId!,
                Role = role, Purpose = purpose, Proof = Proof.Passkey, Device = "", StartedAt = now, SeenAt = now, ProvedAt = proved,
            });
            return Task.CompletedTask;
        });
        return new SignedIn(node, token, account.RecordId, sessionId, account.OrganisationId!);
    }

    /// <summary>A page, which must be there.</summary>
    public async Task<IDocument> Page(string path)
    {
        var answer = await GetAsync(path);
        Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
        return await Parse(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Sends a form as a browser would: with a fresh token, and with what the form on the page she comes from holds unseen.</summary>
    public async Task<HttpResponseMessage> Post(string from, string to, params (string Name, string Value)[] fields)
    {
        var page = await Page(from);
        var token = page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        var unseen = page.QuerySelectorAll("form").Where(one => one.GetAttribute("method") == "post" && one.GetAttribute("action") == to).Select(one => one.QuerySelectorAll("input[type=hidden]").Select(field => (Name: field.GetAttribute("name")!, Value: field.GetAttribute("value") ?? "")).ToList())
            .FirstOrDefault(hidden => hidden.All(one => fields.All(field => field.Name != one.Name || field.Value == one.Value)))?.Where(one => one.Name != "__RequestVerificationToken" && fields.All(field => field.Name != one.Name)) ?? [];
        using var form = new FormUrlEncodedContent([.. fields.Concat(unseen).Select(field => KeyValuePair.Create(field.Name, field.Value)), KeyValuePair.Create("__RequestVerificationToken", token)]);
        return await PostAsync(to, form);
    }

    public static Task<IDocument> Parse(string html) => BrowsingContext.New(Configuration.Default).OpenAsync(response => response.Content(html));

    private sealed class Cookies(string token) : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        // The form's own, and the one by which a participant of a training comes back.
        private readonly Dictionary<string, string> kept = new(StringComparer.Ordinal);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Add("Cookie", string.Join("; ", kept.Values.Prepend($"{Sessions.Cookie}={token}")));
            var answer = await base.SendAsync(request, cancellationToken);
            foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var given) ? given : [])
                if (cookie.Split('=')[0] is var name && name is "form" or Entraide.Node.Training.TakePart.Cookie) kept[name] = cookie.Split(';')[0];
            return answer;
        }
    }
}
