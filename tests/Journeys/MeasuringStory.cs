using Entraide.Core.Estimation;
using Entraide.Node.Accounts;
using Entraide.Tests.Node.Accounts;
using Entraide.Tests.Node.Impact;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Entraide.Journeys;

/// <summary>A rapporteur counts a year in French; a researcher estimates on a Greek phone; anybody reads what came of it.</summary>
public sealed class MeasuringStory(Chromium chromium)
{
    [Fact]
    public async Task A_rapporteur_brings_a_file_freezes_publishes_and_looks_at_the_attack_before_a_release_leaves()
    {
        using var bureau = await Bureau.On(chromium.Node);
        await using var desk = await chromium.Window("fr");
        var page = await Page(desk, bureau.Rapporteur);
        await page.GotoAsync("/fr/contributions");
        await page.FillAsync("#source", "Inspection du travail");
        // The same State as everybody's here: a node counts for one.
        await page.FillAsync("#country", Bureau.Country);
        await page.FillAsync("#mapping", "year: an\nsex: genre\nform = labour");
        var rows = "an;genre;nom\n" + string.Concat(Enumerable.Range(0, 44).Select(i => $"2024;{(i % 3 == 0 ? "femme" : "homme")};Personne {i}\n")) + "2024;autre chose;Personne 45\n";
        await page.SetInputFilesAsync("#file", new FilePayload { Name = "faits.csv", MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes(rows) });
        await page.Locator("#bring").ClickAsync();
        // The row that could not be read is named; the names of the file are nowhere.
        await Expect(page.Locator("#aside")).ToContainTextAsync("autre chose");
        await Expect(page.Locator("main")).Not.ToContainTextAsync("Personne");

        await page.GotoAsync("/fr/national-figures/2024");
        await page.FillAsync("#reason", "Première édition");
        await page.Locator("#freeze").ClickAsync();
        await page.Locator("#publish-1").ClickAsync();
        await Expect(page.Locator("h1")).ToContainTextAsync("2024");
        await Expect(page.Locator("figure.chart").First).ToBeVisibleAsync();
        await Expect(page.Locator("#quality")).ToContainTextAsync("Première édition");

        await page.GotoAsync("/fr/releases");
        await page.SelectOptionAsync("#year", "2024");
        await page.Locator("#build").ClickAsync();
        await Expect(page.Locator("#attack .recovered")).ToHaveTextAsync("0");
        await page.Locator("#publish").ClickAsync();
        await Expect(page.Locator("#releases")).ToContainTextAsync("Tableaux");
    }

    [Fact]
    public async Task A_researcher_sees_the_range_first_and_is_told_where_there_is_no_estimate()
    {
        using var bureau = await Bureau.On(chromium.Node);
        await using var phone = await chromium.Window("el", 390);
        var page = await Page(phone, bureau.Researcher);
        await Estimate("Χωρίς επικάλυψη", "A,B,C,count\n1,0,0,40\n0,1,0,30\n0,0,1,20\n");
        await Expect(page.Locator("#fault")).ToContainTextAsync("κανείς δεν είναι σε δύο λίστες");
        await Estimate("Ηνωμένο Βασίλειο 2013", Bureau.Lists(PublishedTables.UnitedKingdom2013FiveLists));
        await Expect(page.Locator(".first-note")).ToContainTextAsync("Μη σταθερή");
        await Expect(page.Locator(".range")).ToContainTextAsync("10");
        await Expect(page.Locator("main")).ToContainTextAsync("χωρίς PFNCA");

        async Task Estimate(string title, string file)
        {
            await page.GotoAsync("/el/estimates");
            await page.FillAsync("#title", title);
            await page.SetInputFilesAsync("#file", new FilePayload { Name = "lists.csv", MimeType = "text/csv", Buffer = System.Text.Encoding.UTF8.GetBytes(file) });
            await page.Locator("#estimate").ClickAsync();
        }
    }

    private static async Task<IPage> Page(IBrowserContext window, SignedIn person)
    {
        await window.AddCookiesAsync([new Cookie { Name = Sessions.Cookie, Value = person.Token, Domain = "127.0.0.1", Path = "/", Secure = true, HttpOnly = true, SameSite = SameSiteAttribute.Strict }]);
        return await window.NewPageAsync();
    }
}
