using Entraide.Core.Text;
using Entraide.Node.Accounts;
using Entraide.Node.Platform.Access;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Playwright;

namespace Entraide.Journeys;

/// <summary>Somebody who reads with a screen reader, or on a very small phone, in any language.</summary>
public sealed class AccessibilityStory(Chromium chromium)
{
    /// <summary>Every language on the smallest phone, and on a desk one of each direction.</summary>
    public static TheoryData<string, int> Readers => [.. Language.All.Select(language => (language.Tag, 320)), ("fr", 1280), ("ar", 1280)];

    [Theory, MemberData(nameof(Readers))]
    public async Task Every_page_is_free_of_barriers_and_fits_the_screen(string language, int width)
    {
        await using var window = await chromium.Window(language, width, axe: true);
        var page = await window.NewPageAsync();
        var barriers = new List<string>();
        foreach (var path in Pages.Paths(language))
        {
            await page.GotoAsync(path);
            if (path.StartsWith("/phone", StringComparison.Ordinal)) await page.Locator("#drafts").WaitForAsync();
            if (path.EndsWith("screening", StringComparison.Ordinal))
            {
                // A page with a result, everything unfolded.
                foreach (var concept in (string[])["EX-hours", "EX-lowpay", "CD-docs", "CD-wages", "DR-job"]) await page.Locator($"[id='q.{concept}'] label").First.ClickAsync();
                await Assertions.Expect(page.Locator("#outcome")).ToHaveAttributeAsync("data-outcome", "forced-labour-indicated");
                await page.EvaluateAsync("for (const details of document.querySelectorAll('.result details, .question:first-of-type details')) details.open = true");
            }
            if (path.StartsWith("/phone", StringComparison.Ordinal))
            {
                // A draft among the drafts, and answers with their result.
                await page.Locator("[id='q.DR-job'] label").First.ClickAsync();
                await page.Locator("#keep").ClickAsync();
                await page.Locator("#drafts li").WaitForAsync();
                await page.Locator("[id='q.DR-pay'] label").First.ClickAsync();
            }
            barriers.AddRange((await Violations(page)).Select(violation => $"{path}: {violation}"));
            if (await Sideways(page) is { Length: > 0 } wide) barriers.Add($"{path} {wide}");
            var (lang, dir) = (await page.Locator("html").GetAttributeAsync("lang"), await page.Locator("html").GetAttributeAsync("dir"));
            if ((lang, dir) != (language, language == "ar" ? "rtl" : "ltr")) barriers.Add($"{path} says lang={lang} dir={dir}");
        }
        await SignedIn(window, page, language, barriers);
        Assert.True(barriers.Count == 0, string.Join('\n', barriers));
    }

    private async Task SignedIn(IBrowserContext window, IPage page, string language, List<string> barriers)
    {
        var organisation = await Tests.Node.Accounts.SignedIn.Organisation(chromium.Node, "Επιθεώρηση Εργασίας", takesDrafts: false);
        using var inspector = await Tests.Node.Accounts.SignedIn.As(chromium.Node, Role.LabourInspector, organisation);
        var (draft, screening) = (await Kept.Draft(chromium.Node, organisation, "δέκα ώρες την ημέρα"), await Kept.Draft(chromium.Node, organisation, "عشر ساعات في اليوم"));
        await inspector.Post($"/en/drafts/{screening}", $"/en/drafts/{screening}/keep");
        await inspector.Post($"/en/screenings/{screening}", $"/en/screenings/{screening}/notes", ("text", "Call back on Tuesday.\nAsk for the interpreter."));
        using (var steward = await Tests.Node.Accounts.SignedIn.As(chromium.Node, Role.GuideSteward, organisation))
            await steward.Post("/en/national", "/en/national", ("country", "BE"), ("languages", "fr nl"), ("organisation", organisation));
        using var helped = await Helped.Prepare(chromium.Node);
        foreach (var pages in Pages.ForStaff(language, draft, screening).GroupBy(one => one.Role))
        {
            using var other = pages.Key == Role.LabourInspector ? null : await Tests.Node.Accounts.SignedIn.As(chromium.Node, pages.Key, organisation);
            await Look(other ?? inspector, pages);
        }
        foreach (var pages in Pages.ForHelpers(language, helped).GroupBy(one => one.Role)) await Look(helped.People[pages.Key], pages);
        var taught = await chromium.Taught.Value;
        foreach (var pages in Pages.ForTrainings(language, taught).GroupBy(one => one.Role)) await Look(pages.Key == Role.Trainer ? taught.Trainer : taught.Designer, pages);
        var (bureau, filled) = await chromium.Counted.Value;
        foreach (var pages in Pages.ForCounting(language, filled).GroupBy(one => one.Role)) await Look(pages.Key switch { Role.NationalRapporteur => bureau.Rapporteur, Role.Researcher => bureau.Researcher, _ => bureau.Coordinator }, pages);
        await window.AddCookiesAsync([taught.Pass]);
        await Look(taught.Trainer, Pages.ForParticipants(language, taught).Select(path => (Role.Trainer, path)));

        async Task Look(Tests.Node.Accounts.SignedIn person, IEnumerable<(Role, string Path)> pages)
        {
            await window.AddCookiesAsync([new Cookie { Name = Sessions.Cookie, Value = person.Token, Domain = "127.0.0.1", Path = "/", Secure = true, HttpOnly = true, SameSite = SameSiteAttribute.Strict }]);
            foreach (var (_, path) in pages)
            {
                var answer = await page.GotoAsync(path);
                if (answer!.Status != 200 || !page.Url.EndsWith(path, StringComparison.Ordinal)) barriers.Add($"{path} answered {answer.Status} at {page.Url}");
                await page.EvaluateAsync("for (const details of document.querySelectorAll('main details')) details.open = true");
                barriers.AddRange((await Violations(page)).Select(violation => $"{path}: {violation}"));
                if (await Sideways(page) is { Length: > 0 } wide) barriers.Add($"{path} {wide}");
            }
        }
    }

    // By how much a page is wider than the screen, and what in it is.
    private static Task<string> Sideways(IPage page) => page.EvaluateAsync<string>("""
        () => {
          const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
          if (wide <= 0) return '';
          const out = [...document.querySelectorAll('main *')].filter(one => { const box = one.getBoundingClientRect(); return (box.right > innerWidth + 1 || box.left < -1) && !one.parentElement.closest('.table-box, .wide, .hidden'); });
          return `scrolls sideways by ${wide} px: ${out.slice(-2).map(one => one.outerHTML.slice(0, 150)).join(' | ')}`;
        }
        """);

    [Fact]
    public void Every_page_that_the_node_has_is_among_the_pages_that_are_looked_at()
    {
        var routes = ((IEndpointRouteBuilder)chromium.Node.App).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("GET") == true).Select(route => route.RoutePattern.RawText!).ToList();
        // What no person reads: files, a token, the way to the first page or to a paragraph.
        var files = routes.Where(route => route is "/" or "/token" || route.Contains('.') || route.Contains("/explains/", StringComparison.Ordinal) || route.EndsWith("/job", StringComparison.Ordinal) || route.EndsWith("/kit", StringComparison.Ordinal) || route is "/deliveries/{id:record}/roll" || route.StartsWith("/figures/", StringComparison.Ordinal) || route.Contains("{document", StringComparison.Ordinal)).ToList();
        Assert.All(routes.Except(files), route => Assert.Contains(Pages.Paths("en").Concat(Pages.ForStaff("en").Concat(Pages.ForHelpers("en")).Concat(Pages.ForTrainings("en")).Concat(Pages.ForCounting("en")).Select(one => one.Path)).Concat(Pages.ForParticipants("en")), path => new TemplateMatcher(TemplateParser.Parse(route.Replace(":language", "").Replace(":record", "").Replace(":int", "")), []).TryMatch(path.Split('?')[0], [])));
    }

    [Fact]
    public async Task A_planted_barrier_is_found()
    {
        await using var window = await chromium.Window("en", axe: true);
        var page = await window.NewPageAsync();
        await page.GotoAsync("/en/rights");
        await page.EvaluateAsync("document.querySelector('main').insertAdjacentHTML('beforeend', '<input><p style=\"color:#bbb\">pale</p>')");
        var found = await Violations(page);
        Assert.Contains(found, violation => violation.StartsWith("label: <input>", StringComparison.Ordinal));
        Assert.Contains(found, violation => violation.StartsWith("color-contrast: ", StringComparison.Ordinal));
    }

    /// <summary>Runs every rule of axe, those for WCAG 2.2 AA and its good practice.</summary>
    internal static async Task<string[]> Violations(IPage page) => await page.EvaluateAsync<string[]>("""
            async () => {
              // What sticks to an edge covers whatever is scrolled under it just now; it is laid flat for the target sizes.
              for (const sticky of document.querySelectorAll('.desk-summary, .masthead')) sticky.style.position = 'static';
              const wcag22 = axe.getRules(['wcag22aa']).map(rule => [rule.ruleId, { enabled: true }]);
              const { violations } = await axe.run({ resultTypes: ['violations'], rules: Object.fromEntries(wcag22) });
              return violations.map(violation => violation.id + ': ' + violation.nodes.slice(0, 3).map(node => node.html).join(' | '));
            }
            """);
}
