using System.Text.RegularExpressions;
using Entraide.Core.Assistance;
using Entraide.Core.Text;
using Entraide.Node.Assistance;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Storage;
using Entraide.Tests.Databases;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Entraide.Tests.Node.Assistance;

/// <summary>The rules of the field that helping must obey, each by its name and its basis in law. Rules 9 and 13 come with other modules.</summary>
public sealed class AssistanceRuleTests(PostgresServer postgres)
{
    private readonly Stores stores = new(postgres);

    [Fact] // Directive 2011/36/EU art. 11(2)
    public async Task Rule_1_a_case_is_helped_and_referred_without_any_word_of_formal_identification()
    {
        await using var help = await Helping.Start(await stores.Start(Stores.Sqlite));
        // From nothing to another organisation, with no field filled in.
        var id = await help.Begin();
        await help.Agree(id, help.Theirs, SharingPurpose.Care, DataItem.Outline);
        Assert.Equal(System.Net.HttpStatusCode.Redirect, (await Helping.Step(help.Receiver, await help.Refer(id), "accept")).StatusCode);
        Assert.DoesNotContain(CaseFields.All, field => field.Id.Contains("identif", StringComparison.Ordinal) || field.Id.Contains("status", StringComparison.Ordinal));
        // Where somebody else's clocks begin, they begin on reasonable grounds.
        Assert.All(ClockRules.All.Where(rule => rule.Kind == ClockKind.ReflectionPeriod), rule => Assert.Equal(ClockStart.ReasonableGrounds, rule.Start));
    }

    [Fact] // art. 11(3)
    public async Task Rule_2_the_police_are_no_field_no_filter_and_never_chosen_beforehand()
    {
        string[] words = ["police", "cooperat", "testif", "complain"];
        Assert.DoesNotContain(CaseFields.All, field => words.Any(word => field.Id.Contains(word, StringComparison.Ordinal)));
        Assert.DoesNotContain(CaseFields.All.SelectMany(field => field.Choices).Concat(Refer.Constraints).Concat(KeepServices.ForWhom), choice => words.Any(word => choice.Contains(word, StringComparison.OrdinalIgnoreCase)));
        Assert.DoesNotContain(typeof(ServiceOffer).GetProperties(), property => words.Any(word => property.Name.Contains(word, StringComparison.OrdinalIgnoreCase)));
        await using var help = await Helping.Start(await stores.Start(Stores.Sqlite));
        var form = await help.Worker.Page($"/en/cases/{await help.Begin()}/consent");
        Assert.Equal("", form.QuerySelector("#purpose option")!.GetAttribute("value"));
        Assert.DoesNotContain(form.QuerySelectorAll("#purpose option[selected], #recipient option[selected], input[type=checkbox][checked]"), one => one.GetAttribute("value") != "");
    }

    [Fact] // art. 11(5)
    public async Task Rule_3_a_consent_names_items_one_recipient_one_purpose_and_a_day_and_ask_me_later_keeps_nothing()
    {
        await using var help = await Helping.Start(await stores.Start(Stores.Sqlite));
        var id = await help.Begin();
        var page = await help.Worker.Page($"/en/cases/{id}/consent");
        Assert.Equal($"/en/cases/{id}/sharing", page.QuerySelector("#later")!.GetAttribute("href"));
        (string, string)[] sound = [("recipient", help.Theirs), ("purpose", "Care"), ("until", help.Day(20)), ("language", "en"), ("alone", "yes"), ("item", "Name")];
        foreach (var (field, value, fault) in ((string, string, string)[])[("recipient", "nobody", "to whom"), ("purpose", "ImmigrationControl", "for what"), ("item", "Everything", "at least one thing"), ("until", help.Day(200), "too far ahead"), ("until", help.Day(-2), "lies ahead"), ("alone", "", "who else was in the room"), ("alone", "no", "who else was in the room")])
        {
            var answer = await help.Worker.Post($"/en/cases/{id}/consent", $"/en/cases/{id}/consent", [.. sound.Where(one => one.Item1 != field), (field, value)]);
            Assert.Equal(System.Net.HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.Contains(fault, await answer.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
        }
        Assert.NotNull((await help.Worker.Page($"/en/cases/{id}/sharing")).QuerySelector("#no-consents"));
    }

    [Fact] // art. 13(3), art. 12
    public async Task Rule_10_her_own_page_is_safe_to_open_in_every_language_and_says_no_word_that_tells()
    {
        string[] telling = ["traffick", "victim", "exploit", "police", "traite", "victime", "slachtoffer", "mensenhandel", "vittim", "tratta ", "θύμα", "εμπορία ανθρώπων", "mağdur", "insan ticaret", "victim", "trafic", "жертв", "торгівл", "торговл", "ضحية", "الاتجار"];
        await using var node = await stores.Start(Stores.Sqlite);
        using var nobody = node.Client();
        foreach (var language in Language.All)
        {
            var html = await nobody.GetStringAsync($"/{language.Tag}/own");
            var main = Regex.Match(html, "<main.*</main>", RegexOptions.Singleline).Value;
            Assert.All(telling, word => Assert.DoesNotContain(word, main, StringComparison.OrdinalIgnoreCase));
            Assert.Contains("id=\"exit\"", html);
            Assert.All(Catalogues.For(language) is var say ? Enum.GetNames<SharingPurpose>().Select(purpose => say["own.for." + purpose]).Append(say["own.title"]).Append(say["plan.title"]) : [], words => Assert.All(telling, word => Assert.DoesNotContain(word, words, StringComparison.OrdinalIgnoreCase)));
        }
    }

    [Fact] // art. 8
    public void Rule_11_a_case_holds_what_she_was_made_to_do_crimes_and_other_unlawful_acts_and_that_she_is_not_to_be_punished()
    {
        Assert.Equal((FieldClass.Narrative, DataItem.Account), (CaseFields.ById["made-to-do"].Class, CaseFields.ById["made-to-do"].Item));
        Assert.Equal(["yes", "no", "unknown"], CaseFields.ById["not-punished"].Choices);
        Assert.Contains("other unlawful acts", Catalogues.For(Language.English)["case.hint.made-to-do"]);
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)] // Directive (EU) 2016/680 art. 25
    public async Task Rule_12_whoever_opened_changed_or_received_stands_in_the_ledger_with_time_purpose_and_organisation(string store)
    {
        await using var help = await Helping.Start(await stores.Start(store));
        var id = await help.Begin();
        await help.Write(id, "person", ("name", "CANARY-NAME"));
        await help.Agree(id, help.Theirs, SharingPurpose.Care, DataItem.Outline, DataItem.Name);
        var referral = await help.Refer(id);
        await Helping.Step(help.Receiver, referral, "accept");
        await Helping.Step(help.Worker, referral, "disclose", ("item", "Name"));
        await help.Receiver.Page($"/en/referrals/{referral}");
        await using var scope = help.Node.App.Services.CreateAsyncScope();
        var entries = (await scope.ServiceProvider.GetRequiredService<PlatformDb>().Entries.AsNoTracking().ToListAsync()).Select(one => System.Text.Encoding.UTF8.GetString(one.Entry)).Where(text => text.Contains(id, StringComparison.Ordinal)).ToList();
        foreach (var (actor, action) in ((string, string)[])[(help.Worker.AccountId, "Create"), (help.Worker.AccountId, "Change"), (help.Receiver.AccountId, "Change"), (help.Receiver.AccountId, "Open")])
            Assert.Contains(entries, text => text.Contains(actor, StringComparison.Ordinal) && text.Contains(action, StringComparison.OrdinalIgnoreCase) && text.Contains("Care", StringComparison.OrdinalIgnoreCase));
        // That she reads the case itself, and in which classes: identity, and nothing of place or story.
        Assert.Contains(entries, text => text.Contains(help.Receiver.AccountId, StringComparison.Ordinal) && text.Contains("Case", StringComparison.OrdinalIgnoreCase) && text.Contains("Identity", StringComparison.OrdinalIgnoreCase) && !text.Contains("Location", StringComparison.OrdinalIgnoreCase) && !text.Contains("Narrative", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(entries, text => text.Contains("CANARY", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rule_15_no_purpose_no_recipient_and_no_route_leads_to_immigration_control()
    {
        string[] never = ["migrat", "border", "deport", "removal", "expuls"];
        IEnumerable<string> names = [.. Enum.GetNames<SharingPurpose>(), .. Enum.GetNames<DataItem>(), .. Enum.GetNames<WayOut>(), .. Enum.GetNames<ServiceKind>(), .. AnswerReferral.Words.SelectMany(one => one.Value), .. Refer.Constraints];
        Assert.All(names, name => Assert.DoesNotContain(never, word => name.Contains(word, StringComparison.OrdinalIgnoreCase)));
        await using var node = await stores.Start(Stores.Sqlite);
        var routes = ((IEndpointRouteBuilder)node.App).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Select(route => route.RoutePattern.RawText!);
        Assert.All(routes, route => Assert.DoesNotContain(never, word => route.Contains(word, StringComparison.OrdinalIgnoreCase)));
    }
}
