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

        // What to ask next leads to the question itself.
        await page.Locator(".ask-next a").First.ClickAsync();
        Assert.Contains("#q.DR-job", page.Url);

        // The page in another language takes the answers along.
        await page.Locator(".languages summary").ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Ελληνικά" }).ClickAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "el");
        await Expect(page.Locator("#outcome")).ToHaveAttributeAsync("data-outcome", "forced-labour-indicated");

        // Where the age is uncertain, the list for children applies at once.
        await page.Locator("#age label").Nth(1).ClickAsync();
        await Expect(page.Locator("#outcome")).ToHaveAttributeAsync("data-outcome", "trafficking-indicated");
        await Expect(page.Locator("input[name='a.CD-docs'][value=yes]")).ToBeCheckedAsync();
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
        await page.GotoAsync("/en/rights");
        Assert.Equal("Information", await page.TitleAsync());
        await page.Locator("#exit").ClickAsync();
        await page.WaitForURLAsync("https://www.wikipedia.org/");
        await page.GoBackAsync();
        Assert.EndsWith("/en", page.Url);

        await page.GotoAsync("/en/rights");
        for (var i = 0; i < 3; i++) await page.Keyboard.PressAsync("Shift");
        await page.WaitForURLAsync("https://www.wikipedia.org/");
    }

    private static Task Tick(IPage page, string concept) => page.Locator($"[id='q.{concept}'] label").First.ClickAsync();
}
