using System.Net;
using System.Text.RegularExpressions;
using Entraide.Node.Accounts;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Tests.Databases;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Entraide.Tests.Node.Accounts;

/// <summary>Signing in, and what nobody learns from trying.</summary>
public sealed class SignInTests(PostgresServer postgres)
{
    private readonly Stores stores = new(postgres);

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task Name_password_and_code_let_her_in_once_each_code(string store)
    {
        await using var node = await stores.Start(store);
        var iris = await Someone.WithPassword(node, "iris", Role.LabourInspector);
        using var browser = new Browser(node);
        var code = iris.Code(node.Clock.Now);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.SignIn("iris", iris.Password + "x", code)).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.SignIn("iris", iris.Password, "000000")).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await browser.SignIn(" IRIS ", iris.Password, code)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/en/work")).StatusCode);
        using var thief = new Browser(node);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await thief.SignIn("iris", iris.Password, code)).StatusCode);
        // Two at once with one code: one gets in.
        node.Clock.Now += TimeSpan.FromMinutes(1);
        using var other = new Browser(node);
        var both = await Task.WhenAll(thief.SignIn("iris", iris.Password, iris.Code(node.Clock.Now)), other.SignIn("iris", iris.Password, iris.Code(node.Clock.Now)));
        Assert.Single(both, answer => answer.StatusCode == HttpStatusCode.Found);
    }

    [Fact]
    public async Task What_a_stranger_sees_is_the_same_for_a_name_that_is_known_and_one_that_is_not()
    {
        await using var node = await RunningNode.Start();
        var iris = await Someone.WithPassword(node, "iris", Role.LabourInspector);
        using var browser = new Browser(node);
        // As often as it takes for the pause to begin, too.
        for (var i = 0; i < SignIn.FreeFailures + 2; i++)
            Assert.Equal(await Seen(await browser.SignIn("nobody", "a password of fifteen letters", "123456")), await Seen(await browser.SignIn("iris", "a password of fifteen letters", "123456")));
        // During the pause even the right password is not taken; afterwards it is.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.SignIn("iris", iris.Password, iris.Code(node.Clock.Now))).StatusCode);
        node.Clock.Now += TimeSpan.FromMinutes(16);
        Assert.Equal(HttpStatusCode.Found, (await browser.SignIn("iris", iris.Password, iris.Code(node.Clock.Now))).StatusCode);
        // The ledger has an entry for each, of the same shape.
        await using var scope = node.App.Services.CreateAsyncScope();
        var entries = await scope.ServiceProvider.GetRequiredService<PlatformDb>().Entries.AsNoTracking().Where(entry => entry.RecordId == iris.AccountId || entry.RecordId == new string('0', 32)).ToListAsync();
        Assert.Equal(2 * (SignIn.FreeFailures + 2), entries.Count(entry => entry.RecordId == new string('0', 32)) - 1);
        Assert.Equal(SignIn.FreeFailures + 3, entries.Count(entry => entry.RecordId == iris.AccountId && System.Text.Encoding.UTF8.GetString(entry.Entry).Contains("sign-in-failed", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_recovery_code_that_is_none_shows_the_same_page_as_one_that_is()
    {
        await using var node = await RunningNode.Start();
        var iris = await Someone.WithPassword(node, "iris", Role.LabourInspector);
        var code = OneTimeCode.New();
        await using (var scope = node.App.Services.CreateAsyncScope())
        {
            var account = await scope.ServiceProvider.GetRequiredService<AccountsDb>().Accounts.AsNoTracking().SingleAsync(one => one.RecordId == iris.AccountId);
            await scope.ServiceProvider.GetRequiredService<AccessTicket.Gate>().Do(Caller.Node(Purpose.Administration), AccessAction.Change, account.Subject(), [], change =>
            {
                change.Db<AccountsDb>().RecoveryCodes.Add(new RecoveryCode { Hash = OneTimeCode.HashOf(code)!, RecordId = iris.AccountId, OrganisationId = iris.OrganisationId });
                return Task.CompletedTask;
            });
        }
        using var browser = new Browser(node);
        var (known, unknown) = (await Seen(await browser.Send("/en/recover", "/en/recover", ("code", code))), await Seen(await browser.Send("/en/recover", "/en/recover", ("code", OneTimeCode.New()))));
        Assert.Equal(unknown, known);
        Assert.Contains("class=\"number\"", known);
    }

    [Fact]
    public async Task An_invitation_that_is_used_expired_or_made_up_opens_the_same_page()
    {
        await using var node = await RunningNode.Start();
        using var browser = new Browser(node);
        var made = await Seen(await browser.Send("/en/join", "/en/join", ("code", OneTimeCode.New())));
        Assert.Contains("class=\"fault\"", made);
        var (id, code) = (PlatformDb.NewId(), OneTimeCode.New());
        await using (var scope = node.App.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<AccountsDb>();
            db.Doors.Add(new Door { CodeHash = OneTimeCode.HashOf(code)!, AccountId = id, Kind = DoorKind.Invitation, ExpiresAt = node.Clock.Now });
            await db.SaveChangesAsync();
        }
        Assert.Equal(made, await Seen(await browser.Send("/en/join", "/en/join", ("code", code))));
    }

    [Fact]
    public async Task A_flood_of_sign_ins_is_told_to_wait_and_stops_nobody_else()
    {
        await using var node = await RunningNode.Start();
        using var person = await SignedIn.As(node, Role.LabourInspector);
        var browsers = Enumerable.Range(0, 40).Select(_ => new Browser(node)).ToList();
        var flood = Task.WhenAll(browsers.Select((browser, i) => browser.SignIn($"nobody{i}", "a password of fifteen letters", "123456")));
        Assert.Equal(HttpStatusCode.OK, (await person.GetAsync("/en/work")).StatusCode);
        var answers = await flood;
        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.UnprocessableEntity);
        Assert.All(answers, answer => Assert.True(answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.UnprocessableEntity));
        browsers.ForEach(browser => browser.Dispose());
    }

    [Theory]
    [InlineData("password.short", "fourteen chars")]
    [InlineData("password.weak", "passwordpassword")]
    [InlineData("password.weak", "aaaaaaaaaaaaaaaaaaaa")]
    [InlineData("password.weak", "abcdefghijklmnopqrst")]
    [InlineData("password.weak", "12345678901234567890")]
    [InlineData("password.weak", "correct horse battery staple")]
    [InlineData("password.weak", "iris.inspector.entraide")]
    [InlineData("password.weak", "Motdepassemotdepasse")]
    [InlineData("password.weak", "Mótdepassemo\u0301tdepasse")]
    [InlineData(null, "four green buses and a cat")]
    [InlineData(null, "τέσσερα πράσινα λεωφορεία")]
    [InlineData(null, "أربع حافلات خضراء وقطة")]
    public void What_would_be_guessed_first_is_no_password(string? fault, string password) => Assert.Equal(fault, Passwords.Fault(password, "Iris Inspector"));

    [Fact]
    public async Task What_another_keyboard_composes_otherwise_is_the_same_name_and_password()
    {
        Assert.Equal(SignIn.NameOf("\u00C9lodie"), SignIn.NameOf("E\u0301LODIE"));
        using var passwords = new Passwords(new PasswordHasher<Account>());
        Assert.True(await passwords.Verify(null!, await passwords.Hash(null!, "quatre bus pr\u00E9f\u00E9r\u00E9s"), "quatre bus pre\u0301fe\u0301re\u0301s"));
    }

    [Fact]
    public void A_code_that_is_mistyped_in_one_place_is_none()
    {
        const string Letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
        for (var round = 0; round < 20; round++)
        {
            var code = OneTimeCode.New();
            Assert.Equal(34, code.Length);
            Assert.Equal(OneTimeCode.HashOf(code), OneTimeCode.HashOf($" {code.ToLowerInvariant().Replace("-", "")} "));
            for (var i = 0; i < code.Length; i++)
                foreach (var letter in Letters)
                    if (code[i] != '-' && letter != code[i]) Assert.Null(OneTimeCode.HashOf(string.Concat(code.AsSpan(0, i), letter.ToString(), code.AsSpan(i + 1))));
        }
    }

    // Status, headers but the date, and body, without what is drawn anew for each answer.
    private static async Task<string> Seen(HttpResponseMessage answer)
    {
        var headers = string.Join('\n', answer.Headers.Concat(answer.Content.Headers).Where(header => header.Key is not ("Date" or "Set-Cookie")).Select(header => $"{header.Key}: {string.Join(',', header.Value)}").Order(StringComparer.Ordinal));
        var body = Regex.Replace(await answer.Content.ReadAsStringAsync(), "(name=\"(__RequestVerificationToken|code|number)\" (?:id=\"code\" )?value=\")[^\"]*|(?<=class=\"number\" dir=\"ltr\">)[^<]*", "$1");
        return $"{(int)answer.StatusCode}\n{headers}\n{Regex.Replace(body, "id=\"code\" name=\"code\" value=\"[^\"]*\"", "")}";
    }
}
