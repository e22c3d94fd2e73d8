using System.Net;
using System.Text;
using Entraide.Core.Assistance;
using Entraide.Node.Platform.Access;
using Entraide.Tests.Databases;
using Entraide.Tests.Node.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace Entraide.Tests.Node.Assistance;

/// <summary>What a hostile reading of the module found, each so that it cannot come back.</summary>
public sealed class HostileReadingTests(PostgresServer postgres)
{
    private readonly Stores stores = new(postgres);

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task A_yes_is_taken_back_after_the_case_was_closed_and_all_yeses_to_the_same_go_with_it(string store)
    {
        await using var help = await Helping.Start(await stores.Start(store));
        var id = await help.Begin();
        await help.Write(id, "person", ("name", "CANARY-NAME"));
        await help.Agree(id, help.Theirs, SharingPurpose.Care, DataItem.Outline, DataItem.Name);
        // Renewed: two leases overlap.
        var grant = await help.Agree(id, help.Theirs, SharingPurpose.Care, DataItem.Outline, DataItem.Name);
        var referral = await help.Refer(id);
        await Helping.Step(help.Receiver, referral, "accept");
        await Helping.Step(help.Worker, referral, "disclose", ("item", "Name"));
        Assert.Equal(HttpStatusCode.Redirect, (await help.Worker.Post($"/en/cases/{id}", $"/en/cases/{id}/close", ("sure", "yes"))).StatusCode);
        Assert.Contains("CANARY-NAME", (await help.Receiver.Page($"/en/referrals/{referral}")).Body!.TextContent);
        Assert.Equal(HttpStatusCode.Redirect, (await help.Worker.Post($"/en/cases/{id}/sharing", $"/en/cases/{id}/withdraw", ("grant", grant))).StatusCode);
        Assert.DoesNotContain("CANARY-NAME", (await help.Receiver.Page($"/en/referrals/{referral}")).Body!.TextContent);
        // Closed is closed for everything else.
        Assert.Equal(HttpStatusCode.NotFound, (await help.Worker.Post("/en/cases", $"/en/cases/{id}/diary", ("kind", "Note"), ("text", "x"))).StatusCode);
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task At_the_receiver_s_only_she_reads_to_whom_it_was_given_until_her_supervisor_hands_it_over(string store)
    {
        await using var help = await Helping.Start(await stores.Start(store));
        var id = await help.Begin();
        await help.Write(id, "person", ("name", "CANARY-NAME"));
        await help.Agree(id, help.Theirs, SharingPurpose.Care, DataItem.Outline, DataItem.Name);
        var referral = await help.Refer(id);
        await Helping.Step(help.Receiver, referral, "accept");
        await Helping.Step(help.Worker, referral, "disclose", ("item", "Name"));
        using var colleague = await SignedIn.As(help.Node, Role.SocialWorker, help.Theirs, Purpose.Care);
        Assert.DoesNotContain("CANARY", (await colleague.Page($"/en/referrals/{referral}")).Body!.TextContent);
        using var supervisor = await SignedIn.As(help.Node, Role.Supervisor, help.Theirs, Purpose.Care);
        Assert.DoesNotContain("CANARY", (await supervisor.Page($"/en/referrals/{referral}")).Body!.TextContent);
        Assert.Equal(HttpStatusCode.Redirect, (await supervisor.Post($"/en/referrals/{referral}", $"/en/referrals/{referral}/hand-over", ("number", colleague.AccountId[..8]))).StatusCode);
        Assert.Contains("CANARY-NAME", (await colleague.Page($"/en/referrals/{referral}")).Body!.TextContent);
        Assert.DoesNotContain("CANARY", (await help.Receiver.Page($"/en/referrals/{referral}")).Body!.TextContent);
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task A_form_that_was_refused_still_overwrites_nothing_that_was_written_meanwhile(string store)
    {
        await using var help = await Helping.Start(await stores.Start(store));
        var id = await help.Begin();
        var address = $"/en/cases/{id}/edit/person";
        var phone = await help.Worker.Page(address);
        await help.Write(id, "person", ("papers", "from the desk"));
        var refused = await SignedIn.Parse(await (await help.Worker.Post("/en/cases", address, [.. Helping.Form(phone), ("f.papers", "from the telephone"), ("f.citizenship", "Romania")])).Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Redirect, (await help.Worker.Post("/en/cases", address, [.. Helping.Form(refused), ("f.papers", "from the telephone"), ("f.citizenship", "RO")])).StatusCode);
        var text = (await help.Worker.Page($"/en/cases/{id}")).Body!.TextContent;
        Assert.Contains("from the desk", text);
        Assert.Contains("from the telephone", text);
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task A_number_is_never_given_again_and_a_task_without_a_day_stays_a_task(string store)
    {
        await using var help = await Helping.Start(await stores.Start(store));
        await help.Begin();
        var id = await help.Begin();
        using var officer = await SignedIn.As(help.Node, Role.DataProtectionOfficer, help.Ours);
        var erased = await officer.Post("/en/protection", "/en/protection/erase", ("number", "2026-002"), ("sure", "yes"));
        Assert.Equal(HttpStatusCode.Redirect, erased.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await help.Worker.GetAsync($"/en/cases/{id}")).StatusCode);
        id = await help.Begin();
        Assert.Equal("Case 2026-003", (await help.Worker.Page($"/en/cases/{id}")).Title);
        var page = await SignedIn.Parse(await (await help.Worker.Post($"/en/cases/{id}", $"/en/cases/{id}/diary", ("kind", "Task"), ("text", "call"))).Content.ReadAsStringAsync());
        Assert.Equal("Task", page.QuerySelector("#kind option[selected]")!.GetAttribute("value"));
        Assert.Equal("call", page.QuerySelector("#text")!.TextContent.Trim());
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task A_file_leaves_out_what_was_emptied_says_where_it_went_and_brings_safe_contact_along(string store)
    {
        await using var help = await Helping.Start(await stores.Start(store));
        var id = await help.Begin();
        await help.Write(id, "person", ("name", "CANARY-OLD"));
        await help.Write(id, "contact", ("contact-never", "the foreman"));
        await help.Write(id, "safety", ("safety-plan", "call at noon"));
        async Task<string> File(string kase)
        {
            await help.Agree(kase, help.Theirs, SharingPurpose.Care, Enum.GetValues<DataItem>());
            return await (await help.Worker.Post($"/en/cases/{kase}/sharing", $"/en/cases/{kase}/file", ("recipient", help.Theirs), ("purpose", "Care"))).Content.ReadAsStringAsync();
        }
        var first = await File(id);
        Assert.Contains("Harbour", (await help.Worker.Page($"/en/cases/{id}")).QuerySelector("#past")!.TextContent);
        // On another node it opens a case in which nobody calls the foreman.
        var again = await Import(help, first);
        var text = (await help.Worker.Page($"/en/cases/{again}")).Body!.TextContent;
        foreach (var part in (string[])["CANARY-OLD", "the foreman", "call at noon"]) Assert.Contains(part, text);
        await help.Write(again, "person", ("name", "Another"));
        await help.Write(again, "contact", ("contact-never", ""));
        var second = await File(again);
        Assert.Contains("Another", second);
        Assert.DoesNotContain("CANARY-OLD", second);
        Assert.DoesNotContain("the foreman", second);
        // What no field of ours has is seen.
        var other = await Import(help, """{"standard":"HTCDS 2.0","Person":[{"prs_MobilePhone":"CANARY-PHONE"}]}""");
        Assert.Contains("CANARY-PHONE", (await help.Worker.Page($"/en/cases/{other}")).Body!.TextContent);
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task Nothing_is_sent_to_where_nobody_could_answer_nor_twice_and_the_ledger_says_no_disclosure_that_was_refused(string store)
    {
        await using var help = await Helping.Start(await stores.Start(store));
        var id = await help.Begin();
        await help.Agree(id, help.Theirs, SharingPurpose.LegalAid, DataItem.Outline);
        await help.Agree(id, help.Theirs, SharingPurpose.Care, DataItem.Outline);
        var empty = await SignedIn.Organisation(help.Node, "Nobody", takesDrafts: false);
        await help.Agree(id, empty, SharingPurpose.Care, DataItem.Outline);
        var nobody = await help.Offer(empty);
        Task<HttpResponseMessage> Send(string service) => help.Worker.Post($"/en/cases/{id}/refer", $"/en/cases/{id}/refer", ("service", service), ("purpose", "Care"), ("need", "Shelter"), ("urgency", "Today"));
        Assert.Contains("Nobody there can receive", await (await Send(nobody)).Content.ReadAsStringAsync());
        var service = await help.Offer();
        var (first, second) = (await Send(service), await Send(service));
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        var referral = first.Headers.Location!.OriginalString.Split('/')[^1];
        await Helping.Step(help.Receiver, referral, "accept");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Helping.Step(help.Worker, referral, "disclose", ("item", "Name"))).StatusCode);
        await using var scope = help.Node.App.Services.CreateAsyncScope();
        Assert.DoesNotContain(scope.ServiceProvider.GetRequiredService<Entraide.Node.Platform.PlatformDb>().Entries.ToList(), one => Encoding.UTF8.GetString(one.Entry).Contains("referral-disclosed", StringComparison.Ordinal));
        // What was accepted and waits for what it needs is due, and stands first.
        Assert.Single((await help.Worker.Page("/en/cases?which=due")).QuerySelectorAll("#cases li"));
    }

    private static async Task<string> Import(Helping help, string file)
    {
        var token = (await help.Worker.Page("/en/cases")).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var form = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" }, { new ByteArrayContent(Encoding.UTF8.GetBytes(file)), "file", "case.json" } };
        var answer = await help.Worker.PostAsync("/en/cases/import", form);
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        return answer.Headers.Location!.OriginalString.Split('/')[^1];
    }
}
