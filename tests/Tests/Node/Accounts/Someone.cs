using System.Text.RegularExpressions;
using Entraide.Core.Sealing;
using Entraide.Node.Accounts;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Sealing;
using Entraide.Node.Platform.Storage;
using Entraide.Tests.Databases;
using Microsoft.Extensions.DependencyInjection;

namespace Entraide.Tests.Node.Accounts;

/// <summary>Somebody who signs in with a name, a password and an authenticator app.</summary>
public sealed record Someone(string AccountId, string OrganisationId, string Name, string Password, byte[] Secret)
{
    public string Code(DateTimeOffset now) => OneTimePassword.At(Secret, OneTimePassword.Step(now));

    public static async Task<Someone> WithPassword(RunningNode node, string name, params Role[] roles)
    {
        var services = node.App.Services;
        var someone = new Someone(PlatformDb.NewId(), await SignedIn.Organisation(node, takesDrafts: false), name, $"a long password of {name}, really", System.Security.Cryptography.RandomNumberGenerator.GetBytes(20));
        var hash = await services.GetRequiredService<Passwords>().Hash(null!, someone.Password);
        var account = new Account { RecordId = someone.AccountId, OrganisationId = someone.OrganisationId, State = AccountState.Active, Name = [], RoleNames = string.Join(',', roles), CreatedAt = node.Clock.Now, Lookup = services.GetRequiredService<KeyRing>().LookUp(name)[0] };
        await services.GetRequiredService<AccessTicket.Gate>().Do(Caller.Node(Purpose.Administration), AccessAction.Create, account.Subject(), Enum.GetValues<FieldClass>(), scope =>
        {
            var record = scope.NewRecord();
            (account.Name, account.SignInName) = (record.Seal(Account.NameColumn, $"Person {name}"), record.Seal(Account.SignInNameColumn, name));
            (account.Password, account.Totp) = (record.Seal(Account.PasswordColumn, hash), record.Seal(Account.TotpColumn, someone.Secret));
            scope.Db<AccountsDb>().Accounts.Add(account);
            return Task.CompletedTask;
        });
        return someone;
    }
}

/// <summary>A browser without script, which carries its cookies along: no client sends secure ones over http by itself.</summary>
public sealed partial class Browser(RunningNode node) : HttpClient(new Jar())
{
    /// <summary>Sends a form of a page.</summary>
    public async Task<HttpResponseMessage> Send(string page, string to, params (string Name, string Value)[] fields)
    {
        BaseAddress ??= new Uri(node.Address);
        if (!DefaultRequestHeaders.Contains("Accept")) DefaultRequestHeaders.Add("Accept", "text/html");
        var html = await GetStringAsync(page);
        using var form = new FormUrlEncodedContent([.. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)), KeyValuePair.Create("__RequestVerificationToken", Token().Match(html).Groups[1].Value)]);
        return await PostAsync(to, form);
    }

    public Task<HttpResponseMessage> SignIn(string name, string password, string code) => Send("/en/sign-in", "/en/sign-in", ("name", name), ("password", password), ("code", code), ("return", ""));

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    private sealed class Jar() : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        private readonly Dictionary<string, string> cookies = new(StringComparer.Ordinal);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (cookies.Count > 0) request.Headers.Add("Cookie", string.Join("; ", cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
            var answer = await base.SendAsync(request, cancellationToken);
            foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var given) ? given : [])
            {
                var parts = cookie.Split(';')[0].Split('=', 2);
                cookies[parts[0]] = parts[1];
            }
            return answer;
        }
    }
}
