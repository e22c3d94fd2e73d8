using System.Text.Json;
using Entraide.Core.Sealing;
using Entraide.Node.Identification;
using Entraide.Node.Platform.Sealing;
using Entraide.Tests.Databases;
using Entraide.Tests.Node.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Entraide.Journeys;

/// <summary>An inspector in the field, with a phone and no network.</summary>
public sealed class PhoneStory(Chromium chromium)
{
    private const string Planted = "planted-note-7319-عاملة";

    [Fact]
    public async Task Screening_survives_airplane_mode_and_a_seized_phone_holds_nothing_readable()
    {
        var profile = Directory.CreateTempSubdirectory("entraide-phone-").FullName;
        JsonElement draft;
        await using (var phone = await chromium.Phone(profile, "ar"))
        {
            var page = phone.Pages[0];
            await page.GotoAsync("/phone/ar");
            await Expect(page.Locator("#offline")).Not.ToBeEmptyAsync();
            Assert.Equal("rtl", await page.Locator("html").GetAttributeAsync("dir"));

            // Airplane mode; the page is opened again.
            await phone.SetOfflineAsync(true);
            await page.ReloadAsync();
            foreach (var concept in (string[])["DR-job", "DR-pay", "EX-hours", "EX-lowpay", "CD-docs", "CD-debt"])
            {
                await Unfold(page, concept);
                await page.Locator($"[id='q.{concept}'] label").First.ClickAsync();
            }
            await page.Locator("[id='q.EX-hours'] summary").ClickAsync();
            await page.Locator("[name='n.EX-hours']").FillAsync(Planted);
            await Expect(page.Locator("#outcome")).ToHaveAttributeAsync("data-outcome", "trafficking-indicated");
            Assert.Equal(0, await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));

            await page.Locator(".ask-next a, .desk-summary").First.ClickAsync();
            await page.Locator("#keep").DblClickAsync();
            await Expect(page.Locator("#drafts li")).ToHaveCountAsync(1);
            await Expect(page.Locator("#outcome")).ToHaveAttributeAsync("data-outcome", "not-enough-information");
            await Expect(page.Locator("[name='n.EX-hours']")).ToHaveValueAsync("");

            // Without a network it cannot be sent, and stays.
            await page.Locator("#drafts li button").First.ClickAsync();
            await Expect(page.Locator("#status")).Not.ToBeEmptyAsync();
            await Expect(page.Locator("#drafts li")).ToHaveCountAsync(1);

            // Back online.
            await phone.SetOfflineAsync(false);
            await page.ReloadAsync();
            await page.Locator("#drafts li button").First.ClickAsync();
            await Expect(page.Locator("#drafts li")).ToHaveCountAsync(0);
            draft = await Opened(draft => draft.GetProperty("language").GetString() == "ar");

            // A word that is stored readably, to show that the search below finds one.
            await page.EvaluateAsync("localStorage.setItem('seen', 'readable-word-4242')");
        }
        Assert.Equal(Planted, draft.GetProperty("notes").GetProperty("AL-EX-hours").GetString());
        Assert.Equal("yes", draft.GetProperty("answers").GetProperty("AL-CD-debt").GetString());
        Assert.Equal("ar", draft.GetProperty("language").GetString());
        Assert.DoesNotContain(draft.EnumerateObject().Select(member => member.Name), name => name.Contains("name", StringComparison.OrdinalIgnoreCase) || name.Contains("person", StringComparison.OrdinalIgnoreCase));

        Assert.NotEmpty(Chromium.Search(profile, "readable-word-4242"));
        Assert.Empty(Chromium.Search(profile, "planted-note-7319"));
        Assert.Empty(Chromium.Search(profile, "AL-CD-debt\":\"yes"));
        Assert.Empty(Chromium.Search(profile, "/phone/ar#"));
        Directory.Delete(profile, recursive: true);
    }

    [Fact]
    public async Task The_phone_says_the_same_as_the_server_and_the_draft_s_list_tells_only_time_and_size()
    {
        await using var window = await chromium.Window("fr", 390);
        var page = await window.NewPageAsync();
        await page.GotoAsync("/phone/fr");
        await Unfold(page, "EX-hours");
        await page.Locator("[id='q.EX-hours'] label").First.ClickAsync();
        await page.Locator("#age label").Nth(2).ClickAsync();
        await Unfold(page, "EX-lowpay");
        await page.Locator("[id='q.EX-lowpay'] label").First.ClickAsync();
        await Expect(page.Locator("#outcome")).ToHaveAttributeAsync("data-outcome", "trafficking-indicated");
        var phone = await page.Locator("#result").InnerTextAsync();
        await page.Locator("#keep").ClickAsync();
        await Expect(page.Locator("#drafts li > span")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex(@"^\d{4}-\d\d-\d\d \d\d:\d\d UTC · \d+ octets · supprimé dans 72 heures$"));
        // Padded: the size tells nothing of how much was ticked.
        await Expect(page.Locator("#drafts li > span")).ToContainTextAsync("4179 octets");
        // The next person is somebody else.
        await Expect(page.Locator("#age input[value=adult]")).ToBeCheckedAsync();

        await page.GotoAsync("/fr/screening?age=child");
        foreach (var concept in (string[])["EX-hours", "EX-lowpay"]) await page.Locator($"[id='q.{concept}'] label").First.ClickAsync();
        await Expect(page.Locator("#outcome")).ToHaveAttributeAsync("data-outcome", "trafficking-indicated");
        await page.WaitForTimeoutAsync(400);
        Assert.Equal(phone, await page.Locator("#result").InnerTextAsync());
    }

    [Fact]
    public async Task She_shows_a_question_to_the_worker_in_his_language_and_the_answers_stay()
    {
        await using var window = await chromium.Window("fr", 390);
        var page = await window.NewPageAsync();
        await page.GotoAsync("/phone/fr");
        await page.Locator("[id='q.DR-job'] label").First.ClickAsync();
        await page.Locator(".languages summary").ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "العربية" }).ClickAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("dir", "rtl");
        await Expect(page.Locator("[id='q.DR-job'] legend")).ToHaveTextAsync(Entraide.Tests.Core.Screening.Shipped.Adult.Wording["ar"].Indicators["DR-job"].Say);
        await Expect(page.Locator("input[name='a.DR-job'][value=yes]")).ToBeCheckedAsync();
        Assert.EndsWith("/phone/ar", page.Url);

        // A language that was never loaded is not there without a network; what is there stays.
        await Expect(page.Locator("#offline")).Not.ToBeEmptyAsync();
        await window.SetOfflineAsync(true);
        await page.Locator(".languages summary").ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Türkçe" }).ClickAsync();
        await Expect(page.Locator("#status .care")).ToBeVisibleAsync();
        await Expect(page.Locator("input[name='a.DR-job'][value=yes]")).ToBeCheckedAsync();
        await page.Locator(".languages summary").ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Français" }).ClickAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("dir", "ltr");
    }

    [Fact]
    public async Task A_draft_is_gone_after_72_hours_and_after_the_quick_exit_the_answers_are_gone()
    {
        await using var window = await chromium.Window("en", 390);
        await window.RouteAsync("https://www.wikipedia.org/", route => route.FulfillAsync(new() { Body = "elsewhere", ContentType = "text/html" }));
        var page = await window.NewPageAsync();
        await page.GotoAsync("/phone/en");
        await page.Locator("[id='q.DR-job'] label").First.ClickAsync();
        await page.Locator("#keep").ClickAsync();
        await Expect(page.Locator("#drafts li")).ToHaveCountAsync(1);
        // A clock that is set right by a few minutes takes no draft away; one that is set back gives none more time: only
        // time that was seen to pass counts.
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        foreach (var (hours, kept) in ((double, int)[])[(-0.2, 1), (71.5, 1), (10, 1), (10.5, 0)])
        {
            await page.Clock.SetFixedTimeAsync(now.AddHours(hours));
            await page.ReloadAsync();
            await Expect(page.Locator("#drafts li")).ToHaveCountAsync(kept);
            if (hours == 10) await Expect(page.Locator("#drafts li span")).ToContainTextAsync("deleted in 1 hour");
        }
        await Expect(page.Locator("#no-drafts")).ToBeVisibleAsync();
        Assert.Equal(0, await page.EvaluateAsync<int>("new Promise(done => { const open = indexedDB.open('notes'); open.onsuccess = () => { const all = open.result.transaction('drafts').objectStore('drafts').count(); all.onsuccess = () => done(all.result); }; })"));

        await page.Locator("[id='q.DR-job'] label").First.ClickAsync();
        await page.Locator("#exit").ClickAsync();
        await Expect(page).ToHaveURLAsync("https://www.wikipedia.org/");
        await page.GotoAsync("/phone/en");
        await Expect(page.Locator("input[name='a.DR-job'][value=unknown]")).ToBeCheckedAsync();
    }

    [Fact]
    public async Task On_an_insecure_address_the_page_says_so_and_offers_no_drafts()
    {
        await using var window = await chromium.Window("en", 390);
        var page = await window.NewPageAsync();
        await page.GotoAsync($"http://{Chromium.InsecureHost}:{new Uri(chromium.Node.Address).Port}/phone/en");
        await Expect(page.Locator("#status")).ToContainTextAsync("not secure");
        await Expect(page.Locator("#drafts")).ToHaveCountAsync(0);
        await page.Locator("[id='q.DR-job'] label").First.ClickAsync();
        await Expect(page.Locator(".result .hint").First).ToContainTextAsync("1 of 67");
    }

    [Fact]
    public async Task What_was_answered_in_another_list_is_sealed_too_and_the_longest_draft_can_be_sent()
    {
        await using var window = await chromium.Window("en", 390);
        var page = await window.NewPageAsync();
        await page.GotoAsync("/phone/en");
        await page.Locator("#instrument").SelectOptionAsync("ilo-2012/forced-labour");
        await page.Locator("[id='q.FL-debt'] label").First.ClickAsync();
        await page.Locator("#instrument").SelectOptionAsync("ilo-ec-2009/adult-labour");
        await page.EvaluateAsync("""
            for (const field of document.querySelectorAll('textarea')) { field.value = 'ش'.repeat(500); field.dispatchEvent(new Event('input', { bubbles: true })); }
            """);
        await page.Locator("#keep").ClickAsync();
        await Expect(page.Locator("#drafts li")).ToHaveCountAsync(1);
        await page.Locator("#drafts li button").First.ClickAsync();
        await Expect(page.Locator("#drafts li")).ToHaveCountAsync(0);
        var draft = await Opened(draft => draft.GetProperty("notes").EnumerateObject().Count() == 67);
        Assert.Equal("yes", draft.GetProperty("besides").GetProperty("answers").GetProperty("FL-debt").GetString());
    }

    [Fact]
    public async Task A_phone_learns_at_the_next_contact_what_has_changed_and_to_which_key_to_seal()
    {
        await using var first = await RunningNode.Start();
        await using var window = await chromium.Window("en", 390);
        var page = await window.NewPageAsync();
        const string KeysKept = "async () => (await Promise.all((await caches.keys()).map(async name => (await (await caches.open(name)).keys()).length))).join()";
        await page.GotoAsync($"{first.Address}/phone/en");
        await Expect(page.Locator("#offline")).Not.ToBeEmptyAsync();
        var kept = await page.EvaluateAsync<string>(KeysKept);
        var version = await page.EvaluateAsync<string>("async () => (await caches.keys()).join()");
        await first.App.StopAsync();

        // The same address, another node: another key, another version of everything.
        await using var second = await RunningNode.Start(urls: first.Address);
        await page.ReloadAsync();
        await page.WaitForFunctionAsync("async version => { const names = await caches.keys(); return names.length === 1 && names[0] !== version; }", version);
        Assert.Equal(kept, await page.EvaluateAsync<string>(KeysKept));
        await page.Locator("[id='q.DR-job'] label").First.ClickAsync();
        await page.Locator("#keep").ClickAsync();
        await page.Locator("#drafts li button").First.ClickAsync();
        await Expect(page.Locator("#drafts li")).ToHaveCountAsync(0);
        await using var scope = second.App.Services.CreateAsyncScope();
        Assert.Equal(1, await scope.ServiceProvider.GetRequiredService<IdentificationDb>().Drafts.CountAsync());
    }

    [Fact]
    public async Task She_seals_for_the_organisation_that_she_chose_and_the_phone_does_not_tell_which()
    {
        await using var node = await RunningNode.Start();
        const string Ours = "Inspection 4711", Theirs = "Association 4712";
        var ours = await SignedIn.Organisation(node, Ours);
        await using var window = await chromium.Window("en", 390);
        var page = await window.NewPageAsync();
        await page.GotoAsync($"{node.Address}/phone/en");
        await page.Locator("#drafts").WaitForAsync();
        // There is one: it is taken, and nothing is asked.
        await Expect(page.Locator("#for")).ToHaveCountAsync(0);
        await page.Locator("[id='q.DR-job'] label").First.ClickAsync();
        await page.Locator("#keep").ClickAsync();
        await Expect(page.Locator("#drafts li")).ToHaveCountAsync(1);

        // A second one joins while the page is open: she is asked before anything is sealed.
        var theirs = await SignedIn.Organisation(node, Theirs);
        await page.Locator("[id='q.DR-job'] label").First.ClickAsync();
        await page.Locator("#keep").ClickAsync();
        await Expect(page.Locator("#status .care")).ToBeVisibleAsync();
        await Expect(page.Locator("#for input:checked")).ToHaveCountAsync(0);
        await Expect(page.Locator("#drafts li")).ToHaveCountAsync(1);
        await page.Locator("#for label", new() { HasText = Theirs }).ClickAsync();
        await page.Locator("#keep").ClickAsync();
        await Expect(page.Locator("#drafts li")).ToHaveCountAsync(2);
        foreach (var text in await page.Locator("#drafts li").AllInnerTextsAsync()) Assert.DoesNotContain("471", text);
        foreach (var left in (int[])[1, 0])
        {
            await page.Locator("#drafts li button").First.ClickAsync();
            await Expect(page.Locator("#drafts li")).ToHaveCountAsync(left);
        }
        await using var scope = node.App.Services.CreateAsyncScope();
        var drafts = await scope.ServiceProvider.GetRequiredService<IdentificationDb>().Drafts.AsNoTracking().ToListAsync();
        Assert.Equal(new[] { ours, theirs }.Order(), drafts.Select(draft => draft.OrganisationId).Order());
        // The recipient is bound in: the bytes open for whom they were sealed, and under no other name.
        var keys = node.App.Services.GetRequiredService<KeyRing>();
        foreach (var draft in drafts)
        {
            var pair = DraftKeys.Find(keys, draft.KeyId)!;
            Assert.NotEmpty(SealedDraft.Open(pair, draft.RecordId, draft.KeyId, draft.OrganisationId!, draft.Sealed));
            Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => SealedDraft.Open(pair, draft.RecordId, draft.KeyId, draft.OrganisationId == ours ? theirs : ours, draft.Sealed));
        }
        // In memory only: the page that is opened again asks again.
        await page.ReloadAsync();
        await page.Locator("#for").WaitForAsync();
        await Expect(page.Locator("#for input:checked")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task What_was_sent_or_deleted_does_not_come_back()
    {
        await using var window = await chromium.Window("en", 390);
        var page = await window.NewPageAsync();
        await page.GotoAsync("/phone/en");
        await page.Locator("#drafts").WaitForAsync();
        var left = await page.EvaluateAsync<int>("""
            async () => {
              const drafts = await import('/phone/drafts.js');
              const key = await (await fetch('/phone/key.json')).json();
              for (let i = 0; i < 6; i++) await drafts.keep(key, `{"draft":"${i}"}`);
              const all = await drafts.list();
              await Promise.all(all.flatMap((draft, i) => [i === 0 ? drafts.remove(draft.id) : drafts.upload(draft), drafts.list(Date.now() + i)]));
              return (await drafts.list(Date.now() + 1000)).length;
            }
            """);
        Assert.Equal(0, left);
    }

    [Fact]
    public async Task On_a_browser_that_keeps_nothing_screening_works_and_leaving_clears_it()
    {
        await using var window = await chromium.Window("en", 390);
        await window.AddInitScriptAsync("indexedDB.open = () => { throw new Error('blocked'); };");
        var page = await window.NewPageAsync();
        await page.GotoAsync("/phone/en");
        await page.Locator("[id='q.DR-job'] label").First.ClickAsync();
        await Expect(page.Locator(".result .hint").First).ToContainTextAsync("1 of 67");
        await Expect(page.Locator("#keep")).ToHaveCountAsync(0);
        await page.EvaluateAsync("window.dispatchEvent(new Event('leaving'))");
        await Expect(page.Locator("input[name='a.DR-job'][value=unknown]")).ToBeCheckedAsync();
    }

    [Fact]
    public async Task Deleting_asks_once_more()
    {
        await using var window = await chromium.Window("en", 390);
        var page = await window.NewPageAsync();
        await page.GotoAsync("/phone/en");
        await page.Locator("[id='q.DR-job'] label").First.ClickAsync();
        await page.Locator("#clear").DblClickAsync();
        await Expect(page.Locator("input[name='a.DR-job'][value=yes]")).ToBeCheckedAsync();
        await page.WaitForTimeoutAsync(700);
        await page.Locator("#clear").ClickAsync();
        await Expect(page.Locator("input[name='a.DR-job'][value=unknown]")).ToBeCheckedAsync();
    }

    [Fact]
    public async Task The_page_can_be_installed_under_a_neutral_name()
    {
        await using var window = await chromium.Window("en", 390);
        var page = await window.NewPageAsync();
        await page.GotoAsync("/phone/fr");
        var manifest = JsonDocument.Parse(await (await page.APIRequest.GetAsync((await page.Locator("link[rel=manifest]").GetAttributeAsync("href"))!)).TextAsync()).RootElement;
        Assert.Equal("Carnet", manifest.GetProperty("name").GetString());
        Assert.Equal("standalone", manifest.GetProperty("display").GetString());
        foreach (var icon in manifest.GetProperty("icons").EnumerateArray())
            Assert.True((await page.APIRequest.GetAsync(icon.GetProperty("src").GetString()!)).Ok, icon.ToString());
        var session = await window.NewCDPSessionAsync(page);
        var faults = await session.SendAsync("Page.getInstallabilityErrors");
        Assert.DoesNotContain(faults!.Value.GetProperty("installabilityErrors").EnumerateArray(), fault => fault.GetProperty("errorId").GetString() is not "in-incognito");
    }

    private static async Task Unfold(IPage page, string concept) =>
        await page.Locator($"[id='q.{concept}']").EvaluateAsync("question => { const fold = question.closest('.dimension'); if (fold) fold.open = true; }");

    // What somebody may read who is given the draft: with the node's private key, and only with it.
    private async Task<JsonElement> Opened(Func<JsonElement, bool> wanted)
    {
        await using var scope = chromium.Node.App.Services.CreateAsyncScope();
        var keys = chromium.Node.App.Services.GetRequiredService<KeyRing>();
        var drafts = await scope.ServiceProvider.GetRequiredService<IdentificationDb>().Drafts.AsNoTracking().ToListAsync();
        return drafts.Select(draft => JsonDocument.Parse(SealedDraft.Open(DraftKeys.Find(keys, draft.KeyId)!, draft.RecordId, draft.KeyId, draft.RecipientId, draft.Sealed)).RootElement)
            // Another story sends texts that are no drafts to the same node.
            .Where(draft => draft.TryGetProperty("format", out var _)).Single(wanted);
    }
}
