using System.Net;
using System.Text.Json;
using Entraide.Node.Accounts;
using Entraide.Node.Identification;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Storage;
using Entraide.Tests.Databases;
using Entraide.Tests.Node.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Entraide.Tests.Node.Identification;

/// <summary>Drafts that phones sealed, opened by those for whom they were, kept and worked on.</summary>
public sealed class DraftsTests(PostgresServer postgres)
{
    internal const string Planted = "planted-4711 sept jours sur sept", Added = "planted-4712 rappeler mardi";
    private readonly Stores stores = new(postgres);

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task An_inspector_opens_a_draft_keeps_it_adds_a_note_and_erases_it(string store)
    {
        await using var node = await stores.Start(store);
        using var inspector = await SignedIn.As(node, Role.LabourInspector, await SignedIn.Organisation(node));
        var id = await Send(node, inspector.OrganisationId);

        var list = await inspector.Page("/fr/drafts");
        Assert.Equal($"/fr/drafts/{id}", Assert.Single(list.QuerySelectorAll("#drafts a")).GetAttribute("href"));
        Assert.Contains("5 ko", list.GetElementById("drafts")!.TextContent);

        var draft = await inspector.Page($"/fr/drafts/{id}");
        Assert.Contains(Planted, draft.GetElementById("q.EX-hours")!.TextContent);
        Assert.StartsWith(InstrumentLibrary.Shipped.Find("ilo-ec-2009/adult-labour")!.Wording["fr"].Indicators["EX-hours"].Say, draft.GetElementById("q.EX-hours")!.QuerySelector("p")!.TextContent);
        Assert.Equal("forced-labour-indicated", draft.GetElementById("outcome")!.GetAttribute("data-outcome"));
        Assert.Contains("العربية", draft.QuerySelector("dl.elements")!.TextContent);
        Assert.Contains("2026-02-28 09:30", draft.QuerySelector("dl.elements")!.TextContent);
        Assert.All(draft.QuerySelectorAll(".ask-next a"), link => Assert.NotNull(draft.GetElementById(link.GetAttribute("href")![1..])));

        var kept = await inspector.Post($"/fr/drafts/{id}", $"/fr/drafts/{id}/keep");
        Assert.Equal($"/fr/screenings/{id}", kept.Headers.Location!.ToString());
        // The button was pressed twice.
        Assert.Equal($"/fr/screenings/{id}", (await inspector.Post("/fr/drafts", $"/fr/drafts/{id}/keep")).Headers.Location!.ToString());
        Assert.NotNull((await inspector.Page("/fr/drafts")).GetElementById("no-drafts"));
        Assert.Equal($"/fr/screenings/{id}", (await inspector.Page("/fr/screenings")).QuerySelector("#screenings a")!.GetAttribute("href"));

        Assert.Equal(HttpStatusCode.Redirect, (await inspector.Post($"/fr/screenings/{id}", $"/fr/screenings/{id}/notes", ("text", Added + "\r\n<b>"))).StatusCode);
        var screening = await inspector.Page($"/fr/screenings/{id}");
        Assert.Contains(Planted, screening.GetElementById("q.EX-hours")!.TextContent);
        Assert.Contains(Added + "\n<b>", screening.GetElementById("later")!.TextContent);
        Assert.Equal("forced-labour-indicated", screening.GetElementById("outcome")!.GetAttribute("data-outcome"));

        // Without her word nothing is erased.
        await inspector.Post($"/fr/screenings/{id}", $"/fr/screenings/{id}/erase");
        await inspector.Page($"/fr/screenings/{id}");
        Assert.Equal("/fr/screenings", (await inspector.Post($"/fr/screenings/{id}", $"/fr/screenings/{id}/erase", ("sure", "yes"))).Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.NotFound, (await inspector.GetAsync($"/fr/screenings/{id}")).StatusCode);
        await using var scope = node.App.Services.CreateAsyncScope();
        var platform = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        Assert.Equal((0, 1, 0), (await platform.RecordKeys.CountAsync(key => key.RecordId == id), await platform.Erased.CountAsync(one => one.RecordId == id), await scope.ServiceProvider.GetRequiredService<IdentificationDb>().Screenings.CountAsync()));
        await TheLedgerHas(platform, id, inspector);
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task What_is_foreign_what_is_over_and_what_is_not_there_are_answered_alike(string store)
    {
        await using var node = await stores.Start(store);
        var organisation = await SignedIn.Organisation(node);
        using var inspector = await SignedIn.As(node, Role.LabourInspector, organisation);
        using var colleague = await SignedIn.As(node, Role.SocialWorker, organisation, Purpose.Identification);
        using var stranger = await SignedIn.As(node, Role.LabourInspector);
        using var administrator = await SignedIn.As(node, Role.Administrator, organisation);
        var (waiting, kept) = (await Send(node, organisation), await Keep(node, inspector));
        foreach (var (who, path) in ((SignedIn, string)[])
        [
            (inspector, $"/en/drafts/{FromPhone.NewId()}"), (stranger, $"/en/drafts/{waiting}"), (administrator, $"/en/drafts/{waiting}"), (administrator, "/en/drafts"),
            (inspector, $"/en/screenings/{FromPhone.NewId()}"), (colleague, $"/en/screenings/{kept}"), (stranger, $"/en/screenings/{kept}"), (administrator, $"/en/screenings/{kept}"),
        ]) await Same(node, await who.GetAsync(path));
        foreach (var (who, to) in ((SignedIn, string)[])
        [
            (stranger, $"/en/drafts/{waiting}/keep"), (stranger, $"/en/drafts/{waiting}/discard"), (inspector, $"/en/drafts/{FromPhone.NewId()}/keep"),
            (stranger, $"/en/screenings/{kept}/notes"), (colleague, $"/en/screenings/{kept}/notes"), (inspector, $"/en/screenings/{FromPhone.NewId()}/notes"),
            (stranger, $"/en/screenings/{kept}/erase"), (colleague, $"/en/screenings/{kept}/erase"), (colleague, $"/en/screenings/{kept}/assign"),
        ]) await Same(node, await who.Post("/en/screenings", to, ("text", "x"), ("sure", "yes"), ("number", "x")));
        Assert.Contains(waiting, (await colleague.Page("/en/drafts")).Body!.InnerHtml);
        Assert.DoesNotContain(waiting, (await stranger.Page("/en/drafts")).Body!.InnerHtml);

        // The hour in which an expired draft is still there, and not to be opened.
        node.Clock.Now += KeepDraft.KeptFor;
        using var later = await SignedIn.As(node, Role.LabourInspector, organisation);
        await Same(node, await later.GetAsync($"/en/drafts/{waiting}"));
        Assert.NotNull((await later.Page("/en/drafts")).GetElementById("no-drafts"));
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task Notes_that_are_added_at_once_all_stay(string store)
    {
        await using var node = await stores.Start(store);
        using var inspector = await SignedIn.As(node, Role.LabourInspector, await SignedIn.Organisation(node));
        var page = $"/en/screenings/{await Keep(node, inspector)}";
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => inspector.Post(page, page + "/notes", ("text", $"note {i:00}"))));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode));
        Assert.Equal(Enumerable.Range(0, 12).Select(i => $"note {i:00}"), (await inspector.Page(page)).QuerySelectorAll("#later .what").Select(note => note.TextContent).Order());

        // As long as may be, in lines, and one letter more: that is said, and what was written stays in the form.
        var longest = string.Concat(Enumerable.Repeat("ش\r\n", AddNote.Longest / 2 - 1)) + "شش";
        Assert.Equal(HttpStatusCode.Redirect, (await inspector.Post(page, page + "/notes", ("text", longest))).StatusCode);
        var refused = await inspector.Post(page, page + "/notes", ("text", longest + "!"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.EndsWith("شش!", (await SignedIn.Parse(await refused.Content.ReadAsStringAsync())).GetElementById("text")!.TextContent);
        Assert.Equal(13, (await inspector.Page(page)).QuerySelectorAll("#later .what").Length);
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task Of_two_who_keep_a_draft_at_once_one_has_it_and_it_is_there_once(string store)
    {
        await using var node = await stores.Start(store);
        var organisation = await SignedIn.Organisation(node);
        using var one = await SignedIn.As(node, Role.LabourInspector, organisation);
        using var other = await SignedIn.As(node, Role.LabourInspector, organisation);
        for (var i = 0; i < 5; i++)
        {
            var id = await Send(node, organisation);
            var answers = await Task.WhenAll(one.Post("/en/drafts", $"/en/drafts/{id}/keep"), other.Post("/en/drafts", $"/en/drafts/{id}/keep"));
            Assert.Equal([HttpStatusCode.Redirect, HttpStatusCode.NotFound], answers.Select(answer => answer.StatusCode).Order());
            await using var scope = node.App.Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<IdentificationDb>();
            Assert.Equal(answers[0].StatusCode == HttpStatusCode.Redirect ? one.AccountId : other.AccountId, (await db.Screenings.SingleAsync(screening => screening.RecordId == id)).AssignedTo);
            Assert.Equal(0, await db.Drafts.CountAsync());
            Assert.Equal(1, (await Entries(scope.ServiceProvider.GetRequiredService<PlatformDb>(), id)).Count(entry => Text(entry, "action") == "Create" && Text(entry, "resource") == "Screening"));
        }
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task A_supervisor_reads_no_notes_and_gives_a_screening_to_a_colleague(string store)
    {
        await using var node = await stores.Start(store);
        var organisation = await SignedIn.Organisation(node);
        using var inspector = await SignedIn.As(node, Role.LabourInspector, organisation);
        using var colleague = await SignedIn.As(node, Role.SocialWorker, organisation, Purpose.Identification);
        using var stranger = await SignedIn.As(node, Role.LabourInspector);
        using var supervisor = await SignedIn.As(node, Role.Supervisor, organisation, Purpose.Identification);
        using var tired = await SignedIn.As(node, Role.Supervisor, organisation, Purpose.Identification, proved: TimeSpan.FromMinutes(6));
        var id = await Keep(node, inspector);
        await inspector.Post($"/en/screenings/{id}", $"/en/screenings/{id}/notes", ("text", Added));

        Assert.Equal(HttpStatusCode.NotFound, (await supervisor.GetAsync("/en/drafts")).StatusCode);
        Assert.Null((await supervisor.Page("/en/screenings")).QuerySelector("a[href='/en/drafts']"));
        var page = await supervisor.Page($"/en/screenings/{id}");
        Assert.NotNull(page.GetElementById("masked"));
        Assert.Equal("forced-labour-indicated", page.GetElementById("outcome")!.GetAttribute("data-outcome"));
        Assert.DoesNotContain("planted", page.DocumentElement.OuterHtml);
        Assert.Null(page.GetElementById("text"));
        await Same(node, await supervisor.Post("/en/screenings", $"/en/screenings/{id}/notes", ("text", "x")));
        await Same(node, await supervisor.Post("/en/screenings", $"/en/screenings/{id}/erase", ("sure", "yes")));

        var number = (await colleague.Page("/en/screenings")).GetElementById("number")!.TextContent;
        var late = await tired.Post("/en/screenings", $"/en/screenings/{id}/assign", ("number", number));
        Assert.Equal("/en/confirm?return=%2Fen%2Fscreenings", late.Headers.Location!.ToString());
        foreach (var wrong in (string[])["", "00000000", Staff.NumberOf(stranger.AccountId), Staff.NumberOf(supervisor.AccountId)])
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await supervisor.Post("/en/screenings", $"/en/screenings/{id}/assign", ("number", wrong))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await supervisor.Post("/en/screenings", $"/en/screenings/{id}/assign", ("number", $" {number.ToUpperInvariant()}"))).StatusCode);

        await Same(node, await inspector.GetAsync($"/en/screenings/{id}"));
        await Same(node, await inspector.Post("/en/screenings", $"/en/screenings/{id}/notes", ("text", "x")));
        Assert.Contains(Added, (await colleague.Page($"/en/screenings/{id}")).GetElementById("later")!.TextContent);
        Assert.Contains("A screening was given to you", (await colleague.Page("/en/work")).Body!.TextContent);
        await using var scope = node.App.Services.CreateAsyncScope();
        var entries = await Entries(scope.ServiceProvider.GetRequiredService<PlatformDb>(), id);
        Assert.Single(entries, entry => Text(entry, "action") == "Grant" && Text(entry, "decision") == "allow" && Text(entry, "actor") == supervisor.AccountId && Text(entry, "reason") == $"given-to-{colleague.AccountId}");
        Assert.Contains(entries, entry => Text(entry, "action") == "Open" && Text(entry, "actor") == supervisor.AccountId && Classes(entry) == "Technical,Facts");
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task What_cannot_be_read_is_said_calmly_and_stays_and_what_was_dealt_with_does_not_come_back(string store)
    {
        await using var node = await stores.Start(store);
        using var inspector = await SignedIn.As(node, Role.LabourInspector, await SignedIn.Organisation(node));
        using var phone = node.Client();
        foreach (var text in (string[])["no draft", "{}", "{\"format\":\"2\"}", Draft().Replace("\"yes\"", "7"), Draft().Replace("\"EX-debt\":", "\"EX-debt\":{},\"x\":"), Draft()[..^40]])
        {
            var broken = await Send(node, inspector.OrganisationId, text);
            Assert.NotNull((await inspector.Page($"/en/drafts/{broken}")).GetElementById("unreadable"));
            Assert.Equal($"/en/drafts/{broken}", (await inspector.Post("/en/drafts", $"/en/drafts/{broken}/keep")).Headers.Location!.ToString());
            Assert.NotNull((await inspector.Page($"/en/drafts/{broken}")).GetElementById("unreadable"));
        }
        // Sealed under another id: it has the form of a draft, and does not open.
        var (key, other) = (await FromPhone.Ask(phone, inspector.OrganisationId), await FromPhone.Ask(phone, inspector.OrganisationId));
        await key.Upload(phone, other.Seal(Draft()));
        Assert.NotNull((await inspector.Page($"/en/drafts/{key.Id}")).GetElementById("unreadable"));

        // A list that the node does not have in this version: what was answered is shown as it is, and may be kept.
        var old = await Send(node, inspector.OrganisationId, Draft(version: "0.1.0"));
        await inspector.Post("/en/drafts", $"/en/drafts/{old}/keep");
        var page = await inspector.Page($"/en/screenings/{old}");
        Assert.NotNull(page.GetElementById("no-list"));
        Assert.Null(page.GetElementById("outcome"));
        Assert.Contains(Planted, page.Body!.TextContent);
        Assert.Contains("AL-EX-hours", page.Body.TextContent);

        // The phone missed the answer and sends again what was kept, or discarded, since.
        await Again(old, HttpStatusCode.OK);
        await inspector.Post($"/en/drafts/{key.Id}", $"/en/drafts/{key.Id}/discard");
        await inspector.Page($"/en/drafts/{key.Id}");
        Assert.Equal("/en/drafts", (await inspector.Post($"/en/drafts/{key.Id}", $"/en/drafts/{key.Id}/discard", ("sure", "yes"))).Headers.Location!.ToString());
        await Again(key.Id, HttpStatusCode.OK);
        await inspector.Post($"/en/screenings/{old}", $"/en/screenings/{old}/erase", ("sure", "yes"));
        await Again(old, HttpStatusCode.OK);
        Assert.Equal(6, (await inspector.Page("/en/drafts")).QuerySelectorAll("#drafts li").Length);
        foreach (var id in (string[])[old, key.Id]) Assert.Equal(HttpStatusCode.NotFound, (await inspector.GetAsync($"/en/drafts/{id}")).StatusCode);

        async Task Again(string id, HttpStatusCode expected)
        {
            var again = key with { Id = id };
            Assert.Equal(expected, (await again.Upload(phone, again.Seal(Draft()))).StatusCode);
        }
    }

    [Fact]
    public async Task Nothing_of_it_is_readable_in_the_data_folder_or_the_log()
    {
        await using var node = await stores.Start(Stores.Sqlite);
        using var inspector = await SignedIn.As(node, Role.LabourInspector, await SignedIn.Organisation(node, "readable-4713"));
        var id = await Keep(node, inspector);
        await inspector.Post($"/en/screenings/{id}", $"/en/screenings/{id}/notes", ("text", Added));
        Assert.Contains(Added, (await inspector.Page($"/en/screenings/{id}")).Body!.TextContent);
        // What is readable is found, in the database and its write-ahead log.
        Assert.NotEmpty(await Search(node.DataFolder, "readable-4713"));
        Assert.NotEmpty(await Search(node.DataFolder, id));
        foreach (var word in (string[])["planted-4711", "planted-4712", "AL-EX-hours", "\"instrument\":\"ilo-ec-2009/adult-labour\""])
        {
            Assert.Empty(await Search(node.DataFolder, word));
            Assert.DoesNotContain(word, node.Log.Text);
        }
        // And of how much was written, only in steps.
        await using var scope = node.App.Services.CreateAsyncScope();
        var row = await scope.ServiceProvider.GetRequiredService<IdentificationDb>().Screenings.AsNoTracking().SingleAsync();
        Assert.Equal((0, 0), ((row.Facts.Length - 34) % 4096, (row.Narrative.Length - 34) % 4096));
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task Where_the_ledger_cannot_be_written_nothing_is_disclosed_and_nothing_changes(string store)
    {
        await using var node = await stores.Start(store);
        using var inspector = await SignedIn.As(node, Role.LabourInspector, await SignedIn.Organisation(node));
        var (waiting, kept) = (await Send(node, inspector.OrganisationId), await Keep(node, inspector));
        await inspector.Post($"/en/screenings/{kept}", $"/en/screenings/{kept}/notes", ("text", Added));
        var token = (await inspector.Page($"/en/screenings/{kept}")).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        await using (var connection = await node.App.Services.GetRequiredService<Database>().Connect())
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "DROP TABLE platform_ledger_entries";
            await command.ExecuteNonQueryAsync();
        }
        foreach (var path in (string[])["/en/drafts", "/en/screenings", $"/en/drafts/{waiting}", $"/en/screenings/{kept}"])
            await Closed(await inspector.GetAsync(path));
        foreach (var path in (string[])[$"/en/drafts/{waiting}/keep", $"/en/drafts/{waiting}/discard", $"/en/screenings/{kept}/notes", $"/en/screenings/{kept}/erase"])
        {
            using var form = new FormUrlEncodedContent([new("text", "another"), new("sure", "yes"), new("__RequestVerificationToken", token)]);
            await Closed(await inspector.PostAsync(path, form));
        }
        await using var scope = node.App.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentificationDb>();
        Assert.Equal((waiting, kept), ((await db.Drafts.AsNoTracking().SingleAsync()).RecordId, (await db.Screenings.AsNoTracking().SingleAsync()).RecordId));

        static async Task Closed(HttpResponseMessage answer)
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            var text = await answer.Content.ReadAsStringAsync();
            foreach (var word in (string[])["planted", "forced-labour", "q.EX-hours"]) Assert.DoesNotContain(word, text);
        }
    }

    // Each thing that was done stands in the ledger, with who, where, in which role, for what, and which classes of field.
    private static async Task TheLedgerHas(PlatformDb platform, string id, SignedIn inspector)
    {
        const string Everything = "Technical,Facts,Narrative";
        var entries = await Entries(platform, id);
        Assert.Equal(
        [
            "Create Draft Technical allow ", $"Open Draft {Everything} allow ", $"Open Draft {Everything} allow ", $"Open Draft {Everything} allow ", $"Create Screening {Everything} allow kept-from-draft",
            $"Open Screening {Everything} allow ", "Change Screening Technical,Narrative allow note-added", $"Open Screening {Everything} allow ", $"Open Screening {Everything} allow ",
            $"Open Screening {Everything} allow ", $"Open Screening {Everything} allow ", "Erase Screening Technical allow erased", $"Open Screening {Everything} deny ",
        ], entries.Select(entry => $"{Text(entry, "action")} {Text(entry, "resource")} {Classes(entry)} {Text(entry, "decision")} {Text(entry, "reason")}"));
        Assert.All(entries.Skip(1), entry => Assert.Equal((inspector.AccountId, inspector.SessionId, inspector.OrganisationId, "LabourInspector", "Identification"),
            (Text(entry, "actor"), Text(entry, "session"), Text(entry, "organisation"), Text(entry, "role"), Text(entry, "purpose"))));
        var lists = (await Entries(platform, inspector.OrganisationId)).Where(entry => Text(entry, "action") == "List").Select(entry => $"{Text(entry, "resource")} {Classes(entry)}").ToList();
        // Three times the drafts with the screenings, and once the screenings alone; the form that was sent from the drafts is one of them.
        Assert.Equal((3, 4), (lists.Count(list => list == "Draft Technical"), lists.Count(list => list == "Screening Technical")));
    }

    private static async Task<List<JsonElement>> Entries(PlatformDb platform, string record) =>
        [.. (await platform.Entries.AsNoTracking().Where(row => row.RecordId == record && row.Zone == Zone.Care).OrderBy(row => row.Position).ToListAsync()).Select(row => JsonDocument.Parse(row.Entry).RootElement)];

    private static string? Text(JsonElement entry, string name) => entry.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string Classes(JsonElement entry) => string.Join(',', entry.GetProperty("classes").EnumerateArray().Select(one => one.GetString()));

    // What there is no such page for, byte by byte, headers included.
    private static async Task Same(RunningNode node, HttpResponseMessage answer)
    {
        using var client = node.Client();
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        var expected = await client.GetAsync("/en/nowhere");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(await expected.Content.ReadAsByteArrayAsync(), await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal(Headers(expected), Headers(answer));

        static string Headers(HttpResponseMessage of) => string.Join('\n', of.Headers.Concat(of.Content.Headers).Where(header => header.Key is not "Date" and not "Vary").Select(header => $"{header.Key}: {string.Join(',', header.Value)}").Order());
    }

    internal static async Task<string> Send(RunningNode node, string organisation, string? text = null)
    {
        using var phone = node.Client();
        var key = await FromPhone.Ask(phone, organisation);
        var plain = text ?? Draft();
        var answer = await key.Upload(phone, key.Seal(plain + new string(' ', 4096 - plain.Length % 4096)));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return key.Id;
    }

    private static async Task<string> Keep(RunningNode node, SignedIn inspector)
    {
        var id = await Send(node, inspector.OrganisationId);
        Assert.Equal(HttpStatusCode.Redirect, (await inspector.Post("/en/drafts", $"/en/drafts/{id}/keep")).StatusCode);
        return id;
    }

    // As phone/app.js writes it.
    private static string Draft(string? version = null) =>
        $$$$"""{"format":"1","instrument":"ilo-ec-2009/adult-labour","version":"{{{{version ?? InstrumentLibrary.Shipped.Find("ilo-ec-2009/adult-labour")!.Version}}}}","language":"ar","age":"adult","savedAt":"2026-02-28T09:30:00.000Z","answers":{"AL-EX-hours":"yes","AL-EX-lowpay":"yes","AL-CD-docs":"yes","AL-CD-debt":"yes","AL-DR-job":"no"},"notes":{"AL-EX-hours":"{{{{Planted}}}}"},"besides":{"answers":{"FL-debt":"yes"},"notes":{"EX-debt":"x"}}}""";

    private static async Task<List<string>> Search(string folder, string word)
    {
        var found = new List<string>();
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes);
            if (bytes.ToArray().AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(word)) >= 0) found.Add(file);
        }
        return found;
    }
}
