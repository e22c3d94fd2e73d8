using System.Text.RegularExpressions;
using Entraide.Core.Sealing;
using Entraide.Node.Accounts;
using Entraide.Node.Platform;
using Entraide.Tests.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Entraide.Journeys;

/// <summary>An administrator sets a node up; people come in, sign in, end sessions, come back in.</summary>
public sealed class AccountStory(Chromium chromium)
{
    private const string Password = "τέσσερα πράσινα λεωφορεία";

    [Fact]
    public async Task A_node_is_set_up_and_a_colleague_signs_in_on_a_phone_in_Greek_ends_a_session_elsewhere_and_comes_back_in()
    {
        await using var node = await RunningNode.Start();
        var address = node.Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        await using var desk = await chromium.Window("en");
        var admin = await WithPasskey(desk);
        await SetUpNode(admin, address, node);

        var invitation = await Invite(admin, address, "Iris Inspector", "LabourInspector");
        await using var phone = await chromium.Window("el", width: 390);
        var inspector = await phone.NewPageAsync();
        var (secret, codes) = await ComeIn(inspector, address, node, invitation);
        await GetRole(inspector, address, node);

        // She signs in on another computer too, and ends that session from her phone.
        node.Clock.Now += TimeSpan.FromSeconds(60);
        await using var other = await chromium.Window("fr");
        var elsewhere = await other.NewPageAsync();
        await SignIn(elsewhere, $"{address}/fr/sign-in", "Iris ", Password, Code(secret, node));
        await Expect(elsewhere).ToHaveURLAsync($"{address}/fr/work");
        await inspector.GotoAsync($"{address}/el/me");
        await inspector.Locator("form[action$='/me/sessions']").First.Locator("button").ClickAsync();
        await Expect(inspector.Locator("#sessions ~ ul li")).ToHaveCountAsync(1);
        await elsewhere.ReloadAsync();
        await Expect(elsewhere).ToHaveURLAsync(new Regex("/fr/sign-in"));

        await OpenDraft(inspector, address, node);

        // A code works once.
        await SignIn(elsewhere, $"{address}/fr/sign-in", "iris", Password, Code(secret, node));
        await Expect(elsewhere.Locator(".notice.care")).ToBeVisibleAsync();

        var back = await WithPasskey(other);
        await ComeBack(back, admin, address, codes[0]);
        // What she had before holds no longer.
        await inspector.ReloadAsync();
        await Expect(inspector).ToHaveURLAsync(new Regex("/el/sign-in"));

        // And with the passkey alone.
        await back.Locator(".staff form button").ClickAsync();
        await back.ClickAsync("[data-passkey] button");
        await Expect(back).ToHaveURLAsync($"{address}/fr/work");
        await Expect(back.Locator(".notice").First).ToBeVisibleAsync();
    }

    // The administrator, with the code from the terminal and a passkey.
    private static async Task SetUpNode(IPage admin, string address, RunningNode node)
    {
        await admin.GotoAsync($"{address}/en/set-up");
        await admin.FillAsync("#code", await SetUpCode(node));
        await admin.FillAsync("#organisation", "Inspectorate of Testland");
        await admin.SelectOptionAsync("#kind", "LabourInspectorate");
        await admin.FillAsync("#name", "Alma Administrator");
        await admin.ClickAsync("main form .button");
        await admin.ClickAsync("[data-passkey] button");
        await Expect(admin).ToHaveURLAsync($"{address}/en/me/codes");
        await admin.ClickAsync("main form[action$='/codes'] .button");
        await Expect(admin.Locator("ol.codes li")).ToHaveCountAsync(MyAccount.Codes);
        Assert.Equal(404, (await admin.GotoAsync($"{address}/en/set-up"))!.Status);
    }

    // On her phone, in Greek, with a password and an authenticator app.
    private static async Task<(byte[] Secret, IReadOnlyList<string> Codes)> ComeIn(IPage inspector, string address, RunningNode node, string invitation)
    {
        await inspector.GotoAsync($"{address}/el/join");
        await inspector.FillAsync("#code", invitation.ToLowerInvariant());
        await inspector.ClickAsync("main form .button");
        var secret = OneTimePassword.FromBase32((await inspector.Locator("main p code").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal));
        foreach (var (password, accepted) in ((string, bool)[])[("short", false), (Password, true)])
        {
            await inspector.FillAsync("#name", "iris");
            await inspector.FillAsync("#password", password);
            await inspector.FillAsync("#totp", Code(secret, node));
            await inspector.ClickAsync("form[action$='/join/password'] .button");
            await Expect(inspector.Locator(".notice.care")).ToHaveCountAsync(accepted ? 0 : 1);
        }
        await inspector.ClickAsync("main form[action$='/codes'] .button");
        var codes = await inspector.Locator("ol.codes code").AllInnerTextsAsync();
        Assert.Equal(MyAccount.Codes, codes.Count);
        Assert.Equal(0, await inspector.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        return (secret, codes);
    }

    // The number on her own page shows that it is she who has come in; nobody else is there yet, so whoever runs the server
    // confirms the role. Then she acts in it.
    private static async Task GetRole(IPage inspector, string address, RunningNode node)
    {
        await inspector.GotoAsync($"{address}/el/me");
        var number = (await inspector.Locator(".number").InnerTextAsync()).Trim();
        await using (var scope = node.App.Services.CreateAsyncScope())
        {
            await Assert.ThrowsAsync<RefusedException>(() => ConfirmCommand.Confirm(scope.ServiceProvider, number == "000000" ? "000001" : "000000"));
            await ConfirmCommand.Confirm(scope.ServiceProvider, number);
        }
        await inspector.ReloadAsync();
        await inspector.CheckAsync("input[value='LabourInspector.Identification']", new PageCheckOptions { Force = true });
        await inspector.ClickAsync("form[action$='/me/act'] button");
        await Expect(inspector).ToHaveURLAsync($"{address}/el/work");
    }

    // A draft that a phone sealed for her organisation: opened, kept, a note added, in Greek on her phone.
    private static async Task OpenDraft(IPage inspector, string address, RunningNode node)
    {
        string organisation;
        await using (var scope = node.App.Services.CreateAsyncScope()) organisation = (await scope.ServiceProvider.GetRequiredService<AccountsDb>().Organisations.SingleAsync()).RecordId;
        await Kept.Draft(node, organisation, "δέκα ώρες την ημέρα");
        await inspector.GotoAsync($"{address}/el/work");
        await inspector.ClickAsync("a[href='/el/drafts']");
        await inspector.ClickAsync("main a[href*='/el/drafts/']");
        await Expect(inspector.GetByText("δέκα ώρες την ημέρα")).ToBeVisibleAsync();
        Assert.Equal(0, await inspector.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        await inspector.ClickAsync("form[action$='/keep'] button");
        await Expect(inspector).ToHaveURLAsync(new Regex("/el/screenings/"));
        await inspector.FillAsync("form[action$='/notes'] textarea", "Τηλέφωνο την Τρίτη");
        await inspector.ClickAsync("form[action$='/notes'] button");
        await Expect(inspector.GetByText("Τηλέφωνο την Τρίτη")).ToBeVisibleAsync();
    }

    // The phone is lost: a printed code, a number, a second person; then a passkey.
    private static async Task ComeBack(IPage back, IPage admin, string address, string code)
    {
        await back.GotoAsync($"{address}/fr/recover");
        await back.FillAsync("#code", code);
        await back.ClickAsync("main form .button");
        var number = await back.Locator(".number").InnerTextAsync();
        await back.ClickAsync("main form .button");
        await Expect(back.Locator(".notice.care")).ToBeVisibleAsync();
        await admin.GotoAsync($"{address}/en/proposals");
        await Confirmed(admin);
        await admin.FillAsync("input[name=number]", number == "000 000" ? "000001" : "000000");
        await admin.ClickAsync("main form.stack .button:not(.plain)");
        await Expect(admin.Locator(".notice.care")).ToBeVisibleAsync();
        await admin.FillAsync("input[name=number]", number);
        await admin.ClickAsync("main form.stack .button:not(.plain)");
        await Expect(admin.Locator("input[name=number]")).ToHaveCountAsync(0);
        await back.ClickAsync("main form .button");
        await back.ClickAsync("[data-passkey] button");
        await Expect(back).ToHaveURLAsync($"{address}/fr/me/codes");
    }

    private static async Task<string> SetUpCode(RunningNode node)
    {
        await using var scope = node.App.Services.CreateAsyncScope();
        return (await AccountsModule.Module.Announce(scope.ServiceProvider))!.Split(' ')[^1];
    }

    private static async Task<string> Invite(IPage admin, string address, string name, string role)
    {
        await admin.GotoAsync($"{address}/en/people");
        await Confirmed(admin);
        await admin.FillAsync("#name", name);
        await admin.CheckAsync($"input[name=role][value={role}]");
        await admin.ClickAsync("form[action='/en/people'] .button");
        return await admin.Locator("#invitation").InnerTextAsync();
    }

    // Steps up where the page asks for it.
    private static async Task Confirmed(IPage page)
    {
        if (await page.Locator("a[href*='/confirm?']").CountAsync() == 0) return;
        await page.ClickAsync("a[href*='/confirm?']");
        await page.ClickAsync("[data-passkey] button");
        await page.WaitForURLAsync(url => !url.Contains("/confirm", StringComparison.Ordinal));
    }

    private static async Task SignIn(IPage page, string address, string name, string password, string code)
    {
        await page.GotoAsync(address);
        await page.FillAsync("#name", name);
        await page.FillAsync("#password", password);
        await page.FillAsync("#code", code);
        await page.ClickAsync("form[action$='/sign-in'] .button");
    }

    private static string Code(byte[] secret, RunningNode node) => OneTimePassword.At(secret, OneTimePassword.Step(node.Clock.Now));

    private static async Task<IPage> WithPasskey(IBrowserContext window)
    {
        var page = await window.NewPageAsync();
        var tools = await window.NewCDPSessionAsync(page);
        await tools.SendAsync("WebAuthn.enable");
        await tools.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object> { ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true, ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true },
        });
        return page;
    }
}
