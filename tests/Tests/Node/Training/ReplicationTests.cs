using System.Net;
using System.Text;
using System.Xml.Linq;
using Entraide.Core.Training;
using Entraide.Node.Platform.Access;
using Entraide.Node.Training;
using Entraide.Tests.Core.Training;
using Entraide.Tests.Databases;
using Entraide.Tests.Node.Accounts;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Tests.Node.Training;

/// <summary>A training goes from one node to another and its results come back, with nobody between the two.</summary>
public sealed class ReplicationTests(PostgresServer postgres)
{
    private readonly Stores stores = new(postgres);

    [Theory, InlineData(Stores.Sqlite, Stores.Postgres), InlineData(Stores.Postgres, Stores.Sqlite)]
    public async Task A_training_is_exported_translated_adapted_held_half_without_a_network_and_compared_where_it_came_from(string there, string here)
    {
        await using var designers = await Academy.On(await stores.Start(there));
        await using var others = await Academy.On(await stores.Start(here));
        var first = await designers.TakeIn(Academy.File(Kit.Make(SmallTraining.Design, [SmallTraining.Words(SmallTraining.Design, "en")], null, [])));
        var kit = await designers.Designer.GetByteArrayAsync($"/en/trainings/{first}/kit");

        // The academy inspects before it trusts, and imports without asking anyone.
        var page = await others.Designer.Page(await others.Inspect(kit));
        Assert.Contains(Academy.Elsewhere.Id, page.QuerySelector("#fingerprint")!.TextContent);
        Assert.Null(await others.Stored(db => db.Trainings.SingleOrDefaultAsync(one => one.KitId == "small")));
        var arrived = await others.TakeIn(kit);

        // Two languages through XLIFF, as the kit of its copy has them.
        var copy = await others.Copy(arrived);
        var (name, xliff) = await Released(others, copy);
        foreach (var language in (string[])["fr", "el"]) await Bring(others, name, language, Translated(Academy.FileIn(xliff, $"xliff/{language}.xlf"), language));

        await AdaptThreeSessions(others, copy);
        var adapted = await others.Release(copy);
        Assert.Equal(KitFile.Read(adapted).Kit.Hash, KitFile.Read(await others.Release(copy)).Kit.Hash);
        var read = KitFile.Read(adapted).Kit;
        Assert.Equal([("en", 78), ("fr", 78), ("el", 78)], read.Languages.Select(one => (one.Tag, one.Translated)));
        Assert.Equal("Ξένο σχολείο q1", read.Texts["el"].Words["item.q1.stem"]);
        Assert.Equal((ReplicationLabel.Replication, 3), (read.Adaptation!.Label, read.Adaptation.Changes.Select(one => one.Part).Where(part => part.StartsWith("activity:", StringComparison.Ordinal)).Distinct().Count()));

        var bundle = await HoldWith24(others, copy, read.Design);
        // Her name is in nothing that leaves.
        Assert.DoesNotContain("Person", Academy.WordsOf(bundle));

        // Back where it came from: the adapted kit, then what it gave.
        await designers.TakeIn(adapted);
        var taken = await Academy.Send(designers.Designer, "/en/trainings/results", bundle);
        Assert.True(taken.StatusCode == HttpStatusCode.Redirect, await Academy.Said(taken));
        var compared = await designers.Designer.Page($"/en/trainings/{first}/compare");
        var row = compared.QuerySelectorAll("tbody tr").Single().Children.Select(one => one.TextContent.Trim()).ToList();
        Assert.Equal(["GR 2026-03", "24", "24"], [row[0], row[2], row[3]]);
        Assert.NotNull(compared.QuerySelector("#gains svg .interval"));
    }

    private static async Task<(string Name, byte[] Kit)> Released(Academy academy, string training)
    {
        var kit = await academy.Release(training);
        return (KitFile.Read(kit).Kit.Design.Id, kit);
    }

    // As a translator's program fills it in: all that is there in the source, in her words.
    private static string Translated(string xliff, string language)
    {
        var document = XDocument.Parse(xliff, LoadOptions.PreserveWhitespace);
        foreach (var source in document.Descendants().Where(one => one.Name.LocalName == "source").ToList())
        {
            var target = source.Parent!.Elements().FirstOrDefault(one => one.Name.LocalName == "target");
            if (target is null) source.AddAfterSelf(target = new XElement(source.Name.Namespace + "target"));
            target.Value = language == "el" ? $"Ξένο σχολείο {source.Value.Split(' ')[^2]}" : $"École ailleurs {source.Value}";
            source.Parent.SetAttributeValue("state", "translated");
        }
        return document.Declaration + document.ToString(SaveOptions.DisableFormatting);
    }

    private static async Task Bring(Academy academy, string kit, string language, string xliff)
    {
        using var translator = await SignedIn.As(academy.Node, Role.Translator);
        var token = (await translator.Page("/en/work")).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var form = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" }, { new StringContent(language), "target" } };
        form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(xliff)), "file", "kit.xlf");
        var answer = await translator.PostAsync($"/en/translate/{TrainingDesign.DocumentOf(kit)}/job", form);
        var page = await Academy.Read(answer);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, page.QuerySelector(".notice")?.TextContent);
        Assert.Empty(page.QuerySelectorAll("li[data-fate=Refused], li[data-fate=Kept]"));
    }

    // Within the bounds of each: a talk is shortened, the case is played longer, an optional session gets less.
    private static async Task AdaptThreeSessions(Academy academy, string training)
    {
        foreach (var (session, activity, minutes) in ((string, string, string)[])[("open", "why", "25"), ("case", "look-back", "30"), ("more", "extra", "15")])
        {
            var answer = await Academy.Edit(academy.Designer, $"/en/trainings/{training}/session?part={session}", ($"minutes-{activity}", minutes), ("do", "keep"));
            Assert.True(answer.StatusCode == HttpStatusCode.Redirect, await Academy.Said(answer));
            Assert.Equal(HttpStatusCode.Redirect, (await academy.Designer.Post($"/en/trainings/{training}", $"/en/trainings/{training}/explain", ("part", $"activity:{activity}"), ("words", "Our day is shorter."))).StatusCode);
        }
    }

    // Half of them have a phone and a network; the others are ticked off on a device without one and write on paper.
    private static async Task<byte[]> HoldWith24(Academy academy, string training, TrainingDesign design)
    {
        var delivery = await academy.Plan(training);
        var passes = await academy.Fill(delivery, 24);
        var door = await academy.Door(delivery);
        await academy.Trainer.Post($"/en/deliveries/{delivery}", $"/en/deliveries/{delivery}/group");
        await academy.Step(delivery, DeliveryState.Running);
        foreach (var pass in passes.Take(12))
            foreach (var session in design.Sessions)
            {
                using var phone = await SignedIn.Nobody(academy.Node);
                Assert.Equal(HttpStatusCode.OK, (await phone.Post($"/en/training/{door}/here", $"/en/training/{door}/here", ("pass", pass), ("session", session.Id))).StatusCode);
            }
        var noted = string.Join(',', design.Sessions.SelectMany(session => Enumerable.Range(13, 12).Select(number => $$"""{"session":"{{session.Id}}","number":{{number}},"minutes":{{session.Minutes}}}""")));
        Assert.Equal(HttpStatusCode.OK, (await academy.Upload(delivery, $$"""{"device":"one","signIns":[{{noted}}]}""")).StatusCode);
        var codes = await academy.Codes(delivery, 24);
        foreach (var (code, i) in codes.Select((code, i) => (code, i)))
            foreach (var form in (FormKind[])[FormKind.Before, FormKind.After, FormKind.Reaction])
            {
                var sheet = Academy.Sheet(design, form, form == FormKind.Before ? i % 3 : 2 + i % 3);
                var said = i < 12 ? await academy.Answer(door, form, code, sheet, i % 2 == 0 ? "en" : "el") : await academy.Type(delivery, form, code, sheet, "el");
                Assert.True(said.QuerySelector("#done") is not null, said.QuerySelector("#fault")?.TextContent ?? said.Title);
            }
        await academy.Held(delivery);
        await academy.Step(delivery, DeliveryState.Closed);
        return await academy.Bundle(delivery);
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task What_is_wrong_with_a_kit_is_refused_by_name_and_changes_nothing(string store)
    {
        await using var academy = await Academy.On(await stores.Start(store));
        var second = SmallTraining.Design with { Release = 2, Parents = [SmallTraining.Kit().Name] };
        var (first, file) = (Academy.File(SmallTraining.Kit()), Academy.File(SmallTraining.Kit(second)));
        async Task<string> Refused(byte[] kit)
        {
            var before = await State(academy);
            var answer = await Academy.Send(academy.Designer, "/en/trainings/kit", kit);
            if (answer.StatusCode == HttpStatusCode.Redirect) answer = await academy.Designer.GetAsync(answer.Headers.Location!.OriginalString);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            var said = await Academy.Read(answer);
            Assert.Equal(before, await State(academy));
            return (said.QuerySelector("#refused") ?? said.QuerySelector("#verdict"))!.TextContent;
        }

        var altered = (byte[])file.Clone();
        altered[altered.Length / 2] ^= 1;
        await Refused(altered);
        await Refused([]);

        // Nobody knows the key: it waits in quarantine, and is not there for anybody.
        var page = await academy.Inspect(first);
        Assert.Contains("quarantine", (await academy.Designer.Page(page)).QuerySelector("#verdict")!.TextContent, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await academy.Designer.Post(page, page, ("signer", "A neighbour"))).StatusCode);
        Assert.Equal(0, await academy.Stored(db => db.Trainings.CountAsync(one => one.KitId == "small")));

        await academy.TakeIn(file);
        Assert.Contains("later", await Refused(first), StringComparison.OrdinalIgnoreCase);
        await Refused(Academy.File(SmallTraining.Kit(second with { Steward = "Somebody else" })));
        // It descends from what descends from it.
        var circle = SmallTraining.Design with { Id = "other", Parents = [new KitName("small", 2, SmallTraining.Kit(second).Hash)] };
        await academy.TakeIn(Academy.File(SmallTraining.Kit(circle)));
        await Refused(Academy.File(SmallTraining.Kit(SmallTraining.Design with { Release = 1, Steward = "Circle", Parents = [new KitName("other", 1, SmallTraining.Kit(circle).Hash)] })));

        // A key that is trusted no more: what it signed waits, what is here stays.
        await academy.Designer.Post("/en/trainings", "/en/trainings/signers", ("fingerprint", Academy.Elsewhere.Id), ("revoke", "yes"));
        var third = await academy.Inspect(Academy.File(SmallTraining.Kit(second with { Release = 3 })));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await academy.Designer.Post("/en/work", third, ("signer", "x"), ("compared", "yes"))).StatusCode);
        Assert.Equal(2, await academy.Stored(async db => (await db.Trainings.SingleAsync(one => one.KitId == "small")).Design().Release));
    }

    private static async Task<string> State(Academy academy) => await academy.Stored(async db => string.Join('\n', (await db.Kits.OrderBy(one => one.Hash).ToListAsync()).Select(one => $"{one.Hash} {one.State}").Concat((await db.Trainings.OrderBy(one => one.KitId).ToListAsync()).Select(one => $"{one.KitId} {one.KitHash} {one.Revision}"))
        .Concat((await db.Bundles.OrderBy(one => one.Hash).ToListAsync()).Select(one => $"{one.Hash} {one.State}"))));

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task Results_that_are_wrong_are_refused_by_name_and_change_nothing(string store)
    {
        await using var academy = await Academy.On(await stores.Start(store));
        await academy.TakeIn(Academy.File(SmallTraining.Kit()));
        var bundle = new ResultBundle(SmallTraining.Kit().Name, new string('1', 32), 2, "GR", new DateOnly(2027, 3, 1), new DateOnly(2027, 3, 2), ["el"], ReplicationLabel.Replication, 24, [], new FidelityProfile(1, 1, 1, 4, 4), null, [], [], [], [], [], []);
        var (good, earlier) = (bundle.Write(Academy.Elsewhere), (bundle with { Sequence = 1 }).Write(Academy.Elsewhere));
        using var stranger = new Entraide.Core.Sealing.SigningKey(System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256));
        async Task<string> Refused(byte[] file)
        {
            var before = await State(academy);
            var answer = await Academy.Send(academy.Designer, "/en/trainings/results", file);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.Equal(before, await State(academy));
            return (await Academy.Read(answer)).QuerySelector("#fault")!.TextContent;
        }

        var said = new List<string>();
        var altered = (byte[])good.Clone();
        altered[^40] ^= 1;
        said.Add(await Refused(altered));
        said.Add(await Refused(bundle.Write(stranger)));
        said.Add(await Refused((bundle with { Kit = bundle.Kit with { Hash = new string('a', 64) } }).Write(Academy.Elsewhere)));
        Assert.Equal(HttpStatusCode.Redirect, (await Academy.Send(academy.Designer, "/en/trainings/results", good)).StatusCode);
        said.Add(await Refused(good));
        Assert.Equal(said[^1], await Refused(earlier));
        Assert.Equal(HttpStatusCode.Redirect, (await Academy.Send(academy.Designer, "/en/trainings/results", (bundle with { Sequence = 3 }).Write(Academy.Elsewhere))).StatusCode);
        Assert.Equal(1, await academy.Stored(db => db.Bundles.CountAsync(one => one.State == BundleState.Included)));
        Assert.Equal(said.Count, said.Distinct().Count());
    }

    [Fact]
    public async Task A_kit_that_was_taken_back_is_used_no_more_and_its_results_are_not_counted()
    {
        await using var academy = await Academy.On(await RunningNode.Start());
        var copy = await academy.Copy(await academy.TakeIn(Academy.File(SmallTraining.Kit())));
        var kit = await academy.Release(copy);
        var name = KitFile.Read(kit).Kit.Name;
        var delivery = await academy.Plan(copy);
        await academy.Step(delivery, DeliveryState.Running);
        await academy.Step(delivery, DeliveryState.Closed);
        var bundle = await academy.Bundle(delivery);
        Assert.Equal(1, await academy.Stored(db => db.Bundles.CountAsync(one => one.State == BundleState.Included)));
        Assert.Equal(HttpStatusCode.Redirect, (await academy.Designer.Post($"/en/trainings/{copy}", $"/en/trainings/{copy}/recall")).StatusCode);
        Assert.Equal(BundleState.Excluded, (await academy.Stored(db => db.Bundles.SingleAsync())).State);
        Assert.Equal(KitState.Recalled, (await academy.Stored(db => db.Kits.SingleAsync(one => one.Hash == name.Hash))).State);
        var again = await Academy.Send(academy.Designer, "/en/trainings/results", bundle);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.StatusCode);
        Assert.Contains("recalled", (await Academy.Read(again)).QuerySelector("#fault")!.TextContent);
        Assert.Equal(HttpStatusCode.NotFound, (await academy.Designer.GetAsync($"/en/trainings/{copy}/kit")).StatusCode);
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task A_question_that_is_harder_in_one_language_than_among_matched_peers_goes_back_to_its_translators(string store)
    {
        await using var academy = await Academy.On(await stores.Start(store));
        var training = await academy.TakeIn(Academy.File(SmallTraining.Kit()));
        // As good as the others at everything but one question, in French.
        var cells = from item in SmallTraining.Design.After from language in new[] { "en", "fr" } from band in Enumerable.Range(1, 3) select new BundleCell(item, language, band, 20, item == "q1" && language == "fr" ? 4 : 14);
        var bundle = new ResultBundle(SmallTraining.Kit().Name, new string('3', 32), 1, "BE", new DateOnly(2027, 3, 1), new DateOnly(2027, 3, 2), ["en", "fr"], ReplicationLabel.Replication, 120, [], new FidelityProfile(1, 1, 1, 4, 4), null, [], [.. cells], [], [], [], []);
        Assert.Equal(HttpStatusCode.Redirect, (await Academy.Send(academy.Designer, "/en/trainings/results", bundle.Write(Academy.Elsewhere))).StatusCode);
        var page = $"/en/trainings/{training}/compare";
        var found = Assert.Single((await academy.Designer.Page(page)).QuerySelectorAll("#harder li"));
        Assert.Equal("fr", found.QuerySelector("b")!.GetAttribute("lang"));

        var sent = await academy.Designer.Post(page, $"/en/trainings/{training}/doubt", ("item", "q1"), ("language", "fr"));
        Assert.NotNull((await academy.Designer.Page(sent.Headers.Location!.OriginalString)).QuerySelector("#said"));
        using var reviewer = await SignedIn.As(academy.Node, Role.Translator);
        foreach (var (item, doubted) in ((string, bool)[])[("q1", true), ("q4", false)])
            Assert.Equal(doubted, (await reviewer.Page($"/en/translate/training-small/unit?language=fr&block=item.{item}.stem")).Body!.TextContent.Contains("matched peers", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_finished_training_is_published_in_one_step_with_its_lessons_and_its_kit_and_taken_back_again()
    {
        await using var academy = await Academy.On(await RunningNode.Start());
        var copy = await academy.Copy(await academy.TakeIn(Academy.File(SmallTraining.Kit())));
        var before = KitFile.Read(await academy.Release(copy)).Kit.Design;
        using var stranger = academy.Node.Client();
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/en/published/{before.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await academy.Designer.Post($"/en/trainings/{copy}", $"/en/trainings/{copy}/publish", ("lessons", ""), ("written", "en"))).StatusCode);
        var published = await academy.Designer.Post($"/en/trainings/{copy}", $"/en/trainings/{copy}/publish", ("lessons", "Bring an interpreter."), ("written", "en"));
        Assert.True(published.StatusCode == HttpStatusCode.Redirect, await Academy.Said(published));
        Assert.Contains("Bring an interpreter.", await stranger.GetStringAsync($"/fr/published/{before.Id}"));
        Assert.Contains(before.Id, await stranger.GetStringAsync("/fr/published"));
        var kit = await stranger.GetByteArrayAsync($"/en/published/{before.Id}/kit");
        Assert.Equal(before.Release + 1, KitFile.Read(kit).Kit.Design.Release);
        Assert.Equal("Bring an interpreter.", Academy.FileIn(kit, "lessons/en.txt"));
        await academy.Designer.Post($"/en/trainings/{copy}", $"/en/trainings/{copy}/publish", ("withdraw", "yes"));
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/en/published/{before.Id}/kit")).StatusCode);
    }
}
