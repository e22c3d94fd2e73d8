using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Entraide.Journeys;

/// <summary>A labour inspector at her desk.</summary>
public sealed class DeskStory(Chromium chromium)
{
    [Fact]
    public async Task She_ticks_what_she_saw_and_sees_at_any_moment_what_it_means()
    {
        await using var window = await chromium.Window("fr");
        var page = await window.NewPageAsync();
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Link, new() { Name = "Évaluer une situation" }).ClickAsync();
        await Tick(page, "EX-hours");
        await Tick(page, "EX-lowpay");
        await Expect(page.Locator("#outcome")).ToHaveAttributeAsync("data-outcome", "labour-rights");
        await Tick(page, "CD-docs");
        await Tick(page, "CD-debt");
        await Expect(page.Locator("#outcome")).ToHaveAttributeAsync("data-outcome", "forced-labour-indicated");
        await Expect(page.Locator(".dimensions .reached")).ToHaveCountAsync(2);

        // What to ask next leads to the question itself, and leaves no trace of it in the address.
        await page.Locator(".ask-next a").First.ClickAsync();
        await Expect(page.Locator("[id='q.DR-job']")).ToBeFocusedAsync();
        Assert.EndsWith("/fr/screening", page.Url);

        // The page in another language takes the answers along.
        await page.Locator(".languages summary").ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Ελληνικά" }).ClickAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "el");
        await Expect(page.Locator("#outcome")).ToHaveAttributeAsync("data-outcome", "forced-labour-indicated");

        // Where the age is uncertain, the list for children applies at once.
        await page.Locator("#age label").Nth(1).ClickAsync();
        await Expect(page.Locator("#outcome")).ToHaveAttributeAsync("data-outcome", "trafficking-indicated");
        await Expect(page.Locator("input[type=radio][name='a.CD-docs'][value=yes]")).ToBeCheckedAsync();

        await page.Locator("#age label").First.ClickAsync();
        await Expect(page.Locator("#outcome")).ToHaveAttributeAsync("data-outcome", "forced-labour-indicated");

        // Another list and back: what this one does not ask is carried along.
        await page.Locator("#instrument").SelectOptionAsync("ilo-2012/forced-labour");
        await Expect(page.Locator("[id='q.FL-debt']")).ToBeVisibleAsync();
        await page.Locator("#instrument").SelectOptionAsync("ilo-ec-2009/adult-labour");
        await Expect(page.Locator("input[type=radio][name='a.CD-docs'][value=yes]")).ToBeCheckedAsync();
        Assert.EndsWith("/el/screening", page.Url);
    }

    [Fact]
    public async Task An_outcome_that_is_out_of_date_says_so_and_mends_itself()
    {
        await using var window = await chromium.Window("en");
        var page = await window.NewPageAsync();
        await page.GotoAsync("/en/screening");
        await Tick(page, "EX-hours");
        await Tick(page, "EX-lowpay");
        await Expect(page.Locator("#outcome")).ToHaveAttributeAsync("data-outcome", "labour-rights");
        await window.SetOfflineAsync(true);
        await Tick(page, "CD-docs");
        await Tick(page, "CD-debt");
        await Expect(page.Locator("#stale")).ToBeVisibleAsync();
        await window.SetOfflineAsync(false);
        await Expect(page.Locator("#outcome")).ToHaveAttributeAsync("data-outcome", "forced-labour-indicated");
        await Expect(page.Locator("#stale")).ToBeHiddenAsync();

        // A form whose token is no longer good gets a fresh one.
        await window.ClearCookiesAsync();
        await Tick(page, "DR-job");
        await Tick(page, "DR-pay");
        await Expect(page.Locator("#outcome")).ToHaveAttributeAsync("data-outcome", "trafficking-indicated");
    }

    [Fact]
    public async Task While_an_answer_is_slow_the_old_outcome_is_marked_and_nothing_that_is_typed_is_lost()
    {
        await using var window = await chromium.Window("en");
        var slow = 3500;
        await window.RouteAsync("**/en/screening", async route =>
        {
            if (route.Request.Method == "POST") await Task.Delay(slow);
            await route.ContinueAsync();
        });
        var page = await window.NewPageAsync();
        await page.GotoAsync("/en/screening");
        await Tick(page, "EX-hours");
        await Tick(page, "EX-lowpay");
        await Expect(page.Locator("#stale")).ToBeVisibleAsync();
        await Expect(page.Locator("#outcome")).ToHaveAttributeAsync("data-outcome", "labour-rights");
        await Expect(page.Locator("#stale")).ToBeHiddenAsync();

        slow = 700;

        // A note typed, and a box ticked, while another list is on its way.
        await page.Locator("#age label").Nth(1).ClickAsync();
        await page.Locator("[id='q.DR-job'] summary").ClickAsync();
        await page.Locator("[name='n.DR-job']").FillAsync("typed meanwhile");
        await Tick(page, "DR-job");
        await Expect(page.Locator(".result .hint").First).ToContainTextAsync("3 of 65");
        await Expect(page.Locator(".question")).ToHaveCountAsync(65);
        await Expect(page.Locator("[name='n.DR-job']")).ToHaveValueAsync("typed meanwhile");
        await Expect(page.Locator("#stale")).ToBeHiddenAsync();

        // The list for children is tried, and left again: the age is as it was answered.
        await page.Locator("#age label").First.ClickAsync();
        await Expect(page.Locator(".question")).ToHaveCountAsync(67);
        await page.Locator("#instrument").SelectOptionAsync("ilo-ec-2009/child-labour");
        await Expect(page.Locator(".question")).ToHaveCountAsync(65);
        await page.Locator("#instrument").SelectOptionAsync("ilo-ec-2009/adult-labour");
        await Expect(page.Locator(".question")).ToHaveCountAsync(67);
    }

    [Fact]
    public async Task A_form_whose_script_did_not_arrive_is_not_sent_as_a_page()
    {
        await using var window = await chromium.Window("en");
        await window.RouteAsync("**/desk.js", route => route.AbortAsync());
        var page = await window.NewPageAsync();
        var posts = 0;
        page.Request += (_, request) => posts += request.Method == "POST" ? 1 : 0;
        await page.GotoAsync("/en/screening");
        await Tick(page, "EX-hours");
        await page.Locator(".desk-questions > button").ClickAsync();
        await Expect(page.Locator("#stale")).ToBeVisibleAsync();
        Assert.Equal(0, posts);
    }

    [Fact]
    public async Task The_desk_writes_nothing_readable_into_the_browser_s_profile_and_Back_brings_nothing_back()
    {
        const string Planted = "desk-planted-8812";
        var profile = Directory.CreateTempSubdirectory("entraide-desk-").FullName;
        await using (var browser = await chromium.Phone(profile, "en"))
        {
            var page = browser.Pages[0];
            await page.GotoAsync("/en/rights");
            await page.GotoAsync("/en/screening");
            await Tick(page, "EX-hours");
            await page.Locator("[id='q.EX-hours'] summary").ClickAsync();
            await page.Locator("[name='n.EX-hours']").FillAsync(Planted);
            await page.Locator("#age label").Nth(1).ClickAsync();
            await Expect(page.Locator(".desk-settings .notice")).ToBeVisibleAsync();
            await page.Locator(".languages summary").ClickAsync();
            await page.GetByRole(AriaRole.Link, new() { Name = "Français" }).ClickAsync();
            await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "fr");
            await page.Locator(".desk-questions > button").ClickAsync();
            await page.Locator(".ask-next a").First.ClickAsync();
            await Expect(page.Locator("[name='n.EX-hours']")).ToHaveValueAsync(Planted);
            await page.GotoAsync("/en");
            await page.GoBackAsync();
            await Expect(page.Locator("[name='n.EX-hours']")).ToHaveValueAsync("");
            await Expect(page.Locator("input[name='a.EX-hours'][value=unknown]")).ToBeCheckedAsync();
        }
        Assert.NotEmpty(Chromium.Search(profile, "/en/screening"));
        Assert.Empty(Chromium.Search(profile, Planted));
        Assert.Empty(Chromium.Search(profile, "a.EX-hours=yes"));
        Assert.Empty(Chromium.Search(profile, "screening#q."));
        Directory.Delete(profile, recursive: true);
    }

    [Fact]
    public async Task She_does_the_same_without_script()
    {
        await using var window = await chromium.Window("ar", 390, script: false);
        var page = await window.NewPageAsync();
        await page.GotoAsync("/ar/screening");
        await Tick(page, "EX-hours");
        await Tick(page, "EX-lowpay");
        await page.Locator("textarea[name='n.EX-lowpay']").EvaluateAsync("field => { field.closest('details').open = true; field.value = 'ملاحظة'; }");
        await page.Locator(".desk-questions > button").ClickAsync();
        await Expect(page.Locator("#outcome")).ToHaveAttributeAsync("data-outcome", "labour-rights");
        await Expect(page.Locator("textarea[name='n.EX-lowpay']")).ToHaveValueAsync("ملاحظة");
    }

    [Fact]
    public async Task Every_page_but_the_phone_s_says_what_it_has_to_say_without_script_and_the_phone_s_points_to_one_that_does()
    {
        await using var window = await chromium.Window("en", script: false);
        var page = await window.NewPageAsync();
        foreach (var path in Pages.Paths("en"))
        {
            await page.GotoAsync(path);
            if (path.StartsWith("/phone", StringComparison.Ordinal)) await Expect(page.Locator("noscript a, main a[href='/en/screening']").First).ToHaveAttributeAsync("href", "/en/screening");
            else Assert.True((await page.Locator("main").InnerTextAsync()).Length > 60, path);
        }
    }

    [Fact]
    public async Task A_person_concerned_leaves_the_page_at_once()
    {
        await using var window = await chromium.Window("en", 390);
        await window.RouteAsync("https://www.wikipedia.org/", route => route.FulfillAsync(new() { Body = "<title>elsewhere</title>", ContentType = "text/html" }));
        var page = await window.NewPageAsync();
        await page.GotoAsync("/en");
        await page.GetByRole(AriaRole.Link, new() { Name = "For the person concerned" }).ClickAsync();
        await Arrives(page, "/en/rights");
        await page.Locator(".skip").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator(".languages summary").ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Türkçe" }).ClickAsync();
        await Arrives(page, "/tr/rights");
        await page.Locator("#exit").ClickAsync();
        await Expect(page).ToHaveURLAsync("https://www.wikipedia.org/");
        // Whoever presses Back finds what was there before our pages.
        await page.EvaluateAsync("setTimeout(() => history.back(), 50)");
        await page.WaitForTimeoutAsync(500);
        Assert.DoesNotContain(chromium.Node.Address, page.Url);

        await page.GotoAsync("/en/rights");
        for (var i = 0; i < 3; i++) await page.Keyboard.PressAsync("Shift");
        await Expect(page).ToHaveURLAsync("https://www.wikipedia.org/");
    }

    // Asked of the page: the event of a page that has loaded is missed now and then where the machine is busy.
    private static async Task Arrives(IPage page, string path)
    {
        await Expect(page).ToHaveURLAsync(path);
        await page.WaitForFunctionAsync("document.readyState === 'complete'");
    }

    private static Task Tick(IPage page, string concept) => page.Locator($"[id='q.{concept}'] label").First.ClickAsync();
}
