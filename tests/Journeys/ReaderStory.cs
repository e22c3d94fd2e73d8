using System.Text;
using Entraide.Core.Text.Blocks;
using Entraide.Node.Guide;
using Entraide.Node.Platform.Storage;
using Entraide.Tests.Core.Text;
using Entraide.Tests.Databases;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Entraide.Journeys;

/// <summary>Somebody who takes the guide along on a phone, to where there is no network.</summary>
public sealed class ReaderStory(Chromium chromium)
{
    private const string Guide = "best-practice", Affected = "help-reflection";

    [Fact]
    public async Task A_kept_text_is_read_searched_and_followed_without_a_network()
    {
        await using var window = await chromium.Window("el", 360);
        var page = await window.NewPageAsync();
        var fetched = new List<string>();
        window.Request += (_, request) => { if (request.Url.Contains("/reader/text/", StringComparison.Ordinal)) fetched.Add(request.Url); };
        await page.GotoAsync("/el/guide?country=GR");
        await page.Locator("a[href^='/reader/']").ClickAsync();
        await Expect(page.Locator("#which")).ToContainTextAsync("Ελλάδα");
        await page.Locator("#keep").ClickAsync();
        await Expect(page.Locator("#status .done")).ToBeVisibleAsync();
        Assert.EndsWith("/reader/text/el/GR.json", Assert.Single(fetched.Distinct()));

        await window.SetOfflineAsync(true);
        await page.ReloadAsync();
        await Expect(page.Locator(".chapters li")).Not.ToHaveCountAsync(0);
        await Expect(page.Locator("#made-from .code")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^([0-9a-f]{4}-){3}[0-9a-f]{4}$"));

        // A chapter: whose words, in which language, filled in and marked.
        await page.Locator(".chapters a[href='#about']").ClickAsync();
        var danger = page.Locator("[id='b.about-danger-first']");
        await Expect(danger.Locator(".bound")).ToHaveTextAsync("1109");
        // It is in the reader's own language: nothing says otherwise.
        await Expect(danger.Locator("[lang]")).ToHaveCountAsync(0);
        await page.Locator("[id='b.about-screening-human'] a[href='#identify']").ClickAsync();
        await Expect(page.Locator("article h1")).ToBeFocusedAsync();
        await Expect(page.Locator("article h1")).ToHaveTextAsync("Αναγνώριση");
        await page.GoBackAsync();
        await Expect(danger).ToBeVisibleAsync();

        // Without accents, in capitals, with the other sigma.
        foreach (var asked in (string[])["προθεσμια", "ΠΡΟΘΕΣΜΊΑ", "δεκαοκτω ετων", "ήμερων στό"])
        {
            await page.Locator("#search").FillAsync(asked);
            await Expect(page.Locator($"#results a[href='#{Affected}']")).ToHaveCountAsync(1);
        }
        await page.Locator("#search").FillAsync("xyzxyz");
        await Expect(page.Locator("#results li")).ToHaveCountAsync(0);
        await page.Locator("#search").FillAsync("προθεσμια");
        await Expect(page.Locator($"#results a[href='#{Affected}'] mark")).ToHaveTextAsync("προθεσμία");
        await page.Locator($"#results a[href='#{Affected}']").ClickAsync();
        await Expect(page.Locator($"[id='b.{Affected}']")).ToBeFocusedAsync();
        await Expect(page.Locator($"[id='b.{Affected}'] .note.national")).ToContainTextAsync("Προς επαλήθευση.");
        await Expect(page.Locator($"[id='b.{Affected}'] .tag.level")).ToBeVisibleAsync();
        await FitsIn(page, 360, 320);
    }

    [Fact]
    public async Task A_piece_in_another_language_says_which()
    {
        await using var window = await chromium.Window("fr", 360);
        var page = await window.NewPageAsync();
        await Keep(page, "/reader/fr?country=GR");
        await window.SetOfflineAsync(true);
        await page.ReloadAsync();
        await page.Locator(".chapters a[href='#help']").ClickAsync();
        await Expect(page.Locator($"[id='b.{Affected}'] .note.national [lang=el][dir=ltr]").First).ToBeVisibleAsync();
        await Expect(page.Locator($"[id='b.{Affected}'] > p").First).Not.ToHaveAttributeAsync("lang", "el");
    }

    [Fact]
    public async Task A_language_of_the_page_and_of_a_text_is_kept_once_however_early_one_taps()
    {
        await using var window = await chromium.Window("en", 360);
        var page = await window.NewPageAsync();
        await Keep(page, "/reader/en?country=core");
        // Who taps before the page has kept its own language names it twice: it was said then that this browser keeps nothing.
        Assert.True(await page.EvaluateAsync<bool>("""
            () => navigator.serviceWorker.ready.then(({ active }) => new Promise(done => {
              const { port1, port2 } = new MessageChannel();
              port1.onmessage = event => done(event.data.ready);
              active.postMessage({ languages: ['it', 'it'] }, [port2]);
            }))
            """));
    }

    [Fact]
    public async Task A_recall_that_comes_later_is_kept_and_shown_before_the_paragraph()
    {
        await using var node = await RunningNode.Start();
        await using var window = await chromium.Window("en", 360);
        var page = await window.NewPageAsync();
        await Keep(page, $"{node.Address}/reader/en?country=core");
        var before = await page.Locator("#made-from").InnerTextAsync();
        await page.ReloadAsync();
        await Expect(page.Locator("#recalled")).ToHaveCountAsync(0);

        await Release(node, Affected, words => words.Replace("thirty", "twenty"));
        await page.ReloadAsync();
        await Expect(page.Locator($"#recalled a[href='#{Affected}']")).ToBeVisibleAsync();

        // The network goes away again; the recall does not.
        await window.SetOfflineAsync(true);
        await page.ReloadAsync();
        await page.Locator($"#recalled a[href='#{Affected}']").ClickAsync();
        var paragraph = page.Locator($"[id='b.{Affected}']");
        await Expect(page.Locator($".recall + [id='b.{Affected}']")).ToHaveCountAsync(1);
        await Expect(paragraph).ToContainTextAsync("thirty");
        await Expect(page.Locator("article .recall")).ToHaveCountAsync(1);
        await page.Locator("#search").FillAsync("thirty days");
        await Expect(page.Locator("#results li", new() { Has = page.Locator($"a[href='#{Affected}']") }).Locator(".tag.grave")).ToBeVisibleAsync();
        await page.Locator("#search").FillAsync("");
        await page.Locator("article .recall button").ClickAsync();
        await Expect(page.Locator("#status .care")).ToBeVisibleAsync();
        await Expect(paragraph).ToContainTextAsync("thirty");

        await window.SetOfflineAsync(false);
        await page.Locator("article .recall button").ClickAsync();
        await Expect(paragraph).ToContainTextAsync("twenty");
        await Expect(page.Locator(".recall")).ToHaveCountAsync(0);
        Assert.NotEqual(before, await page.Locator("#made-from").InnerTextAsync());
    }

    [Fact]
    public async Task A_recalled_fact_recalls_every_paragraph_that_names_it_and_what_is_new_is_said()
    {
        await using var window = await chromium.Window("en", 360);
        var page = await window.NewPageAsync();
        await page.GotoAsync("/reader/en?country=BE");
        Assert.Equal("about-danger-first|true", await page.EvaluateAsync<string>("""
            async () => {
              const { Text } = await import('/reader/blocks.js');
              const bundle = await (await fetch('/reader/text/en/BE.json')).text();
              const text = new Text({ bundle, recalled: ['hotline', 'a-new-block'] });
              return [...text.recalled].filter(id => id.startsWith('about')).join() + '|' + text.recalledElsewhere;
            }
            """));
    }

    [Fact]
    public async Task After_fourteen_days_without_a_comparison_the_page_says_since_when()
    {
        await using var window = await chromium.Window("fr", 360);
        var page = await window.NewPageAsync();
        await Keep(page, "/reader/fr?country=BE");
        await window.SetOfflineAsync(true);
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        // A clock that is set back makes nothing look fresher.
        foreach (var (days, stale) in ((double, int)[])[(13.9, 0), (14.1, 1), (2, 1)])
        {
            await page.Clock.SetFixedTimeAsync(now.AddDays(days));
            await page.ReloadAsync();
            await Expect(page.Locator("#compared")).ToBeVisibleAsync();
            await Expect(page.Locator("#unchecked")).ToHaveCountAsync(stale);
        }
        await Expect(page.Locator("#unchecked")).ToContainTextAsync($"{now:yyyy-MM-dd}");
        await page.Locator("#compare").ClickAsync();
        await Expect(page.Locator("#status .care")).ToBeVisibleAsync();
        await window.SetOfflineAsync(false);
        await page.Locator("#compare").ClickAsync();
        await Expect(page.Locator("#status .done")).ToBeVisibleAsync();
        await Expect(page.Locator("#unchecked")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Several_texts_are_listed_opened_and_deleted_and_the_phone_page_leaves_them_alone()
    {
        await using var window = await chromium.Window("en", 360);
        var page = await window.NewPageAsync();
        await Keep(page, "/reader/en?country=core");
        await Keep(page, "/reader/fr?country=BE");
        await page.GotoAsync("/phone/en");
        await Expect(page.Locator("#offline")).Not.ToBeEmptyAsync();
        await window.SetOfflineAsync(true);
        await page.GotoAsync("/reader/en");
        await Expect(page.Locator("#shelf li")).ToHaveCountAsync(2);
        await page.Locator("#shelf a[href='/reader/fr?country=BE'].button").ClickAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "fr");
        await Expect(page.Locator(".chapters li")).Not.ToHaveCountAsync(0);
        // A language that was never kept leads to the shelf's page, not to nothing.
        await page.GotoAsync("/reader/tr");
        await Expect(page.Locator("#shelf li")).ToHaveCountAsync(2);
        var delete = page.Locator("#shelf li").First.Locator("button");
        await delete.ClickAsync();
        await page.WaitForTimeoutAsync(700);
        await delete.ClickAsync();
        await Expect(page.Locator("#shelf li")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Nothing_bars_the_way_and_the_other_direction_costs_nothing()
    {
        await using var node = await RunningNode.Start();
        await using var window = await chromium.Window("fr", 320, axe: true);
        var page = await window.NewPageAsync();
        var barriers = new List<string>();
        async Task Look(string at)
        {
            barriers.AddRange((await AccessibilityStory.Violations(page)).Select(violation => $"{at}: {violation}"));
            await FitsIn(page, 320);
        }
        await page.GotoAsync($"{node.Address}/reader/fr?country=BE");
        await page.Locator("#keep").WaitForAsync();
        await Look("offer");
        await Keep(page, $"{node.Address}/reader/fr?country=BE");
        await Look("contents");
        await Release(node, Affected, words => words.Replace("thirty", "twenty"));
        await page.Locator("#compare").ClickAsync();
        await page.Locator("#recalled").WaitForAsync();
        await Look("recalled");
        foreach (var chapter in await page.Locator(".chapters a").EvaluateAllAsync<string[]>("links => links.map(link => link.getAttribute('href'))"))
        {
            await page.GotoAsync($"{node.Address}/reader/fr?country=BE{chapter}");
            await page.Locator("article").WaitForAsync();
            await page.EvaluateAsync("for (const details of document.querySelectorAll('main details')) details.open = true");
            await Look(chapter);
        }
        await page.EvaluateAsync("document.documentElement.dir = 'rtl'");
        await Look("the other direction");
        await page.Locator("#search").FillAsync("les");
        await page.Locator("#results li").First.WaitForAsync();
        await Look("found");
        await page.GotoAsync($"{node.Address}/reader/fr");
        await page.Locator("#shelf li").WaitForAsync();
        await Look("shelf");
        Assert.Empty(barriers);
    }

    [Fact]
    public async Task Without_script_the_page_leads_to_the_one_that_needs_none()
    {
        await using var window = await chromium.Window("fr", 360, script: false);
        var page = await window.NewPageAsync();
        await page.GotoAsync("/reader/fr?country=BE");
        await page.GetByRole(AriaRole.Link, new() { Name = "Tout sur une page" }).ClickAsync();
        Assert.EndsWith("/fr/guide/whole", page.Url);
    }

    [Fact]
    public async Task Marks_are_read_on_the_phone_as_on_the_server()
    {
        await using var window = await chromium.Window();
        var page = await window.NewPageAsync();
        await page.GotoAsync("/reader/en");
        var drawn = InlineVectors.Drawn(20_000).ToArray();
        var failures = await page.EvaluateAsync<string[]>("""
            async ({ vectors, drawn, wanted }) => {
              const { parse } = await import('/reader/markup.js');
              const said = markup => { try { return JSON.stringify(parse(markup)); } catch (fault) { if (fault instanceof SyntaxError) return null; throw fault; } };
              const { read, refused } = JSON.parse(vectors), failures = [];
              const same = (markup, wanted) => { const got = said(markup); if (got !== wanted) failures.push(`${markup}: ${got}, expected ${wanted}`); };
              for (const { markup, pieces } of read) same(markup, JSON.stringify(pieces));
              for (const markup of refused) same(markup, null);
              drawn.forEach((markup, i) => same(markup, wanted[i]));
              return failures.slice(0, 10);
            }
            """, new { vectors = InlineVectors.Text, drawn, wanted = drawn.Select(InlineVectors.Pieces).ToArray() });
        Assert.Empty(failures);
        Assert.True(drawn.Count(markup => InlineVectors.Pieces(markup) is not null) > 1000);
    }

    [Theory]
    [InlineData("Ηλικίας", "ηλικιασ")]
    [InlineData("ΐΰ", "ιυ")]
    [InlineData("İstanbul ışık", "istanbul isik")]
    [InlineData("ещё", "еще")]
    [InlineData("її й", "іі и")]
    [InlineData("știință ţara şi", "stiinta tara si")]
    [InlineData("l’œuvre Naïve", "l'oeuvre naive")]
    [InlineData("أُخرى مدرسة", "اخري مدرسه")]
    [InlineData("Straße", "strasse")]
    public async Task Letters_are_found_whatever_the_keyboard(string text, string folded)
    {
        await using var window = await chromium.Window();
        var page = await window.NewPageAsync();
        await page.GotoAsync("/reader/en");
        Assert.Equal(folded, await page.EvaluateAsync<string>("async text => (await import('/reader/find.js')).fold(text)", text));
    }

    private static async Task Keep(IPage page, string address)
    {
        await page.GotoAsync(address);
        await page.Locator("#keep").ClickAsync();
        await Expect(page.Locator("#status .done")).ToBeVisibleAsync();
    }

    /// <summary>The next edition, in which a paragraph has changed dangerously.</summary>
    private static async Task Release(RunningNode node, string block, Func<string, string> words)
    {
        var store = node.App.Services.GetRequiredService<TextStore>();
        var document = (await store.Now()).Documents[Guide];
        var (before, now) = (document.Block(block)!, node.Clock.Now);
        var drawn = before with { Text = words(before.Text) };
        Assert.NotEqual(before.Text, drawn.Text);
        var (versions, entries) = ReleaseEdition.Plan(document, [new PendingChange { Document = Guide, BlockId = block, Content = Encoding.UTF8.GetString(TextStore.ToBytes(drawn)), Class = ChangeClass.Critical, AuthorId = "", At = now }]);
        await using var db = node.App.Services.GetRequiredService<Database>().New<GuideDb>();
        foreach (var (version, _) in versions) db.Versions.Add(new StoredVersion { Document = Guide, BlockId = block, Number = version.Number, Content = Encoding.UTF8.GetString(TextStore.ToBytes(version)), At = now });
        db.Editions.Add(new StoredEdition { Document = Guide, Number = document.Current.Number + 1, Entries = string.Join('\n', entries.Select(one => $"{one.BlockId} {one.Version}")), At = now });
        await TextStore.Count(db);
        await db.SaveChangesAsync();
        store.LookAgain();
    }

    private static async Task FitsIn(IPage page, params int[] widths)
    {
        foreach (var width in widths)
        {
            await page.SetViewportSizeAsync(width, 740);
            Assert.Equal(0, await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        }
    }
}
