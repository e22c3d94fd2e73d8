using System.Net;
using System.Text;
using Entraide.Core.Assistance;
using Entraide.Node.Assistance;
using Entraide.Node.Platform.Access;
using Entraide.Tests.Databases;
using Entraide.Tests.Node.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Entraide.Tests.Node.Assistance;

/// <summary>What leaves a case, to whom, and how it ends; over HTTP, on both databases.</summary>
public sealed class SharingTests(PostgresServer postgres)
{
    private readonly Stores stores = new(postgres);

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task A_person_is_referred_outline_first_name_after_the_yes_of_both_and_withdrawal_ends_it_at_once(string store)
    {
        await using var help = await Helping.Start(await stores.Start(store));
        var (worker, receiver) = (help.Worker, help.Receiver);
        var id = await help.Begin();
        await help.Write(id, "person", ("name", "CANARY-NAME"));
        await help.Write(id, "needs", ("needs-today", "CANARY-NEED"), ("health", "CANARY-HEALTH"));
        await help.Write(id, "contact", ("whereabouts", "CANARY-PLACE"));
        var service = await help.Offer();
        // Without her yes not even an outline goes.
        var refused = await worker.Post($"/en/cases/{id}/refer", $"/en/cases/{id}/refer", ("service", service), ("purpose", "Care"), ("need", "Shelter"));
        Assert.Contains("has not agreed", await refused.Content.ReadAsStringAsync());
        await help.Agree(id, help.Theirs, SharingPurpose.Care, DataItem.Outline);
        var referral = await help.Refer(id, service: service);
        Assert.Contains("come in", (await receiver.Page("/en/work")).Body!.TextContent);
        Assert.Single((await receiver.Page("/en/referrals")).QuerySelectorAll("#came ~ ul li"));
        var outline = (await receiver.Page($"/en/referrals/{referral}")).Body!.TextContent;
        Assert.Contains("24 to 26", outline);
        Assert.Contains("With children", outline);
        Assert.DoesNotContain("CANARY", outline);
        Assert.DoesNotContain("2026-001", outline);

        Assert.Equal(HttpStatusCode.Redirect, (await Helping.Step(receiver, referral, "accept")).StatusCode);
        // Accepted, and still nothing but the outline; she has not agreed to more.
        Assert.DoesNotContain("CANARY", (await receiver.Page($"/en/referrals/{referral}")).Body!.TextContent);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Helping.Step(worker, referral, "disclose", ("item", "Name"))).StatusCode);
        var grant = await help.Agree(id, help.Theirs, SharingPurpose.Care, DataItem.Name, DataItem.Needs);
        // All that was ticked, or nothing.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Helping.Step(worker, referral, "disclose", ("item", "Name"), ("item", "Health"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Helping.Step(worker, referral, "disclose", ("item", "Name"), ("item", "Needs"))).StatusCode);
        var read = (await receiver.Page($"/en/referrals/{referral}")).Body!.TextContent;
        Assert.Contains("CANARY-NAME", read);
        Assert.Contains("CANARY-NEED", read);
        Assert.DoesNotContain("CANARY-HEALTH", read);
        Assert.DoesNotContain("CANARY-PLACE", read);
        Assert.Equal(HttpStatusCode.Redirect, (await Helping.Step(receiver, referral, "serve", ("word", "Shelter"))).StatusCode);

        await worker.Post($"/en/cases/{id}/sharing", $"/en/cases/{id}/withdraw", ("grant", grant), ("item", "Name"));
        read = (await receiver.Page($"/en/referrals/{referral}")).Body!.TextContent;
        Assert.DoesNotContain("CANARY-NAME", read);
        Assert.Contains("CANARY-NEED", read);
        await worker.Post($"/en/cases/{id}/sharing", $"/en/cases/{id}/withdraw", ("grant", grant));
        var page = await receiver.Page($"/en/referrals/{referral}");
        Assert.DoesNotContain("CANARY", page.Body!.TextContent);
        Assert.Contains("what happened to the data", page.QuerySelector("#task")!.TextContent);
        Assert.Equal(HttpStatusCode.Redirect, (await Helping.Step(receiver, referral, "account", ("word", "deleted"))).StatusCode);
        Assert.Null((await receiver.Page($"/en/referrals/{referral}")).QuerySelector("#task"));
        Assert.Contains("All deleted", (await worker.Page($"/en/referrals/{referral}")).Body!.TextContent);
        Assert.DoesNotContain("CANARY", help.Node.Log.Text);
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task Silence_becomes_the_task_of_whoever_works_on_the_case_and_moves_with_it(string store)
    {
        await using var help = await Helping.Start(await stores.Start(store));
        var id = await help.Begin();
        await help.Agree(id, help.Theirs, SharingPurpose.Care, DataItem.Outline);
        var referral = await help.Refer(id);
        using var next = await SignedIn.As(help.Node, Role.SocialWorker, help.Ours, Purpose.Care);
        using (var supervisor = await SignedIn.As(help.Node, Role.Supervisor, help.Ours, Purpose.Care))
            await supervisor.Post($"/en/cases/{id}", $"/en/cases/{id}/assign", ("number", next.AccountId[..8]));
        help.Node.Clock.Now += TimeSpan.FromHours(4);
        await using (var scope = help.Node.App.Services.CreateAsyncScope()) await LapseReferrals.Run(scope.ServiceProvider, CancellationToken.None);
        using var other = await SignedIn.Again(help.Node, next, Role.SocialWorker, Purpose.Care);
        using var receiver = await SignedIn.Again(help.Node, help.Receiver, Role.SocialWorker, Purpose.Care);
        Assert.Contains("Nobody answered a referral", (await other.Page("/en/work")).Body!.TextContent);
        var page = await other.Page($"/en/referrals/{referral}");
        Assert.Contains("Nobody answered in time", page.Body!.TextContent);
        Assert.Contains(other.AccountId[..8], page.QuerySelector("#task")!.TextContent);
        // Too late to accept; the sender gives more time, and then it can be.
        Assert.Contains("time for an answer is over", await (await Helping.Step(receiver, referral, "accept")).Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Redirect, (await Helping.Step(other, referral, "renew")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Helping.Step(receiver, referral, "decline", ("word", "no-place"))).StatusCode);
        Assert.Contains("No place at present", (await other.Page($"/en/referrals/{referral}")).Body!.TextContent);
        Assert.Equal(HttpStatusCode.Redirect, (await Helping.Step(other, referral, "followup", ("word", "we-help"))).StatusCode);
        Assert.Null((await other.Page($"/en/referrals/{referral}")).QuerySelector("#task"));
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task The_person_has_a_page_of_her_own_only_if_she_wants_it_withdraws_there_and_ends_it(string store)
    {
        await using var help = await Helping.Start(await stores.Start(store));
        var id = await help.Begin();
        await help.Write(id, "person", ("name", "CANARY-NAME"));
        await help.Agree(id, help.Theirs, SharingPurpose.Care, DataItem.Outline, DataItem.Name);
        var referral = await help.Refer(id);
        await Helping.Step(help.Receiver, referral, "accept");
        await Helping.Step(help.Worker, referral, "disclose", ("item", "Name"));
        Assert.Contains("CANARY-NAME", (await help.Receiver.Page($"/en/referrals/{referral}")).Body!.TextContent);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await help.Worker.Post($"/en/cases/{id}/sharing", $"/en/cases/{id}/receipt")).StatusCode);
        var made = await SignedIn.Parse(await (await help.Worker.Post($"/en/cases/{id}/sharing", $"/en/cases/{id}/receipt", ("wanted", "yes"))).Content.ReadAsStringAsync());
        var phrase = made.QuerySelector("#phrase")!.TextContent.Trim();
        Assert.Equal(34, phrase.Length);
        Assert.DoesNotContain(phrase, (await help.Worker.Page($"/en/cases/{id}/sharing")).Body!.TextContent);

        using var her = await SignedIn.Nobody(help.Node);
        var page = await SignedIn.Parse(await (await her.Post("/ar/own", "/ar/own", ("phrase", phrase))).Content.ReadAsStringAsync());
        Assert.Contains("Harbour", page.Body!.TextContent);
        Assert.DoesNotContain("CANARY", page.Body.TextContent);
        Assert.DoesNotContain("2026-001", page.Body.TextContent);
        Assert.Contains("no-store", (await her.GetAsync("/ar/own")).Headers.CacheControl!.ToString());
        var grant = page.QuerySelector("input[name=grant]")!.GetAttribute("value")!;
        await her.Post("/ar/own", "/ar/own", ("phrase", phrase), ("do", "withdraw"), ("grant", grant));
        Assert.DoesNotContain("CANARY", (await help.Receiver.Page($"/en/referrals/{referral}")).Body!.TextContent);
        await her.Post("/ar/own", "/ar/own", ("phrase", phrase), ("do", "say"), ("words", "My number has changed"));
        Assert.Contains("My number has changed", (await help.Worker.Page($"/en/cases/{id}")).QuerySelector("#open")!.TextContent);
        Assert.Contains("own page", (await help.Worker.Page("/en/work")).Body!.TextContent);
        // A wrong phrase, an ended page: the same answer.
        var wrong = await her.Post("/en/own", "/en/own", ("phrase", Entraide.Node.Platform.OneTimeCode.New()));
        await her.Post("/en/own", "/en/own", ("phrase", phrase), ("do", "end"));
        var ended = await her.Post("/en/own", "/en/own", ("phrase", phrase));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (wrong.StatusCode, ended.StatusCode));
        Assert.Equal(Text(await SignedIn.Parse(await wrong.Content.ReadAsStringAsync())), Text(await SignedIn.Parse(await ended.Content.ReadAsStringAsync())));
        await using var scope = help.Node.App.Services.CreateAsyncScope();
        Assert.Equal(0, await scope.ServiceProvider.GetRequiredService<AssistanceDb>().Receipts.CountAsync());
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task A_lawyer_from_outside_joins_one_case_sees_one_class_and_is_out_by_date(string store)
    {
        await using var help = await Helping.Start(await stores.Start(store));
        var id = await help.Begin();
        await help.Write(id, "work", ("work", "CANARY-WORK"), ("wages", "CANARY-WAGES"));
        await help.Write(id, "told", ("account", "CANARY-ACCOUNT"));
        await help.Write(id, "person", ("name", "CANARY-NAME"));
        var firm = await SignedIn.Organisation(help.Node, "Firm", takesDrafts: false);
        using var lawyer = await SignedIn.As(help.Node, Role.Lawyer, firm);
        Task<HttpResponseMessage> Invite(string number) => help.Worker.Post($"/en/cases/{id}/sharing", $"/en/cases/{id}/guests", ("organisation", firm), ("number", number), ("class", "Narrative"), ("until", help.Day(3)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Invite("00000000")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Invite(lawyer.AccountId[..8])).StatusCode);
        var address = (await lawyer.Page("/en/shared")).QuerySelector("main ul.rows a")!.GetAttribute("href")!;
        // Invited, and without her yes there is nothing to read.
        Assert.DoesNotContain("CANARY", (await lawyer.Page(address)).Body!.TextContent);
        await help.Agree(id, firm, SharingPurpose.LegalAid, DataItem.Work, DataItem.Name);
        var read = (await lawyer.Page(address)).Body!.TextContent;
        Assert.Contains("CANARY-WORK", read);
        // The name she agreed to is of another class than the one that the lawyer was let into.
        Assert.DoesNotContain("CANARY-NAME", read);
        Assert.DoesNotContain("CANARY-ACCOUNT", read);
        using (var stranger = await SignedIn.As(help.Node, Role.Lawyer, firm)) Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(address)).StatusCode);
        help.Node.Clock.Now += TimeSpan.FromDays(4);
        using var later = await SignedIn.Again(help.Node, lawyer, Role.Lawyer, Purpose.LegalAid);
        Assert.Equal(HttpStatusCode.NotFound, (await later.GetAsync(address)).StatusCode);
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task A_data_protection_officer_hands_out_a_copy_and_erases_it_and_a_restore_erases_it_again(string store)
    {
        await using var help = await Helping.Start(await stores.Start(store));
        var id = await help.Begin();
        await help.Write(id, "needs", ("plan", "CANARY-PLAN"));
        await help.Write(id, "told", ("account", "CANARY-ACCOUNT"));
        using var officer = await SignedIn.As(help.Node, Role.DataProtectionOfficer, help.Ours);
        var refused = await officer.Post("/en/protection", "/en/protection/export", ("number", "2026-001"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        await help.Agree(id, ConsentGate.Herself, SharingPurpose.Care, Enum.GetValues<DataItem>());
        var copy = await (await officer.Post("/en/protection", "/en/protection/export", ("number", "2026-001"))).Content.ReadAsStringAsync();
        Assert.Contains("CANARY-PLAN", copy);
        Assert.Contains("CANARY-ACCOUNT", copy);
        foreach (var part in (string[])["documents", "letIn", "emergencies", "takenBack"]) Assert.Contains(part, copy);
        // On paper in her language, whatever the desk's is.
        var plan = await help.Worker.Page($"/en/cases/{id}/plan?spoken=ar&rights=yes");
        Assert.Equal("ar", plan.DocumentElement.GetAttribute("lang"));
        Assert.Contains("CANARY-PLAN", plan.Body!.TextContent);
        Assert.Contains("112", plan.Body.TextContent);
        using (var foreign = await SignedIn.As(help.Node, Role.DataProtectionOfficer, help.Theirs))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await foreign.Post("/en/protection", "/en/protection/erase", ("number", "2026-001"), ("sure", "yes"))).StatusCode);
        await help.Agree(id, help.Theirs, SharingPurpose.Care, DataItem.Outline);
        await help.Refer(id);
        // Nobody may be waiting, or it is said that it is known.
        Assert.Contains("1 referral is under way", await (await officer.Post("/en/protection", "/en/protection/erase", ("number", "2026-001"), ("sure", "yes"))).Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Redirect, (await officer.Post("/en/protection", "/en/protection/erase", ("number", "2026-001"), ("sure", "yes"), ("lost", "yes"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await help.Worker.GetAsync($"/en/cases/{id}")).StatusCode);
        await using var scope = help.Node.App.Services.CreateAsyncScope();
        var (rows, platform) = (scope.ServiceProvider.GetRequiredService<AssistanceDb>(), scope.ServiceProvider.GetRequiredService<Entraide.Node.Platform.PlatformDb>());
        Assert.Equal((0, 0, 0), (await rows.Cases.CountAsync(), await rows.Referrals.CountAsync(), await platform.RecordKeys.CountAsync(key => key.RecordId == id)));
        // What a restore reads, to erase it again (RestoreTests, BackupTests hold the restore to it).
        Assert.True(await platform.Erased.AnyAsync(one => one.RecordId == id));
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task A_file_in_the_case_data_standard_comes_in_whole_and_leaves_as_far_as_she_agreed(string store)
    {
        await using var help = await Helping.Start(await stores.Start(store));
        const string File = """{"standard":"HTCDS 2.0","Person":[{"prs_FirstName":"Ana","prs_SecondName":"CANARY-NAME","prs_Gender":"Feminine","prs_Birthdate":"2001-02-03","prs_IdentityNumber":"CANARY-PAPER"}],"Victim":[{"vic_TypeOfExploitation":["ForcedLabour","x_ForcedCriminality"]}],"Comment":[{"cco_CaseComment":"CANARY-TOLD"}],"extension":{"other":{"kept":true}}}""";
        var (status, address) = await Upload(help, "/en/cases", "/en/cases/import", "case.json", File);
        Assert.Equal(HttpStatusCode.Redirect, status);
        var id = address.Split('/')[^1];
        var text = (await help.Worker.Page($"/en/cases/{id}")).Body!.TextContent;
        foreach (var part in (string[])["Ana CANARY-NAME", "2001-02-03", "Female", "Criminal activities", "CANARY-TOLD"]) Assert.Contains(part, text);
        await help.Agree(id, help.Theirs, SharingPurpose.Care, DataItem.Name, DataItem.Facts);
        var part2 = await (await help.Worker.Post($"/en/cases/{id}/sharing", $"/en/cases/{id}/file", ("recipient", help.Theirs), ("purpose", "Care"))).Content.ReadAsStringAsync();
        Assert.Contains("CANARY-NAME", part2);
        Assert.DoesNotContain("CANARY-PAPER", part2);
        Assert.DoesNotContain("CANARY-TOLD", part2);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await help.Worker.Post($"/en/cases/{id}/sharing", $"/en/cases/{id}/file", ("recipient", help.Theirs), ("purpose", "LegalAid"))).StatusCode);
        // With her yes to all of it, nothing that came in is lost.
        await help.Agree(id, help.Theirs, SharingPurpose.Care, Enum.GetValues<DataItem>());
        var whole = Htcds.Read(Encoding.UTF8.GetBytes(await (await help.Worker.Post($"/en/cases/{id}/sharing", $"/en/cases/{id}/file", ("recipient", help.Theirs), ("purpose", "Care"))).Content.ReadAsStringAsync()));
        foreach (var record in Htcds.Read(Encoding.UTF8.GetBytes(File)).Records)
            foreach (var (name, values) in record.Values)
                Assert.Contains(whole.Records, one => one.Section == record.Section && one.Values.TryGetValue(name, out var kept) && kept.SequenceEqual(values));
        Assert.Contains("other", whole.Extension.Keys);
        var (bad, _) = await Upload(help, "/en/cases", "/en/cases/import", "case.json", """{"standard":"HTCDS 2.0","Person":[{"prs_Gender":"Nobody"}]}""");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, bad);
        Assert.Single((await help.Worker.Page("/en/cases")).QuerySelectorAll("#cases li"));
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task A_document_is_cleaned_sealed_and_handed_out_as_an_attachment_and_a_supervisor_has_none(string store)
    {
        await using var help = await Helping.Start(await stores.Start(store));
        var id = await help.Begin();
        Assert.Equal(HttpStatusCode.Redirect, (await Upload(help, $"/en/cases/{id}/documents", $"/en/cases/{id}/documents", "wages.csv", "who,paid\nCANARY-PAID,=1+1\n")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Upload(help, $"/en/cases/{id}/documents", $"/en/cases/{id}/documents", "wages.pdf", "no PDF")).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Upload(help, $"/en/cases/{id}/documents", $"/en/cases/{id}/documents", "run.exe", "MZ")).Status);
        var link = Assert.Single((await help.Worker.Page($"/en/cases/{id}/documents")).QuerySelectorAll("#documents a"));
        var answer = await help.Worker.GetAsync(link.GetAttribute("href"));
        var content = await answer.Content.ReadAsStringAsync();
        Assert.Contains("CANARY-PAID", content);
        Assert.Contains("'=1+1", content);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Contains("sandbox", answer.Headers.GetValues("Content-Security-Policy").Single());
        using var supervisor = await SignedIn.As(help.Node, Role.Supervisor, help.Ours, Purpose.Care);
        Assert.Equal(HttpStatusCode.NotFound, (await supervisor.GetAsync(link.GetAttribute("href"))).StatusCode);
        // Nothing of it stands in the clear in the database or beside it.
        foreach (var file in Directory.EnumerateFiles(help.Node.DataFolder, "*", SearchOption.AllDirectories)) Assert.False(File.ReadAllBytes(file).AsSpan().IndexOf("CANARY-PAID"u8) >= 0, file);
    }

    private static string Text(AngleSharp.Dom.IDocument page) => string.Join(' ', page.QuerySelector("main")!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static async Task<(HttpStatusCode Status, string Address)> Upload(Helping help, string from, string to, string name, string text)
    {
        var token = (await help.Worker.Page(from)).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var form = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" }, { new ByteArrayContent(Encoding.UTF8.GetBytes(text)), "file", name } };
        var answer = await help.Worker.PostAsync(to, form);
        return (answer.StatusCode, answer.Headers.Location?.OriginalString ?? "");
    }
}
