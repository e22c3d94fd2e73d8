using System.Text.RegularExpressions;
using Entraide.Core.Training;
using Entraide.Node.Accounts;
using Entraide.Node.Training;
using Entraide.Tests.Node.Accounts;
using Entraide.Tests.Node.Training;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Entraide.Journeys;

/// <summary>A training is designed in French, held from Greek phones, and what it gave is proved to anybody.</summary>
public sealed class ReplicationStory(Chromium chromium)
{
    [Fact]
    public async Task A_designer_builds_a_training_from_nothing_and_a_real_case_is_refused()
    {
        var academy = await Academy.On(chromium.Node);
        await using var desk = await chromium.Window("fr");
        var page = await Page(desk, academy.Designer);
        await page.GotoAsync("/fr/trainings");
        await page.FillAsync("#title", "Récoltes : repérer l’exploitation");
        await page.FillAsync("#name", "harvest");
        await page.Locator("#begin").ClickAsync();
        await Expect(page.Locator("h1")).ToContainTextAsync("Récoltes");

        await page.Locator("a#frame").ClickAsync();
        foreach (var (field, words) in ((string, string)[])[("#summary", "Une matinée au champ."), ("#about", "Pour qui contrôle les récoltes."), ("#prepare", "Une salle."), ("#safety", "Pas de cas réel."), ("#adapt", "Gardez le cas."), ("#modules", "one | Le matin"), ("#objectives", "tell | recognise | Distingue la faute du crime.")])
            await page.FillAsync(field, words);
        await page.Locator("#keep").ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("Distingue la faute du crime.");

        await page.Locator("#new-scenario").ClickAsync();
        await page.FillAsync("#id", "field");
        await page.FillAsync("#title", "Le champ");
        await page.FillAsync("#story", "Appelez le +32 470 12 34 56.");
        await page.FillAsync("#watch", "Parler seul à seul.");
        await page.Locator("input[name=fictional]").CheckAsync();
        await page.Locator("#keep").ClickAsync();
        // What only a real case has is named; what she wrote stays.
        await Expect(page.Locator("#fault")).ToContainTextAsync("+32 470 12 34 56");
        await Expect(page.Locator("#watch")).ToHaveValueAsync("Parler seul à seul.");
        await page.FillAsync("#story", "Un champ en Halmérie, douze personnes, une caravane.");
        await page.Locator("#keep").ClickAsync();
        await Expect(page.Locator("#scenarios")).ToContainTextAsync("Le champ");

        await page.Locator("#new-session").ClickAsync();
        foreach (var (field, words) in ((string, string)[])[("#id", "field-visit"), ("#title", "La visite"), ("#purpose", "Voir et parler."), ("#notes", "Deux par deux."), ("#id-new", "visit"), ("#title-new", "Jouer la visite"), ("#steps-new", "Jouez, puis regardez en arrière."), ("#minutes-new", "45")])
            await page.FillAsync(field, words);
        await page.SelectOptionAsync("#scenario-new", "field");
        await page.Locator("#keep").ClickAsync();
        await Expect(page.Locator(".timetable").First).ToContainTextAsync("09:00–09:45");

        await page.Locator("#release").ClickAsync();
        await Expect(page.Locator("#download")).ToBeVisibleAsync();
        var kit = await page.RunAndWaitForDownloadAsync(() => page.Locator("#download").ClickAsync());
        var read = KitFile.Read(await File.ReadAllBytesAsync(await kit.PathAsync(), TestContext.Current.CancellationToken)).Kit;
        Assert.Equal(("fr", 45), (read.Design.SourceLanguage, read.Design.Minutes));
        await page.GotoAsync(new Uri(page.Url).AbsolutePath + "/pack");
        await Expect(page.Locator("body")).ToContainTextAsync("Jouez, puis regardez en arrière.");
        academy.Leave();
    }

    [Fact]
    public async Task A_facilitator_signs_in_without_a_network_and_a_participant_in_Greek_is_tested_and_certified_on_her_phone()
    {
        var taught = await chromium.Taught.Value;
        var academy = await Academy.On(chromium.Node);
        await using var desk = await chromium.Window("el", 390);
        var page = await Page(desk, academy.Trainer);
        await page.GotoAsync($"/el/deliveries?training={taught.TrainingId}");
        foreach (var (field, words) in ((string, string)[])[("#country", "GR"), ("#place", "Σχολείο στο λιμάνι"), ("#begins", "2026-03-01"), ("#ends", "2026-03-02"), ("#zone", "Europe/Athens")]) await page.FillAsync(field, words);
        await page.Locator("#plan").ClickAsync();
        await page.Locator("#to-Open").ClickAsync();
        var delivery = new Uri(page.Url).AbsolutePath.Split('/')[^1];
        var door = await academy.Door(delivery);

        await using var phone = await chromium.Window("el", 360);
        var own = await phone.NewPageAsync();
        var pass = await Register(own, door);
        await page.ReloadAsync();
        await page.Locator("#accept-all").ClickAsync();
        await page.GotoAsync($"/el/deliveries/{delivery}");
        await page.Locator("#to-Running").ClickAsync();
        await Expect(page.Locator("#to-Closed")).ToBeVisibleAsync();

        var design = (await academy.Stored(db => db.Trainings.SingleAsync(one => one.RecordId == taught.TrainingId))).Design();
        await SignIn(own, door, design);
        var code = await Test(own, door, FormKind.Before, design, null);
        await RollCall(desk, page, delivery, academy);
        await Test(own, door, FormKind.After, design, code);

        await page.GotoAsync($"/el/deliveries/{delivery}");
        await page.Locator("#to-Closed").ClickAsync();
        await page.GotoAsync($"/el/deliveries/{delivery}/certificates");
        await page.Locator("#give").ClickAsync();
        await Certified(own, pass);
        academy.Leave();
    }

    private static async Task<string> Register(IPage page, string door)
    {
        await page.GotoAsync($"/el/training/{door}/join");
        await page.FillAsync("#name", "Δανάη Κ.");
        await page.SelectOptionAsync("#profession", "labour-inspector");
        await page.Locator("input[name=agreed]").CheckAsync();
        await page.Locator("#register").ClickAsync();
        return await page.Locator("#pass").InnerTextAsync();
    }

    // Every session but the first and the last: those the facilitator ticks off.
    private static async Task SignIn(IPage page, string door, TrainingDesign design)
    {
        await page.GotoAsync($"/el/training/{door}/here");
        foreach (var session in design.Sessions.Skip(1).SkipLast(1))
        {
            await page.Locator($"button[name=session][value={session.Id}]").ClickAsync();
            await Expect(page.Locator("#said")).ToBeVisibleAsync();
        }
    }

    /// <summary>She answers under a code, the one that she is given where she has none; gives it.</summary>
    private static async Task<string> Test(IPage page, string door, FormKind form, TrainingDesign design, string? code)
    {
        await page.GotoAsync($"/el/training/{door}/{DesignReader.WordOf(form)}");
        if (code is null)
        {
            await page.Locator("#give-code").ClickAsync();
            code = await page.Locator("#new-code").InnerTextAsync();
        }
        else await page.FillAsync("#code", code);
        foreach (var item in design.Asked(form).Select(id => design.Item(id)!))
            foreach (var key in item.Key) await page.Locator($"input[name='answer-{item.Id}'][value={key}]").CheckAsync();
        await page.Locator("#send").ClickAsync();
        await Expect(page.Locator("#done")).ToBeVisibleAsync();
        return code;
    }

    private static async Task RollCall(IBrowserContext window, IPage page, string delivery, Academy academy)
    {
        await page.GotoAsync($"/roll/el#{delivery}");
        await page.Locator("#load").ClickAsync();
        await Expect(page.Locator("#here-1")).ToBeVisibleAsync();
        await page.EvaluateAsync("navigator.serviceWorker.ready");
        await window.SetOfflineAsync(true);
        // The device is put away and opened again, without a network.
        await page.ReloadAsync();
        await page.Locator("#here-1").CheckAsync();
        await page.Locator("#session label").Last.ClickAsync();
        await page.Locator("#here-1").CheckAsync();
        await page.Locator("#send").ClickAsync();
        await Expect(page.Locator("#status .care")).ToBeVisibleAsync();
        await page.ReloadAsync();
        await window.SetOfflineAsync(false);
        var answer = await page.RunAndWaitForResponseAsync(() => page.Locator("#send").ClickAsync(), one => one.Url.EndsWith("/sign-ins", StringComparison.Ordinal));
        Assert.True(answer.Ok, $"{answer.Status} {await answer.TextAsync()}");
        await Expect(page.Locator("#status .done")).ToBeVisibleAsync();
        await Expect(page.Locator("#send")).ToBeDisabledAsync();
        Assert.Equal(2, await academy.Stored(db => db.SignIns.CountAsync(one => one.DeliveryId == delivery && one.Evidence == SignInEvidence.Facilitator)));
        Assert.DoesNotContain("Δανάη", await page.EvaluateAsync<string>("JSON.stringify({ ...localStorage })"));
    }

    private async Task Certified(IPage page, string pass)
    {
        await page.GotoAsync("/el/training/me");
        await page.Locator("a[href*='/training/me/certificate/']").ClickAsync();
        await Expect(page.Locator("#fields")).ToContainTextAsync("Δανάη Κ.");
        await Expect(page.Locator(".proof svg")).ToBeVisibleAsync();
        var badge = await page.EvaluateAsync<string>("async () => await (await fetch(document.querySelector('#take').href)).text()");
        await using var anybody = await chromium.Window("el", 360);
        var check = await anybody.NewPageAsync();
        await check.GotoAsync("/el/verify");
        await check.FillAsync("#certificate", badge);
        await check.FillAsync("#name", "Δανάη Κ.");
        await check.Locator("#check").ClickAsync();
        await Expect(check.Locator(".notice.done #verdict")).ToBeVisibleAsync();
        // On a device that is not hers, her code opens her page, and she can make it forget.
        await check.GotoAsync("/el/training/me");
        await check.FillAsync("#pass", pass);
        await check.Locator("#open").ClickAsync();
        await Expect(check.Locator("#standing")).ToBeVisibleAsync();
        await check.Locator("button[value=forget]").ClickAsync();
        await check.GotoAsync("/el/training/me");
        await Expect(check.Locator("#pass")).ToBeVisibleAsync();
        Assert.Matches(new Regex("/el/training/me$"), check.Url);
    }

    private static async Task<IPage> Page(IBrowserContext window, SignedIn who)
    {
        await window.AddCookiesAsync([new Cookie { Name = Sessions.Cookie, Value = who.Token, Domain = "127.0.0.1", Path = "/", Secure = true, HttpOnly = true, SameSite = SameSiteAttribute.Strict }]);
        return await window.NewPageAsync();
    }
}
