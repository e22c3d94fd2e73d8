using System.Text.RegularExpressions;
using Entraide.Node.Guide;
using Entraide.Node.Platform.Access;
using Entraide.Tests.Node.Accounts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Entraide.Journeys;

/// <summary>
/// One word in the core. The steward inserts "not" into a paragraph on which safety depends; what had been made from it
/// folds away, the country that wrote to it is held up, the desk says the new words, and a sheet of paper is out of date.
/// </summary>
public sealed class GuideStory(Chromium chromium)
{
    private const string Document = "screening-labour", Block = "steps/refer/text";

    [Fact]
    public async Task A_not_in_a_critical_paragraph_reaches_everybody()
    {
        var node = chromium.Node;
        var office = await SignedIn.Organisation(node, "Γραφείο Εθνικού Εισηγητή", takesDrafts: false);
        using var steward = await SignedIn.As(node, Role.GuideSteward, office);
        using var editor = await SignedIn.As(node, Role.NationalEditor, office);
        await steward.Post("/en/national", "/en/national", ("country", "GR"), ("languages", "el"), ("organisation", office));
        var before = (await node.App.Services.GetRequiredService<TextStore>().Now()).Documents[Document].Block(Block)!.Text;
        await using var reader = await chromium.Window("el", 390);
        var page = await reader.NewPageAsync();
        await page.GotoAsync("/el/guide/whole?country=GR");
        var paper = await page.Locator(".provenance .code").First.InnerTextAsync();

        await using var window = await chromium.Window("en", 1280);
        await As(window, steward);
        var desk = await window.NewPageAsync();
        foreach (var (document, block) in ((string, string)[])[(Document, Block), ("best-practice", "help-reflection")])
        {
            await desk.GotoAsync($"/en/texts/{document}/edit?block={Uri.EscapeDataString(block)}");
            var words = await desk.Locator("#text").InputValueAsync();
            await desk.Locator("#text").FillAsync(words.Insert(words.IndexOf(' ', StringComparison.Ordinal), " not"));
            await desk.Locator("[name=class][value=Critical]").CheckAsync(new() { Force = true });
            await desk.GetByRole(AriaRole.Button, new() { Name = "Keep the change" }).ClickAsync();
            var change = desk.Locator($"[id='change.{block}']");
            await Assertions.Expect(change).ToContainTextAsync("will be folded away");
            // Before she releases it she sees each language and the country.
            var others = document == Document ? 9 : 8;
            Assert.Equal(others, (await change.Locator("li").First.InnerTextAsync()).Split(',').Length);
            await Assertions.Expect(change).ToContainTextAsync("Greece");
            await desk.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("Release edition") }).ClickAsync();
            await Assertions.Expect(desk.Locator(".change")).ToHaveCountAsync(0);
        }

        foreach (var language in (string[])["fr", "nl", "it", "el", "tr", "ro", "uk", "ru"])
        {
            await page.GotoAsync($"/{language}/guide/help?country=-");
            await Assertions.Expect(page.Locator("#help-reflection details.folded")).ToHaveCountAsync(1);
            await Assertions.Expect(page.Locator("#help-reflection > p[lang=en]")).ToContainTextAsync(" not ");
        }
        await page.GotoAsync("/el/screening?example=chowdury-2017&country=GR");
        await Assertions.Expect(page.Locator(".behind.grave").First).ToBeAttachedAsync();
        await Assertions.Expect(page.Locator(".steps p[lang=en]").First).ToContainTextAsync(" not ");

        await window.ClearCookiesAsync();
        await As(window, editor);
        await desk.GotoAsync("/en/national/GR");
        await Assertions.Expect(desk.Locator("[id^='drift.gr-reflection-note']").First).ToBeVisibleAsync();
        await Assertions.Expect(desk.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("Release \\d") })).ToBeDisabledAsync();

        await page.GotoAsync($"/el/guide/check?code={paper}");
        await Assertions.Expect(page.Locator(".notice.care")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("a[href*='#help-reflection']")).ToHaveCountAsync(1);
        // The node is shared by the stories: the words are put back.
        using var second = await SignedIn.As(node, Role.GuideSteward, office);
        await second.Post($"/en/texts/{Document}/edit?block={Uri.EscapeDataString(Block)}", $"/en/texts/{Document}/edit", ("block", Block), ("text", before), ("level", "Info"), ("critical", "yes"), ("class", "Critical"), ("kind", "Phrase"), ("after", ""));
        await second.Post($"/en/texts/{Document}", $"/en/texts/{Document}/release");
    }

    private static Task As(IBrowserContext window, SignedIn person) =>
        window.AddCookiesAsync([new Cookie { Name = Entraide.Node.Accounts.Sessions.Cookie, Value = person.Token, Domain = "127.0.0.1", Path = "/", Secure = true, HttpOnly = true, SameSite = SameSiteAttribute.Strict }]);
}
