using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Entraide.Core.Assistance;
using Entraide.Core.Disclosure;
using Entraide.Core.Figures;
using Entraide.Core.Statistics;
using Entraide.Node.Assistance;
using Entraide.Node.Impact;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Tests.Databases;
using Entraide.Tests.Node.Accounts;
using Entraide.Tests.Node.Assistance;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Entraide.Tests.Node.Impact;

/// <summary>A national rapporteur counts a year, a researcher estimates, a coordinator looks at practice; and everybody reads what is safe.</summary>
public sealed class FiguresTests(PostgresServer postgres)
{
    private readonly Stores stores = new(postgres);

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task A_year_is_counted_frozen_restated_and_published_without_small_groups(string store)
    {
        await using var node = await stores.Start(store);
        using var rapporteur = await SignedIn.As(node, Role.NationalRapporteur);
        using var anybody = await SignedIn.Nobody(node);

        // Two bodies, one record in both; a row that cannot be read is kept aside with its line.
        var first = await Bureau.Bring(rapporteur, "Police", Bureau.Header + Bureau.Victims(40, "female", "sexual", "P") + "victim,2025,X1,police,identified,martian,adult,own,labour,,,,\n", national: true);
        Assert.Equal(HttpStatusCode.Redirect, first.StatusCode);
        var kept = await rapporteur.Page(first.Headers.Location!.OriginalString);
        Assert.Contains("Line 42, column \"sex\": \"martian\"", kept.QuerySelector("#aside")!.TextContent);
        Assert.Equal(HttpStatusCode.Redirect, (await Bureau.Bring(rapporteur, "Inspectorate", "jahr;nr;geschlecht;art\n" + string.Concat(Enumerable.Range(0, 25).Select(i => $"2025;I{i};M;Zwangsarbeit\n")) + "2025;P0;W;x\n" + string.Concat(Enumerable.Range(0, 3).Select(i => $"2025;R{i};M;Betteln\n")), "year: jahr\nrecord: nr\nsex: geschlecht\nform: art\nform: Zwangsarbeit = labour\nform: Betteln = other\nform: x = unknown\norganisation = labour-inspectorate", national: true)).StatusCode);

        var year = await rapporteur.Page("/en/national-figures/2025");
        Assert.Contains("1 record was given more than once", year.QuerySelector("#duplicates")!.TextContent);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Bureau.Freeze(rapporteur, 2025, "")).StatusCode);
        // A year that nobody gave anything for, or that is none, is not frozen; and another State's facts are not added.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Bureau.Freeze(rapporteur, 2031, "Mistyped")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await rapporteur.GetAsync("/en/national-figures/20255")).StatusCode);
        var abroad = await Bureau.Send(rapporteur, "/en/contributions/file", Bureau.Header + Bureau.Victims(3, "female", "labour", "F"), ("source", "Abroad"), ("country", "FR"), ("mapping", ""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, abroad.StatusCode);
        Assert.Contains("for one State. Facts were given for: <bdi>BE</bdi>", await abroad.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Redirect, (await Bureau.Freeze(rapporteur, 2025, "First edition")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await anybody.GetAsync("/en/figures/2025")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await rapporteur.Post("/en/national-figures/2025", "/en/national-figures/2025/1/publish")).StatusCode);

        // Exact for authorities: 68 victims; safe for everybody: three who begged are nowhere, and follow from nothing.
        var exact = await (await rapporteur.GetAsync("/en/national-figures/2025/1/article-19a.csv")).Content.ReadAsStringAsync();
        Assert.Contains("a-form,a,victim,,,,,,other,,,,,3\n", exact);
        using var published = JsonDocument.Parse(await (await anybody.GetAsync("/figures/2025.json")).Content.ReadAsStringAsync());
        var forms = published.RootElement.GetProperty("tables").EnumerateArray().Single(table => table.GetProperty("id").GetString() == "victims-form-sex").GetProperty("cells").EnumerateArray().ToList();
        Assert.DoesNotContain(forms, cell => cell.GetProperty("count").ValueKind == JsonValueKind.Number && cell.GetProperty("count").GetInt32() < 10);
        Assert.Equal(JsonValueKind.Null, forms.Single(cell => cell.GetProperty("codes").EnumerateObject().Count() == 1 && cell.GetProperty("codes").TryGetProperty("form", out var form) && form.GetString() == "other").GetProperty("count").ValueKind);
        var page = await anybody.Page("/en/figures");
        Assert.Contains("First edition", page.QuerySelector("#quality")!.TextContent);
        Assert.NotEmpty(page.QuerySelectorAll("figure.chart table"));

        // Restated openly: the first edition stands as it was.
        await Bureau.Bring(rapporteur, "Police", Bureau.Header + Bureau.Victims(30, "female", "labour", "N"), national: true);
        await Bureau.Freeze(rapporteur, 2025, "Late facts");
        var restated = await rapporteur.Page("/en/national-figures/2025");
        Assert.Contains("Total", restated.QuerySelector("#editions details table")!.TextContent);
        Assert.Contains("a-form,a,victim,,,,,,labour,,,,,25\n", await (await rapporteur.GetAsync("/en/national-figures/2025/1/article-19a.csv")).Content.ReadAsStringAsync());
        Assert.Contains("a-form,a,victim,,,,,,labour,,,,,55\n", await (await rapporteur.GetAsync("/en/national-figures/2025/2/article-19a.csv")).Content.ReadAsStringAsync());

        // What is withdrawn is gone, and what was frozen with it stands.
        await using var scope = node.App.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ImpactDb>();
        var given = (await db.Contributions.AsNoTracking().ToListAsync()).MaxBy(one => one.Content.Length)!;
        Assert.DoesNotContain("martian", Encoding.UTF8.GetString(given.Content) + Encoding.UTF8.GetString(given.Aside));
        Assert.Equal(HttpStatusCode.Redirect, (await rapporteur.Post($"/en/contributions/{given.RecordId}", $"/en/contributions/{given.RecordId}/withdraw")).StatusCode);
        Assert.Equal(2, await db.Contributions.CountAsync());
        Assert.Equal(HttpStatusCode.OK, (await rapporteur.GetAsync("/en/national-figures/2025/1/eurostat.csv")).StatusCode);
    }

    [Fact]
    public async Task A_hundred_thousand_facts_equal_an_independent_count_and_no_class_but_facts_was_opened()
    {
        await using var node = await RunningNode.Start();
        using var rapporteur = await SignedIn.As(node, Role.NationalRapporteur);
        var random = new SeededRandom(19);
        string Pick(params string[] among) => among[random.Below(among.Length)];
        // Counted here by other code: text by text, with nothing of the node's.
        var counted = new Dictionary<string, int>(StringComparer.Ordinal);
        void Count(string key) => counted[key] = counted.GetValueOrDefault(key) + 1;
        var text = new StringBuilder(Bureau.Header);
        for (var i = 0; i < 100_000; i++)
        {
            var (kind, sex, age, citizenship, form) = (Pick("victim", "suspect", "prosecution", "conviction"), Pick("F", "M", "x", ""), Pick("minor", "25", "17", "adult", "-99"), Pick("BE", "FR", "NG", "own", "ZZ"), Pick("labour", "sexual", "begging", ""));
            text.Append($"{kind},2025,R{i},police,identified,{sex},{age},{citizenship},{form},,,not-charged,\n");
            var (s, a, c, f) = (sex switch { "F" => "female", "M" => "male", "x" => "other", _ => "unknown" }, age switch { "minor" or "17" => "child", "-99" => "unknown", _ => "adult" }, citizenship switch { "BE" or "own" => "own", "FR" => "other-eu", "NG" => "non-eu", _ => "unknown" }, form switch { "begging" => "other", "" => "unknown", _ => form });
            if (kind == "victim") Count($"a,a,victim,police,,{s},{a},{c},{f},,,,");
            else if (kind == "suspect") Count($"b,b,suspect,,,{s},{a},{c},{f},,,,");
            else if (kind == "prosecution") Count($"c,c,prosecution,,,{s},{a},{c},{f},not-charged,,,");
            else Count($"e,e,conviction,,,{s},{a},{c},,,,,");
        }
        Assert.Equal(HttpStatusCode.Redirect, (await Bureau.Bring(rapporteur, "Police", text.ToString())).StatusCode);
        await Bureau.Freeze(rapporteur, 2025, "Drawn");
        var lines = (await (await rapporteur.GetAsync("/en/national-figures/2025/1/article-19a.csv")).Content.ReadAsStringAsync()).Split('\n');
        var found = lines.Where(line => line.Length > 0 && line.Split(',')[0] is "a" or "b" or "c" or "e").ToDictionary(line => line[..line.LastIndexOf(',')], line => int.Parse(line[(line.LastIndexOf(',') + 1)..]), StringComparer.Ordinal);
        Assert.Equal(100_000, found.Values.Sum());
        Assert.Equal(counted.Values.Order(), found.Values.Where(count => count > 0).Order());
        Assert.All(counted, one => Assert.Equal(one.Value, found[Key(one.Key)]));

        // What the ledger says of contributions and figures: facts, and no class that tells who.
        var entries = (await Ledger(node)).Where(one => one.Contains("Contribution", StringComparison.Ordinal) || one.Contains("Figures", StringComparison.Ordinal)).ToList();
        Assert.Contains(entries, one => one.Contains("Facts", StringComparison.Ordinal) && one.Contains("all-1-", StringComparison.Ordinal));
        Assert.All(entries, one => Assert.DoesNotMatch("Identity|Location|Narrative|Justice", one));

        // The columns of the file: table, letter, kind, then all dimensions.
        static string Key(string told)
        {
            var cells = told.Split(',');
            return string.Join(',', [.. cells[..3], .. cells[0] switch { "a" => [cells[3], "", cells[5], cells[6], cells[7], cells[8], "", "", "", ""], "c" => ["", "", cells[5], cells[6], cells[7], cells[8], cells[9], "", "", ""], "b" => ["", "", cells[5], cells[6], cells[7], cells[8], "", "", "", ""], _ => (string[])["", "", cells[5], cells[6], cells[7], "", "", "", "", ""] }]);
        }
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task Who_freezes_has_seen_the_newest_edition_and_two_at_once_make_one(string store)
    {
        await using var node = await stores.Start(store);
        using var rapporteur = await SignedIn.As(node, Role.NationalRapporteur);
        using var colleague = await SignedIn.As(node, Role.NationalRapporteur);
        await Bureau.Bring(rapporteur, "Police", Bureau.Header + Bureau.Victims(20, "female", "sexual", "P"));
        async Task<HttpStatusCode> Freeze(SignedIn who, string after) => (await who.Post("/en/national-figures/2025", "/en/national-figures/2025/freeze", ("reason", "An edition"), ("after", after))).StatusCode;
        var both = await Task.WhenAll(Freeze(rapporteur, "0"), Freeze(colleague, "0"));
        Assert.Equal([HttpStatusCode.Redirect, HttpStatusCode.UnprocessableEntity], both.Order());
        // A page that was opened before says so, and the form that it then shows knows the edition.
        var late = await colleague.Post("/en/national-figures/2025", "/en/national-figures/2025/freeze", ("reason", "Pressed twice"), ("after", "0"));
        Assert.Contains("A new edition was frozen", await late.Content.ReadAsStringAsync());
        Assert.Equal("1", (await rapporteur.Page("/en/national-figures/2025")).QuerySelector("input[name=after]")!.GetAttribute("value"));
        // Nor is anything frozen by a form that does not say what was seen.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await Freeze(colleague, ""));
        Assert.Equal(HttpStatusCode.Redirect, await Freeze(colleague, "1"));
        Assert.Equal(2, (await rapporteur.Page("/en/national-figures/2025")).QuerySelectorAll("#editions h3").Length);
    }

    [Fact]
    public async Task What_is_wrong_with_a_file_is_said_in_the_readers_language_and_nothing_is_kept()
    {
        await using var node = await RunningNode.Start();
        using var rapporteur = await SignedIn.As(node, Role.NationalRapporteur);
        using var researcher = await SignedIn.As(node, Role.Researcher);
        async Task<string> Fault(SignedIn who, string to, string file, params (string, string)[] fields)
        {
            var answer = await Bureau.Send(who, to, file, fields);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            return (await SignedIn.Parse(await answer.Content.ReadAsStringAsync())).QuerySelector("#fault")!.TextContent;
        }
        Task<string> Facts(string language, string mapping, string file) => Fault(rapporteur, $"/{language}/contributions/file", file, ("source", "Police"), ("country", "BE"), ("mapping", mapping));
        Task<string> Lists(string language, string file) => Fault(researcher, $"/{language}/estimates", file, ("title", "Lists"), ("method", "main"));
        Assert.Contains("Ligne 2 des règles : le fichier n’a pas de colonne « couleur ». Ses colonnes sont : an, genre.", await Facts("fr", "year: an\nsex: couleur", "an,genre\n2025,F\n"));
        Assert.Contains("το «woman» δεν ταιριάζει στο sex. Χρησιμοποιήστε female, male, other", await Facts("el", "year: an\nsex: f = woman", "an,genre\n2025,F\n"));
        Assert.Contains("شيء يقول السنة", await Facts("ar", "", "genre\nF\n"));
        Assert.Contains("regel 2: 1 waarden voor 2 kolommen", await Facts("nl", "", "year,sex\n2025\n"));
        Assert.Contains("строка 3", await Facts("ru", "", "year,sex\n2025,f\n2025,\"f\n"));
        Assert.Contains("ligne 3, colonne « B » : « 2 » n’est ni 0 ni 1.", await Lists("fr", "A,B,count\n1,0,4\n1,2,3\n0,x,3\n"));
        Assert.Contains("(Autres fautes dans le fichier : 1.)", await Lists("fr", "A,B,count\n1,0,4\n1,2,3\n0,x,3\n"));
        Assert.Contains("“count” sütunu yok", await Lists("tr", "A,B\n1,0\n"));
        Assert.NotNull((await rapporteur.Page("/en/contributions")).QuerySelector("#none"));
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task Releases_are_attacked_before_they_leave_and_a_spent_budget_refuses(string store)
    {
        await using var node = await stores.Start(store);
        using var rapporteur = await SignedIn.As(node, Role.NationalRapporteur);
        await Bureau.Bring(rapporteur, "Police", Bureau.Header + Bureau.Victims(120, "female", "sexual", "A") + Bureau.Victims(90, "male", "labour", "B") + Bureau.Victims(60, "female", "labour", "C") + Bureau.Victims(7, "other", "other", "D"));
        Assert.NotNull((await rapporteur.Page("/en/releases")).QuerySelector("#no-edition"));
        await Bureau.Freeze(rapporteur, 2025, "First edition");
        async Task<HttpResponseMessage> Build(params (string, string)[] fields) => await rapporteur.Post("/en/releases", "/en/releases", [("year", "2025"), .. fields]);

        var tables = await Build(("kind", "Tables"), ("by", "sex"), ("by", "form"));
        Assert.Equal(HttpStatusCode.Redirect, tables.StatusCode);
        Assert.Equal("0", (await rapporteur.Page(tables.Headers.Location!.OriginalString)).QuerySelector(".recovered")!.TextContent);
        Assert.Contains("Édition 1 · Sexe, Forme d’exploitation · groupes de moins de 10 cachés · arrondi aux multiples de 5", (await rapporteur.Page("/fr/releases")).QuerySelector("#releases")!.TextContent);
        var rows = await Build(("kind", "Anonymised"), ("k", "10"));
        Assert.Equal(HttpStatusCode.Redirect, rows.StatusCode);
        Assert.Equal("0", (await rapporteur.Page(rows.Headers.Location!.OriginalString)).QuerySelectorAll("#attack dd")[^1].TextContent);
        var synthetic = await Build(("kind", "Synthetic"), ("epsilon", "10"));
        Assert.Equal(HttpStatusCode.Redirect, synthetic.StatusCode);
        var again = await Build(("kind", "Synthetic"), ("epsilon", "10"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.StatusCode);
        Assert.Contains("The largest ε that is left: <bdi>", WebUtility.HtmlDecode(await again.Content.ReadAsStringAsync()));
        foreach (var (fault, fields) in new (string, (string, string)[])[]
        {
            ("ε is a number from 0.01", [("kind", "Synthetic"), ("epsilon", "-1")]), ("ε is a number from 0.01", [("kind", "Synthetic"), ("epsilon", "NaN")]),
            ("No safe rows can be made with this k", [("kind", "Anonymised"), ("k", "9")]), ("No safe rows can be made with this k", [("kind", "Anonymised"), ("k", "5000")]), ("Choose at least one column", [("kind", "Tables"), ("by", "organisation")]),
        })
        {
            var refused = await Build(fields);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Contains(fault, WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync()));
        }
        // Of anonymised rows one release a year leaves: two would take each other's classes apart.
        var second = await Build(("kind", "Anonymised"), ("k", "20"));
        Assert.Equal(HttpStatusCode.Redirect, (await rapporteur.Post(rows.Headers.Location!.OriginalString, rows.Headers.Location + "/publish")).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await rapporteur.Post(second.Headers.Location!.OriginalString, second.Headers.Location + "/publish")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await rapporteur.Post(synthetic.Headers.Location!.OriginalString, synthetic.Headers.Location + "/publish")).StatusCode);
        using var anybody = await SignedIn.Nobody(node);
        var link = (await anybody.Page("/en/figures")).QuerySelector("#releases a")!.GetAttribute("href")!;
        var file = (await (await anybody.GetAsync(link)).Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("sex,age,citizenship,from,in,form", file[0]);
        // The same rows under the columns of the field's own file, and counts in its case data standard.
        var theirs = (await (await anybody.GetAsync(link + "/standard")).Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(string.Join(',', CtdcColumns.All), theirs[0]);
        var gender = CtdcColumns.All.IndexOf("gender");
        Assert.Equal(file.Skip(1).Select(line => line.Split(',')[0] switch { "female" => "Female", "male" => "Male", "other" => "Other", _ => "-99" }), theirs.Skip(1).Select(line => line.Split(',')[gender]));
        Assert.Equal(HttpStatusCode.NotFound, (await anybody.GetAsync($"/figures/release/{tables.Headers.Location.OriginalString.Split('/')[^1]}/standard")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await rapporteur.Post(tables.Headers.Location.OriginalString, tables.Headers.Location + "/publish")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await rapporteur.Post("/en/national-figures/2025", "/en/national-figures/2025/1/publish")).StatusCode);
        foreach (var address in new[] { $"/figures/release/{tables.Headers.Location.OriginalString.Split('/')[^1]}/standard", "/figures/2025/htcds.json" })
        {
            var counts = JsonDocument.Parse(await (await anybody.GetAsync(address)).Content.ReadAsStringAsync()).RootElement.GetProperty("counts").EnumerateArray().Select(one => (Values: one.GetProperty("values").ToString(), Count: one.GetProperty("count").ToString())).ToList();
            Assert.Contains(counts, one => one.Values == """{"prs_Gender":"Feminine","vic_TypeOfExploitation":"SexualExploitation"}""" && one.Count == "120");
            Assert.Contains(counts, one => one.Values == """{"prs_Gender":"NonConforming"}""" && one.Count.Length == 0);
        }
    }

    [Fact]
    public async Task Tables_know_what_was_published_and_built_before_and_a_year_knows_its_tables()
    {
        await using var node = await RunningNode.Start();
        using var rapporteur = await SignedIn.As(node, Role.NationalRapporteur);
        var truth = Crossing(3);
        await Bureau.Bring(rapporteur, "Police", Bureau.Header + Rows(truth, 2025));
        async Task<string[]> Build(params string[] by)
        {
            var built = await rapporteur.Post("/en/releases", "/en/releases", [("year", "2025"), ("kind", "Tables"), .. by.Select(one => ("by", one))]);
            Assert.Equal(HttpStatusCode.Redirect, built.StatusCode);
            Assert.Equal(HttpStatusCode.Redirect, (await rapporteur.Post(built.Headers.Location!.OriginalString, built.Headers.Location + "/publish")).StatusCode);
            return await Table(rapporteur, built.Headers.Location.OriginalString);
        }
        await Bureau.Freeze(rapporteur, 2025, "First edition");
        await rapporteur.Post("/en/national-figures/2025", "/en/national-figures/2025/1/publish");
        var year = await Published(rapporteur, 2025);
        var released = new[] { await Build("sex", "form", "age"), await Build("citizenship", "age", "sex", "form"), await Build("age", "form", "citizenship") };

        Assert.True(SafeTogether(truth, released[1], year.Concat(released.SelectMany(Shown))) > 15);

        // Of two tables that were built at the same time, only the first is published: neither knows the other.
        var waiting = await rapporteur.Post("/en/releases", "/en/releases", ("year", "2025"), ("kind", "Tables"), ("by", "sex"));
        await Build("age");
        var overtaken = await rapporteur.Post(waiting.Headers.Location!.OriginalString, waiting.Headers.Location + "/publish");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, overtaken.StatusCode);
        Assert.Contains("Something else of this year was published", await overtaken.Content.ReadAsStringAsync());

        // And the next edition keeps to what the tables showed.
        await Bureau.Freeze(rapporteur, 2025, "The same again");
        Assert.Equal(HttpStatusCode.Redirect, (await rapporteur.Post("/en/national-figures/2025", "/en/national-figures/2025/2/publish")).StatusCode);
        Assert.Equal(year.Select(Told).Order(), (await Published(rapporteur, 2025)).Select(Told).Order());
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task A_year_and_a_table_of_it_that_are_published_at_once_know_each_other(string store)
    {
        await using var node = await stores.Start(store);
        using var rapporteur = await SignedIn.As(node, Role.NationalRapporteur);
        using var colleague = await SignedIn.As(node, Role.NationalRapporteur);
        int[] years = [.. Enumerable.Range(2018, 6)];
        await Bureau.Bring(rapporteur, "Police", Bureau.Header + string.Concat(years.Select(year => Rows(Crossing(year), year))));
        var tried = 0;
        foreach (var year in years)
        {
            await Bureau.Freeze(rapporteur, year, "First edition");
            var table = (await colleague.Post("/en/releases", "/en/releases", ("year", $"{year}"), ("kind", "Tables"), ("by", "sex"), ("by", "age"), ("by", "citizenship"), ("by", "form"))).Headers.Location!.OriginalString;
            var both = await Task.WhenAll(rapporteur.Post("/en/work", $"/en/national-figures/{year}/1/publish"), colleague.Post("/en/work", table + "/publish"));
            // The year is made again where the table was quicker; the table, which was looked at as it is, is refused where it was not.
            Assert.Equal(HttpStatusCode.Redirect, both[0].StatusCode);
            if (both[1].StatusCode == HttpStatusCode.UnprocessableEntity) continue;
            Assert.Equal(HttpStatusCode.Redirect, both[1].StatusCode);
            var file = await Table(rapporteur, table);
            SafeTogether(Crossing(year), file, (await Published(rapporteur, year)).Concat(Shown(file)));
            tried++;
        }
        Assert.True(tried > 0, "No table was ever quicker: nothing was tried.");
    }

    // Whoever lays all that is shown together, and knows it before it was rounded: every small group of the finest table stays as wide as half the threshold. Gives how many counts are shown.
    private static int SafeTogether(Dictionary<string, string>[] truth, string[] finest, IEnumerable<Dictionary<string, string>> all)
    {
        int Count(IReadOnlyDictionary<string, string> filter) => truth.Count(one => filter.All(value => one[value.Key] == value.Value));
        var shown = all.Select(Told).ToHashSet(StringComparer.Ordinal);
        SafeCell[] cells = [.. Filters(finest).Select(one => new SafeCell(one.Filter.ToImmutableSortedDictionary(StringComparer.Ordinal), shown.Contains(Told(one.Filter)) ? Count(one.Filter) : null))];
        Assert.Equal(shown.Count, cells.Count(cell => cell.Shown is not null));
        var small = TableAttack.On(cells).Where(one => Count(one.Filter) is > 0 and < PublishFigures.Threshold).ToList();
        Assert.NotEmpty(small);
        Assert.All(small, one => Assert.True(one.Highest - one.Lowest >= (PublishFigures.Threshold / 2) - 1e-6, $"{Told(one.Filter)}: {one.Lowest} to {one.Highest}"));
        return shown.Count;
    }

    private static async Task<List<Dictionary<string, string>>> Published(SignedIn who, int year) => [.. PublicYear.Read(await (await who.GetAsync($"/figures/{year}.json")).Content.ReadAsByteArrayAsync()).Together().SelectMany(table => table).Where(one => one.Count is not null).Select(one => one.Filter.ToDictionary())];

    private static async Task<string[]> Table(SignedIn who, string release) => (await (await who.GetAsync($"/figures/release/{release.Split('/')[^1]}")).Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<(Dictionary<string, string> Filter, int? Count)> Filters(string[] file) => file.Skip(1).Select(line => line.Split(',')).Select(cells => (file[0].Split(',').SkipLast(1).Zip(cells).Where(one => one.Second != "*").ToDictionary(one => one.First, one => one.Second, StringComparer.Ordinal), cells[^1].Length == 0 ? (int?)null : int.Parse(cells[^1], CultureInfo.InvariantCulture)));

    private static IEnumerable<Dictionary<string, string>> Shown(string[] file) => Filters(file).Where(one => one.Count is not null).Select(one => one.Filter);

    private static string Told(IReadOnlyDictionary<string, string> filter) => string.Join('|', filter.OrderBy(one => one.Key, StringComparer.Ordinal));

    // Drawn so that tables which are safe alone narrow small groups together: with 3, three of them 28.
    private static Dictionary<string, string>[] Crossing(int seed)
    {
        var random = new SeededRandom((ulong)seed);
        string Pick(params string[] among) => among[Math.Min(random.Below(among.Length), random.Below(among.Length))];
        return [.. Enumerable.Range(0, 150).Select(_ => new Dictionary<string, string>(StringComparer.Ordinal) { ["sex"] = Pick("female", "male"), ["age"] = Pick("adult", "child"), ["citizenship"] = Pick("non-eu", "own", "other-eu"), ["form"] = Pick("sexual", "labour", "other") })];
    }

    private static string Rows(Dictionary<string, string>[] people, int year) => string.Concat(people.Select((one, i) => $"victim,{year},R{i},police,identified,{one["sex"]},{one["age"]},{one["citizenship"]},{one["form"]},,,,\n"));

    [Fact]
    public async Task A_coordinator_counts_her_own_cases_by_consent_and_sees_practice_without_small_numbers()
    {
        await using var node = await RunningNode.Start();
        var organisation = await SignedIn.Organisation(node);
        using var coordinator = await SignedIn.As(node, Role.Coordinator, organisation);
        Assert.NotNull((await coordinator.Page("/en/practice-figures")).QuerySelector("#none"));
        var none = await coordinator.Post("/en/contributions", "/en/contributions/cases", ("year", "2026"), ("country", "BE"), ("organisation", "ngo"), ("status", "presumed"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, none.StatusCode);
        Assert.Contains("agreed to be counted", await none.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await coordinator.Post("/en/contributions", "/en/contributions/cases", ("year", "x"), ("country", "BE"))).StatusCode);
        // The national desk is not hers.
        Assert.Equal(HttpStatusCode.NotFound, (await coordinator.GetAsync("/en/national-figures")).StatusCode);
    }

    [Fact]
    public async Task Only_who_agreed_is_counted_and_by_facts_alone()
    {
        await using var helping = await Helping.Start(await RunningNode.Start());
        var (agreed, silent) = (await helping.Begin(), await helping.Begin());
        foreach (var id in new[] { agreed, silent })
        {
            await helping.Write(id, "person", ("called", "Invented Name"));
            await helping.Write(id, "facts", ("age", "perhaps-child"), ("sex", "female"), ("form", "domestic"), ("citizenship-group", "stateless"), ("exploited-in", "BE"));
        }
        var consent = await helping.Agree(agreed, ConsentGate.Counting, SharingPurpose.Statistics, DataItem.Facts);
        using var coordinator = await SignedIn.As(helping.Node, Role.Coordinator, helping.Ours);
        Task<HttpResponseMessage> Count(int year) => coordinator.Post("/en/contributions", "/en/contributions/cases", ("year", $"{year}"), ("country", "BE"), ("organisation", "ngo"), ("status", "presumed"));
        var year = helping.Node.Clock.Now.Year;
        // Neither of them began in the year before.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Count(year - 1)).StatusCode);
        var before = (await Ledger(helping.Node)).Count;
        var given = await Count(year);
        Assert.Equal(HttpStatusCode.Redirect, given.StatusCode);
        // Her case was opened by the key of its facts; those of who she is, where she is and what she told stayed shut.
        var opened = (await Ledger(helping.Node)).Skip(before).ToList();
        Assert.Contains(opened, one => one.Contains("\"Case\"", StringComparison.Ordinal) && one.Contains("Facts", StringComparison.Ordinal));
        Assert.All(opened, one => Assert.DoesNotMatch("Identity|Location|Narrative|Justice", one));
        var shown = await coordinator.Page(given.Headers.Location!.OriginalString);
        Assert.Equal(["1"], shown.QuerySelectorAll("table tbody tr td:last-child").Select(cell => cell.TextContent.Trim()));
        Assert.Contains("1", shown.QuerySelector("#others")!.TextContent);
        Assert.Null(shown.QuerySelector("#aside"));
        Assert.DoesNotContain("Invented Name", shown.DocumentElement.TextContent);
        // As the rapporteur finds her: a child, in domestic work, which the Directive counts as labour.
        using var rapporteur = await SignedIn.As(helping.Node, Role.NationalRapporteur);
        Assert.Equal(HttpStatusCode.Redirect, (await Bureau.Freeze(rapporteur, year, "First edition")).StatusCode);
        var exact = await (await rapporteur.GetAsync($"/en/national-figures/{year}/1/article-19a.csv")).Content.ReadAsStringAsync();
        Assert.Contains("a-form,a,victim,,,,,,labour,,,,,1\n", exact);
        Assert.Contains("a-age,a,victim,,,,child,,,,,,,1\n", exact);
        Assert.DoesNotContain("Invented Name", exact);

        // She takes it back: counted anew, the year holds nobody, and the frozen edition stands as it was.
        Assert.Equal(HttpStatusCode.Redirect, (await helping.Worker.Post($"/en/cases/{agreed}/sharing", $"/en/cases/{agreed}/withdraw", ("grant", consent))).StatusCode);
        Assert.Equal(given.Headers.Location, (await Count(year)).Headers.Location);
        Assert.Equal(HttpStatusCode.Redirect, (await Bureau.Freeze(rapporteur, year, "One consent less")).StatusCode);
        async Task<string> Victims(int edition) => (await (await rapporteur.GetAsync($"/en/national-figures/{year}/{edition}/article-19a.csv")).Content.ReadAsStringAsync()).Split('\n').Single(line => line.StartsWith("a-age,a,victim,,,,child,", StringComparison.Ordinal))[^1..];
        Assert.Equal(("1", "0"), (await Victims(1), await Victims(2)));
    }

    private static async Task<List<string>> Ledger(RunningNode node)
    {
        await using var scope = node.App.Services.CreateAsyncScope();
        return [.. (await scope.ServiceProvider.GetRequiredService<PlatformDb>().Entries.AsNoTracking().ToListAsync()).Select(one => Encoding.UTF8.GetString(one.Entry))];
    }
}
