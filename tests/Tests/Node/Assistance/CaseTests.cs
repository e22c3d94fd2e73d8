using System.Net;
using Entraide.Core.Assistance;
using Entraide.Node.Assistance;
using Entraide.Node.Platform.Access;
using Entraide.Tests.Databases;
using Entraide.Tests.Node.Accounts;
using Entraide.Tests.Node.Identification;

namespace Entraide.Tests.Node.Assistance;

/// <summary>What a social worker does with a case, over HTTP, on both databases.</summary>
public sealed class CaseTests(PostgresServer postgres)
{
    private readonly Stores stores = new(postgres);

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task A_case_opens_from_nothing_without_a_name_and_keeps_what_is_written(string store)
    {
        await using var help = await Helping.Start(await stores.Start(store));
        var id = await help.Begin();
        var page = await help.Worker.Page($"/en/cases/{id}");
        Assert.Equal("Case 2026-001", page.Title);
        // Nothing must be filled in, anywhere.
        foreach (var section in CaseFields.Sections)
            Assert.Empty((await help.Worker.Page($"/en/cases/{id}/edit/{section}")).QuerySelectorAll("main form [required]"));
        Assert.Equal(HttpStatusCode.Redirect, (await help.Write(id, "needs", ("needs-today", "A bed,\r\nand a doctor"), ("services", "Shelter"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await help.Write(id, "contact", ("contact-never", "the foreman"), ("language", "ro"))).StatusCode);
        page = await help.Worker.Page($"/en/cases/{id}");
        Assert.Contains("A bed,\nand a doctor", page.Body!.TextContent);
        Assert.Contains("the foreman", page.Body.TextContent);
        Assert.Contains(Entraide.Core.Text.Language.Find("ro")!.Name, page.Body.TextContent);
        Assert.Equal("Case 2026-002", (await help.Worker.Page($"/en/cases/{await help.Begin()}")).Title);
        // What is not sound is said beside its field, and nothing is kept of the form.
        var refused = await help.Write(id, "person", ("called", "Ana"), ("citizenship", "Romania"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var mended = await SignedIn.Parse(await refused.Content.ReadAsStringAsync());
        Assert.Equal("Ana", mended.QuerySelector("#called")!.GetAttribute("value"));
        Assert.NotNull(mended.QuerySelector("#citizenship-fault"));
        Assert.DoesNotContain("Ana", (await help.Worker.Page($"/en/cases/{id}")).Body!.TextContent);
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task Two_who_change_the_same_field_see_both_values_and_one_decides(string store)
    {
        await using var help = await Helping.Start(await stores.Start(store));
        var id = await help.Begin();
        await help.Write(id, "safety", ("risks", "first"));
        // Both opened the form before either kept it: her telephone, and her desk.
        var (phone, desk) = (await help.Worker.Page($"/en/cases/{id}/edit/safety"), await help.Worker.Page($"/en/cases/{id}/edit/safety"));
        var address = $"/en/cases/{id}/edit/safety";
        Assert.Equal(HttpStatusCode.Redirect, (await help.Worker.Post("/en/cases", address, [.. Helping.Form(phone), ("f.risks", "from the telephone"), ("f.safety-plan", "call at noon")])).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await help.Worker.Post("/en/cases", address, [.. Helping.Form(desk), ("f.risks", "from the desk")])).StatusCode);
        var text = (await help.Worker.Page($"/en/cases/{id}")).Body!.TextContent;
        Assert.Contains("from the telephone", text);
        Assert.Contains("from the desk", text);
        // What only one of them touched is hers alone.
        Assert.Contains("call at noon", text);
        Assert.DoesNotContain("first", text);
        await help.Write(id, "safety", ("risks", "both are true"), ("safety-plan", "call at noon"));
        text = (await help.Worker.Page($"/en/cases/{id}")).Body!.TextContent;
        Assert.Contains("both are true", text);
        Assert.DoesNotContain("from the desk", text);
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task A_case_begins_with_a_screening_and_keeps_it_as_it_was_read(string store)
    {
        await using var help = await Helping.Start(await stores.Start(store), takesDrafts: true);
        using var taking = await SignedIn.As(help.Node, Role.SocialWorker, help.Ours, Purpose.Identification);
        var draft = await DraftsTests.Send(help.Node, help.Ours);
        await taking.Post($"/en/drafts/{draft}", $"/en/drafts/{draft}/keep");
        using var caring = await SignedIn.Again(help.Node, taking, Role.SocialWorker, Purpose.Care);
        var answer = await caring.Post($"/en/screenings/{draft}", $"/en/cases/from/{draft}");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var page = await caring.Page(answer.Headers.Location!.OriginalString);
        Assert.Contains("ilo-ec-2009/adult-labour", page.Body!.TextContent);
        Assert.Contains(DraftsTests.Planted, page.Body.TextContent);
        // A colleague cannot begin a case with it.
        Assert.Equal(HttpStatusCode.NotFound, (await help.Worker.Post("/en/cases", $"/en/cases/from/{draft}")).StatusCode);
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task Rule_8_interviews_are_counted_and_repeating_one_warns_first(string store)
    {
        await using var help = await Helping.Start(await stores.Start(store));
        var id = await help.Begin();
        Task<HttpResponseMessage> Interview(params (string, string)[] more) => help.Worker.Post($"/en/cases/{id}", $"/en/cases/{id}/diary", [("kind", "Interview"), ("text", "told"), .. more]);
        Assert.Equal(HttpStatusCode.Redirect, (await Interview(("recorded", "yes"))).StatusCode);
        var refused = await Interview();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("was told before", await refused.Content.ReadAsStringAsync());
        Assert.Contains("told 1 time.", (await help.Worker.Page($"/en/cases/{id}")).QuerySelector("#interviews")!.TextContent);
        Assert.Equal(HttpStatusCode.Redirect, (await Interview(("again", "yes"))).StatusCode);
        var page = await help.Worker.Page($"/en/cases/{id}");
        Assert.Contains("told 2 times", page.QuerySelector("#interviews")!.TextContent);
        Assert.Contains("recorded", page.QuerySelector("#past")!.TextContent);
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task Rule_4_and_8_who_may_be_a_child_is_treated_as_one_and_the_interviewer_stays_the_same(string store)
    {
        await using var help = await Helping.Start(await stores.Start(store));
        var id = await help.Begin();
        await help.Write(id, "facts", ("age", "perhaps-child"));
        Assert.NotNull((await help.Worker.Page($"/en/cases/{id}")).QuerySelector("#child"));
        await help.Worker.Post($"/en/cases/{id}", $"/en/cases/{id}/diary", ("kind", "Interview"), ("text", "told"));
        using var supervisor = await SignedIn.As(help.Node, Role.Supervisor, help.Ours, Purpose.Care);
        using var other = await SignedIn.As(help.Node, Role.SocialWorker, help.Ours, Purpose.Care);
        Assert.Equal(HttpStatusCode.Redirect, (await supervisor.Post($"/en/cases/{id}", $"/en/cases/{id}/assign", ("number", other.AccountId[..8]))).StatusCode);
        var refused = await other.Post($"/en/cases/{id}", $"/en/cases/{id}/diary", ("kind", "Interview"), ("text", "told again"));
        Assert.Contains("interviewer stays the same", await refused.Content.ReadAsStringAsync());
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task Tasks_and_clocks_stand_on_the_page_and_the_caseload_shows_what_is_due_first(string store)
    {
        await using var help = await Helping.Start(await stores.Start(store));
        var (quiet, urgent) = (await help.Begin(), await help.Begin());
        await help.Worker.Post($"/en/cases/{urgent}", $"/en/cases/{urgent}/diary", ("kind", "Task"), ("text", "call the doctor"), ("due", help.Day(2)));
        var answer = await help.Worker.Post($"/en/cases/{quiet}", $"/en/cases/{quiet}/clocks", ("rule", "be-reflection"), ("began", "2026-02-20"));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var page = await help.Worker.Page($"/en/cases/{quiet}");
        // 45 days after the day on which it began.
        Assert.Contains("2026-04-06", page.QuerySelector(".clock")!.TextContent);
        Assert.Contains("36 days left", page.QuerySelector(".clock")!.TextContent);
        Assert.Contains("to be verified", page.QuerySelector(".clock")!.TextContent);
        // Why it runs, in the guide's own words.
        Assert.Contains("reflection", page.QuerySelector(".clock")!.TextContent);
        var listed = (await help.Worker.Page("/en/cases")).QuerySelectorAll("#cases li").Select(one => one.QuerySelector("b")!.TextContent).ToList();
        Assert.Equal(["2026-002", "2026-001"], listed);
        Assert.Single((await help.Worker.Page("/en/cases?which=due")).QuerySelectorAll("#cases li"));
        Assert.Single((await help.Worker.Page("/en/cases?number=001")).QuerySelectorAll("#cases li"));
        var entry = (await help.Worker.Page($"/en/cases/{urgent}")).QuerySelector("#open input[name=entry]")!.GetAttribute("value")!;
        await help.Worker.Post($"/en/cases/{urgent}", $"/en/cases/{urgent}/diary/done", ("entry", entry));
        Assert.Empty((await help.Worker.Page("/en/cases?which=due")).QuerySelectorAll("#cases li"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await help.Worker.Post($"/en/cases/{quiet}", $"/en/cases/{quiet}/clocks", ("rule", "be-reflection"), ("began", "soon"))).StatusCode);
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task A_supervisor_sees_the_caseload_without_a_word_and_gives_a_leaver_s_cases_to_another(string store)
    {
        await using var help = await Helping.Start(await stores.Start(store));
        var id = await help.Begin();
        await help.Begin();
        await help.Write(id, "safety", ("risks", "CANARY-RISK"));
        await help.Write(id, "person", ("name", "CANARY-NAME"));
        await help.Write(id, "facts", ("age", "24-26"));
        await help.Worker.Post($"/en/cases/{id}", $"/en/cases/{id}/diary", ("kind", "Note"), ("text", "CANARY-NOTE"));
        using var supervisor = await SignedIn.As(help.Node, Role.Supervisor, help.Ours, Purpose.Care);
        Assert.Equal(2, (await supervisor.Page("/en/cases")).QuerySelectorAll("#cases li").Length);
        var text = (await supervisor.Page($"/en/cases/{id}")).Body!.TextContent;
        Assert.Contains("24 to 26", text);
        Assert.DoesNotContain("CANARY", text);
        using var other = await SignedIn.As(help.Node, Role.SocialWorker, help.Ours, Purpose.Care);
        Assert.Equal(HttpStatusCode.Redirect, (await supervisor.Post("/en/cases", "/en/cases/assign", ("from", help.Worker.AccountId[..8]), ("to", other.AccountId[..8]))).StatusCode);
        Assert.Equal(2, (await other.Page("/en/cases")).QuerySelectorAll("#cases li").Length);
        Assert.Contains("CANARY-NOTE", (await other.Page($"/en/cases/{id}")).Body!.TextContent);
        Assert.Equal(HttpStatusCode.NotFound, (await help.Worker.GetAsync($"/en/cases/{id}")).StatusCode);
        // Colleagues know that a case exists, and no more.
        Assert.Equal(2, (await help.Worker.Page("/en/cases?whose=all")).QuerySelectorAll("#cases li").Length);
        // Nothing of all this stands in the log.
        Assert.DoesNotContain("CANARY", help.Node.Log.Text);
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task A_colleague_s_case_opens_in_an_emergency_for_an_hour_and_a_supervisor_reviews_it(string store)
    {
        await using var help = await Helping.Start(await stores.Start(store));
        var id = await help.Begin();
        await help.Write(id, "contact", ("contact-ways", "CANARY-CALL"));
        using var colleague = await SignedIn.As(help.Node, Role.SocialWorker, help.Ours, Purpose.Care);
        using var supervisor = await SignedIn.As(help.Node, Role.Supervisor, help.Ours, Purpose.Care);
        Assert.Equal(HttpStatusCode.NotFound, (await colleague.GetAsync($"/en/cases/{id}")).StatusCode);
        var opened = await colleague.Post($"/en/cases/{id}/emergency", $"/en/cases/{id}/emergency", ("reason", "LifeInDanger"), ("sure", "yes"));
        var address = opened.Headers.Location!.OriginalString;
        Assert.Contains("CANARY-CALL", (await colleague.Page(address)).Body!.TextContent);
        Assert.Equal(HttpStatusCode.NotFound, (await help.Receiver.GetAsync($"/en/cases/{id}/emergency")).StatusCode);
        var review = await supervisor.Page("/en/emergencies");
        Assert.Contains("Life is in danger", review.Body!.TextContent);
        Assert.Contains("opened in an emergency", (await supervisor.Page("/en/work")).Body!.TextContent, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Opened in an emergency", (await help.Worker.Page($"/en/cases/{id}")).Body!.TextContent);
        var emergency = address.Split('/')[^1];
        Assert.Equal(HttpStatusCode.Redirect, (await supervisor.Post("/en/emergencies", $"/en/emergencies/{emergency}/review", ("verdict", "Justified"))).StatusCode);
        Assert.Contains("Justified", (await supervisor.Page("/en/emergencies")).QuerySelector("#reviewed")!.ParentElement!.TextContent);
        help.Node.Clock.Now += EmergencyAccess.Lasts;
        using var later = await SignedIn.Again(help.Node, colleague, Role.SocialWorker, Purpose.Care);
        Assert.Equal(HttpStatusCode.NotFound, (await later.GetAsync(address)).StatusCode);
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task A_closed_case_stays_readable_and_is_not_closed_while_a_referral_waits(string store)
    {
        await using var help = await Helping.Start(await stores.Start(store));
        var id = await help.Begin();
        await help.Write(id, "needs", ("plan", "a course in spring"));
        await help.Agree(id, help.Theirs, SharingPurpose.Care, DataItem.Outline);
        var referral = await help.Refer(id);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await help.Worker.Post($"/en/cases/{id}", $"/en/cases/{id}/close", ("sure", "yes"))).StatusCode);
        await Helping.Step(help.Worker, referral, "withdraw", ("word", "help-found"));
        Assert.Equal(HttpStatusCode.Redirect, (await help.Worker.Post($"/en/cases/{id}", $"/en/cases/{id}/close", ("sure", "yes"))).StatusCode);
        Assert.Contains("a course in spring", (await help.Worker.Page($"/en/cases/{id}")).Body!.TextContent);
        Assert.Equal(HttpStatusCode.NotFound, (await help.Worker.GetAsync($"/en/cases/{id}/edit/needs")).StatusCode);
        Assert.Single((await help.Worker.Page("/en/cases?which=closed")).QuerySelectorAll("#cases li"));
    }
}
