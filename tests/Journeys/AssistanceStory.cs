using System.Text.RegularExpressions;
using Entraide.Core.Assistance;
using Entraide.Node.Accounts;
using Entraide.Tests.Node.Accounts;
using Entraide.Tests.Node.Assistance;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Entraide.Journeys;

/// <summary>One person helped: by a social worker in Romanian, by a shelter in French, and by herself in Arabic on a small phone.</summary>
public sealed class AssistanceStory(Chromium chromium)
{
    [Fact]
    public async Task A_social_worker_in_Romanian_a_shelter_in_French_and_the_person_in_Arabic_on_her_phone()
    {
        var help = await Helping.Start(chromium.Node);
        var service = await help.Offer();
        await using var desk = await chromium.Window("ro", 1280);
        var worker = await Page(desk, help.Worker);
        await worker.GotoAsync("/ro/cases");
        await worker.Locator("#begin").ClickAsync();
        await Expect(worker).ToHaveURLAsync(new Regex("/ro/cases/[0-9a-f]{32}$"));
        var kase = new Uri(worker.Url).AbsolutePath;
        await worker.GotoAsync(kase + "/edit/needs");
        await worker.FillAsync("#needs-today", "Un pat pentru noapte, și un medic.");
        await worker.Locator("#keep").ClickAsync();
        await Expect(worker).ToHaveURLAsync(new Regex(kase + "$"));
        await Expect(worker.Locator("main")).ToContainTextAsync("Un pat pentru noapte, și un medic.");

        await Consent(worker, kase, help.Theirs, DataItem.Outline);
        await worker.GotoAsync(kase + "/refer");
        await worker.Locator($"input[name=service][value='{service}']").CheckAsync(new() { Force = true });
        await worker.Locator("input[name=need][value=Shelter]").CheckAsync();
        await worker.SelectOptionAsync("#language", "ar");
        await worker.Locator("#send").ClickAsync();
        await Expect(worker).ToHaveURLAsync(new Regex("/ro/referrals/"));
        var referral = worker.Url.Split('/')[^1];

        await using var shelter = await chromium.Window("fr", 390);
        var receiver = await Page(shelter, help.Receiver);
        await receiver.GotoAsync("/fr/referrals");
        await receiver.Locator($"a[href$='{referral}']").ClickAsync();
        await Expect(receiver.Locator("main")).ToContainTextAsync("العربية");
        await Expect(receiver.Locator("main")).Not.ToContainTextAsync("Un pat");
        await receiver.Locator("#accept").ClickAsync();
        await Expect(receiver.Locator("#accept")).ToHaveCountAsync(0);

        await Consent(worker, kase, help.Theirs, DataItem.Needs);
        await worker.GotoAsync("/ro/referrals/" + referral);
        await worker.Locator("input[name=item][value=Needs]").CheckAsync();
        await worker.Locator("#disclose").ClickAsync();
        await receiver.ReloadAsync();
        await Expect(receiver.Locator("dl.read")).ToContainTextAsync("Un pat pentru noapte, și un medic.");

        await worker.GotoAsync(kase + "/sharing");
        await worker.Locator("input[name=wanted]").CheckAsync();
        await worker.Locator("#make-receipt").ClickAsync();
        await Withdraw(await worker.Locator("#phrase").InnerTextAsync());

        await receiver.ReloadAsync();
        await Expect(receiver.Locator("main")).Not.ToContainTextAsync("Un pat");
        await Expect(receiver.Locator("#account")).ToBeVisibleAsync();
        help.Leave();
    }

    [Fact]
    public async Task In_airplane_mode_nothing_that_was_acknowledged_is_lost_and_what_was_not_is_said()
    {
        var help = await Helping.Start(chromium.Node);
        var id = await help.Begin();
        await using var phone = await chromium.Window("el", 390);
        var page = await Page(phone, help.Worker);
        await page.GotoAsync($"/el/cases/{id}/edit/safety");
        await page.FillAsync("#risks", "Κρατήθηκε πριν");
        await page.Locator("#keep").ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex($"/el/cases/{id}$"));

        await page.GotoAsync($"/el/cases/{id}/edit/safety");
        await page.FillAsync("#risks", "Γράφτηκε χωρίς δίκτυο");
        await phone.SetOfflineAsync(true);
        await page.Locator("#keep").ClickAsync();
        await Expect(page.Locator("#unkept")).ToBeVisibleAsync();
        await Expect(page.Locator("#risks")).ToHaveValueAsync("Γράφτηκε χωρίς δίκτυο");
        Assert.Contains("Κρατήθηκε πριν", (await help.Worker.Page($"/en/cases/{id}")).Body!.TextContent);
        await phone.SetOfflineAsync(false);
        await page.Locator("#keep").ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("Γράφτηκε χωρίς δίκτυο");
        Assert.Contains("Γράφτηκε χωρίς δίκτυο", (await help.Worker.Page($"/en/cases/{id}")).Body!.TextContent);
        help.Leave();
    }

    // On a phone of 360 pixels, in Arabic: the code, a withdrawal, and nothing left in the address or the store.
    private async Task Withdraw(string phrase)
    {
        await using var phone = await chromium.Window("ar", 360);
        var page = await phone.NewPageAsync();
        await page.GotoAsync("/ar/own");
        await page.FillAsync("#phrase", phrase);
        await page.Locator("#open").ClickAsync();
        await Expect(page.Locator("section.grant")).Not.ToHaveCountAsync(0);
        Assert.Equal(0, await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        while (await page.Locator("section.grant button").CountAsync() is var left and > 0)
        {
            await page.Locator("section.grant button").First.ClickAsync();
            await Expect(page.Locator("section.grant button")).Not.ToHaveCountAsync(left);
        }
        await Expect(page.Locator("#nobody")).ToBeVisibleAsync();
        Assert.EndsWith("/ar/own", page.Url);
        Assert.Equal(0, await page.EvaluateAsync<int>("localStorage.length + sessionStorage.length"));
        // The form's own cookie goes with the browser; no other is there.
        Assert.All(await phone.CookiesAsync(), cookie => Assert.Equal(-1, cookie.Expires));
        await page.Locator("#exit").ClickAsync();
        await Expect(page).Not.ToHaveURLAsync(new Regex("/ar/own"));
    }

    private static async Task Consent(IPage worker, string kase, string recipient, DataItem item)
    {
        await worker.GotoAsync(kase + "/consent?spoken=ar");
        await Expect(worker.Locator("#read-aloud")).ToHaveAttributeAsync("lang", "ar");
        await worker.SelectOptionAsync("#recipient", recipient);
        await worker.SelectOptionAsync("#purpose", "Care");
        await worker.Locator($"input[name=item][value={item}]").CheckAsync();
        await worker.Locator("input[name=alone][value=yes]").CheckAsync(new() { Force = true });
        await worker.Locator("#agree").ClickAsync();
        await Expect(worker).ToHaveURLAsync(new Regex("/sharing$"));
    }

    private static async Task<IPage> Page(IBrowserContext window, SignedIn who)
    {
        await window.AddCookiesAsync([new Cookie { Name = Sessions.Cookie, Value = who.Token, Domain = "127.0.0.1", Path = "/", Secure = true, HttpOnly = true, SameSite = SameSiteAttribute.Strict }]);
        return await window.NewPageAsync();
    }
}
