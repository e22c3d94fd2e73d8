using System.Net;
using System.Text.Json.Nodes;
using Entraide.Core.Training;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Training;
using Entraide.Tests.Core.Training;
using Entraide.Tests.Databases;
using Entraide.Tests.Node.Accounts;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Tests.Node.Training;

/// <summary>A training that is held: who takes part, who was there, what is answered and by nobody known, what is shown of it.</summary>
public sealed class HoldingTests(PostgresServer postgres)
{
    private readonly Stores stores = new(postgres);

    private static async Task<(Academy Academy, string Delivery)> Opened(RunningNode node)
    {
        var academy = await Academy.On(node);
        return (academy, await academy.Plan(await academy.TakeIn(Academy.File(SmallTraining.Kit()))));
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task She_registers_is_let_in_finds_her_group_and_goes_again_with_her_name(string store)
    {
        var (academy, delivery) = await Opened(await stores.Start(store));
        await using var closing = academy;
        var door = await academy.Door(delivery);
        using var phone = await SignedIn.Nobody(academy.Node);
        var join = $"/el/training/{door}/join";
        // What is wrong is said, and what she typed stays.
        var refused = await Academy.Read(await phone.Post(join, join, ("name", "Δανάη Κ."), ("profession", "police"), ("country", "GR"), ("spoken", "el")));
        Assert.NotNull(refused.QuerySelector("#fault"));
        Assert.Equal("Δανάη Κ.", refused.QuerySelector("#name")!.GetAttribute("value"));
        var page = await Academy.Read(await phone.Post(join, join, ("name", "Δανάη Κ."), ("profession", "police"), ("country", "GR"), ("spoken", "el"), ("agreed", "yes")));
        var pass = page.QuerySelector("#pass")!.TextContent;
        Assert.NotNull(OneTimeCode.HashOf(pass));
        await academy.Fill(delivery, 11);
        await academy.Trainer.Post($"/en/deliveries/{delivery}", $"/en/deliveries/{delivery}/group");
        var groups = await academy.Stored(db => db.People.Select(one => new { one.Group, one.Profession }).ToListAsync());
        Assert.Equal([1, 2, 3], groups.Select(one => one.Group).Distinct().Order());
        // No small group is of one profession.
        Assert.All(groups.GroupBy(one => one.Group), group => Assert.True(group.Select(one => one.Profession).Distinct().Count() > 1));
        Assert.Contains("1", (await phone.Page("/el/training/me")).QuerySelector("#standing")!.TextContent);
        // Her name stands on the sheet that is signed, and nowhere else; each look at it is in the ledger.
        Assert.Contains("Δανάη Κ.", (await academy.Trainer.Page($"/en/deliveries/{delivery}/sheet")).Body!.TextContent);
        Assert.DoesNotContain("Δανάη Κ.", (await academy.Trainer.Page($"/en/deliveries/{delivery}")).Body!.TextContent);

        Assert.Equal(HttpStatusCode.OK, (await phone.Post("/el/training/me", "/el/training/me", ("do", "withdraw"))).StatusCode);
        Assert.Null((await academy.Stored(db => db.People.SingleAsync(one => one.Number == 1))).Identity);
        Assert.Equal(HttpStatusCode.NotFound, (await phone.Post("/el/training/me", "/el/training/me", ("pass", pass))).StatusCode);
        Assert.DoesNotContain("Δανάη Κ.", (await academy.Trainer.Page($"/en/deliveries/{delivery}/sheet")).Body!.TextContent);
        Assert.DoesNotContain("Δανάη", academy.Node.Log.Text);
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task Sixty_sign_ins_on_two_devices_without_a_network_merge_without_loss_and_without_double(string store)
    {
        var (academy, delivery) = await Opened(await stores.Start(store));
        await using var closing = academy;
        await academy.Fill(delivery, 20);
        await academy.Step(delivery, DeliveryState.Running);
        // Both devices were loaded before; each notes some that the other has too, and one was sent twice.
        var all = (from session in new[] { "open", "case", "more" } from number in Enumerable.Range(1, 20) select (Session: session, Number: number)).ToList();
        Assert.Equal(60, all.Count);
        var (one, two) = (all.Take(40).ToList(), all.Skip(20).ToList());
        string Body(string device, IEnumerable<(string Session, int Number)> noted) => $$"""{"device":"{{device}}","signIns":[{{string.Join(',', noted.Select(sign => $$"""{"session":"{{sign.Session}}","number":{{sign.Number}},"minutes":20}"""))}}]}""";
        var answers = await Task.WhenAll(academy.Upload(delivery, Body("one", one)), academy.Upload(delivery, Body("two", two)));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(40, (int)JsonNode.Parse(await answers[0].Content.ReadAsStringAsync())!["kept"]!);
        Assert.Equal(HttpStatusCode.OK, (await academy.Upload(delivery, Body("one", one))).StatusCode);
        var kept = await academy.Stored(db => db.SignIns.Join(db.People, sign => sign.PersonId, person => person.RecordId, (sign, person) => new { sign.Session, person.Number }).ToListAsync());
        Assert.Equal(all.Order(), kept.Select(sign => (sign.Session, sign.Number)).Order());

        // A number that nobody has is said, the others are kept; a session that is none takes nothing in.
        var unknown = await academy.Upload(delivery, Body("one", [("close", 1), ("close", 99)]));
        Assert.Equal("""{"kept":1,"unknown":[99]}""", await unknown.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await academy.Upload(delivery, Body("one", [("close", 2), ("nowhere", 2)]))).StatusCode);
        Assert.Equal(61, await academy.Stored(db => db.SignIns.CountAsync()));
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task Answers_are_kept_once_under_a_code_that_leads_to_nobody_and_few_are_not_shown(string store)
    {
        var (academy, delivery) = await Opened(await stores.Start(store));
        await using var closing = academy;
        var (door, design) = (await academy.Door(delivery), SmallTraining.Design);
        await academy.Fill(delivery, 6);
        Assert.Equal(HttpStatusCode.NotFound, (await academy.Trainer.GetAsync($"/en/training/{door}/before")).StatusCode);
        await academy.Step(delivery, DeliveryState.Running);
        var codes = await academy.Codes(delivery, 8);
        Assert.NotNull((await academy.Answer(door, FormKind.Before, codes[0], Academy.Sheet(design, FormKind.Before, 2))).QuerySelector("#done"));
        Assert.NotNull((await academy.Answer(door, FormKind.Before, codes[0], Academy.Sheet(design, FormKind.Before, 4))).QuerySelector("#fault"));
        Assert.NotNull((await academy.Answer(door, FormKind.Before, codes[0][..^1] + (codes[0][^1] == 'A' ? 'B' : 'A'), Academy.Sheet(design, FormKind.Before, 4))).QuerySelector("#fault"));
        Assert.NotNull((await academy.Answer(door, FormKind.Before, codes[1], [])).QuerySelector("#fault"));
        // Nothing in the rows says when or in which order; codes are stored as hashes.
        var columns = await academy.Stored(db => Task.FromResult(db.Model.FindEntityType(typeof(AnswerRow))!.GetProperties().Select(one => one.Name).Concat(db.Model.FindEntityType(typeof(AnswerCode))!.GetProperties().Select(one => one.Name)).Distinct().Order().ToList()));
        Assert.Equal(["CodeHash", "Comment", "DeliveryId", "Form", "IsCleared", "Language", "OrganisationId", "Part", "RecordId", "Value"], columns);
        Assert.DoesNotContain(codes[0].Replace("-", ""), string.Join(' ', await academy.Stored(db => db.Codes.Select(one => one.CodeHash).ToListAsync())), StringComparison.OrdinalIgnoreCase);

        foreach (var code in codes.Skip(1).Take(3))
            foreach (var form in (FormKind[])[FormKind.Before, FormKind.After, FormKind.Reaction]) await academy.Answer(door, form, code, Academy.Sheet(design, form, 3));
        var few = await academy.Trainer.Page($"/en/deliveries/{delivery}/results");
        Assert.NotNull(few.QuerySelector("#too-few"));
        Assert.DoesNotContain("Words 3", few.Body!.TextContent);
        foreach (var code in codes.Skip(4))
            foreach (var form in (FormKind[])[FormKind.Before, FormKind.After, FormKind.Reaction]) await academy.Answer(door, form, code, Academy.Sheet(design, form, 3));
        var results = await academy.Trainer.Page($"/en/deliveries/{delivery}/results");
        Assert.NotNull(results.QuerySelector("#gain"));
        Assert.Equal(7, results.QuerySelectorAll("input[name=clear]").Length);
        // What nobody has read and cleared does not leave.
        await academy.Held(delivery);
        await academy.Step(delivery, DeliveryState.Closed);
        Assert.DoesNotContain("Words 3", Academy.WordsOf(await academy.Bundle(delivery)));
        var first = results.QuerySelector("input[name=clear]")!.GetAttribute("value")!;
        await academy.Trainer.Post($"/en/deliveries/{delivery}/results", $"/en/deliveries/{delivery}/remarks", ("clear", first));
        Assert.Contains("Words 3", Academy.WordsOf(await academy.Bundle(delivery)));
    }

    [Fact]
    public async Task No_cell_under_five_can_be_had_by_asking_every_question_and_taking_answers_from_one_another()
    {
        var (academy, delivery) = await Opened(await RunningNode.Start());
        await using var closing = academy;
        var door = await academy.Door(delivery);
        // Twelve people; one prosecutor from Italy, who must not be found.
        (string Profession, string Country, int People)[] room = [("police", "GR", 5), ("police", "IT", 1), ("prosecutor", "GR", 3), ("prosecutor", "IT", 1), ("judge", "IT", 2)];
        foreach (var (profession, country, people) in room)
            for (var i = 0; i < people; i++) await academy.Register(door, $"{profession} {country} {i}", profession, country);
        await academy.Trainer.Post($"/en/deliveries/{delivery}", $"/en/deliveries/{delivery}/select", ("person", "all"), ("to", "accept"));
        var shown = new List<(HashSet<int> Cells, int Count)>();
        foreach (var profession in (string[])["", "police", "prosecutor", "judge"])
            foreach (var country in (string[])["", "GR", "IT"])
            {
                var page = await academy.Trainer.Page($"/en/deliveries/{delivery}/results?profession={profession}&country={country}");
                var said = page.QuerySelector("#count")!.TextContent;
                var cells = Enumerable.Range(0, room.Length).Where(i => (profession.Length == 0 || room[i].Profession == profession) && (country.Length == 0 || room[i].Country == country)).ToHashSet();
                if (!char.IsDigit(said[0])) continue;
                Assert.Equal(cells.Sum(i => room[i].People), int.Parse(said.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture));
                shown.Add((cells, cells.Sum(i => room[i].People)));
            }
        Assert.NotEmpty(shown);
        // Whatever is shown, added and taken away in any way: a group that comes out of it has five or more, or nobody.
        var reachable = new HashSet<string>(StringComparer.Ordinal);
        var vectors = shown.Select(one => Enumerable.Range(0, room.Length).Select(i => one.Cells.Contains(i) ? 1 : 0).ToArray()).ToList();
        for (var code = 0; code < Math.Pow(3, vectors.Count); code++)
        {
            var sum = new int[room.Length];
            for (var (i, rest) = (0, code); i < vectors.Count; i++, rest /= 3)
                for (var cell = 0; cell < sum.Length; cell++) sum[cell] += (rest % 3 - 1) * vectors[i][cell];
            if (sum.All(one => one is 0 or 1) && sum.Sum() > 0) reachable.Add(string.Join(' ', sum));
        }
        Assert.All(reachable, one => Assert.True(one.Split(' ').Select((has, i) => has == "1" ? room[i].People : 0).Sum() >= 5, $"{one} can be worked out"));
    }

    [Fact]
    public async Task The_roll_call_needs_no_account_for_its_page_and_one_for_its_list_which_holds_no_name()
    {
        var (academy, delivery) = await Opened(await RunningNode.Start());
        await using var closing = academy;
        await academy.Fill(delivery, 3);
        using var stranger = academy.Node.Client();
        Assert.Contains("data-sentences", await stranger.GetStringAsync("/roll/el"));
        Assert.StartsWith("const VERSION", await stranger.GetStringAsync("/roll/worker.js"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync($"/deliveries/{delivery}/roll?tag=el")).StatusCode);
        var list = await academy.Trainer.GetStringAsync($"/deliveries/{delivery}/roll?tag=en");
        Assert.DoesNotContain("Person", list);
        Assert.Equal(3, JsonNode.Parse(list)!["people"]!.AsArray().Count);
        Assert.Equal(4, JsonNode.Parse(list)!["sessions"]!.AsArray().Count);
    }

    [Fact]
    public async Task Somebody_else_s_training_that_is_held_is_as_if_it_were_not_there()
    {
        var (academy, delivery) = await Opened(await RunningNode.Start());
        await using var closing = academy;
        using var elsewhere = await SignedIn.As(academy.Node, Role.Trainer);
        foreach (var page in (string[])["", "/sheet", "/attendance", "/results", "/certificates", "/held", "/paper"]) Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.GetAsync($"/en/deliveries/{delivery}{page}")).StatusCode);
        Assert.DoesNotContain(delivery, (await elsewhere.Page("/en/deliveries")).Body!.InnerHtml);
    }
}
