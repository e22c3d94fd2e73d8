using System.Net;
using Entraide.Core.Text.Blocks;
using Entraide.Node.Platform.Access;
using Entraide.Tests.Databases;
using Entraide.Tests.Node.Accounts;

namespace Entraide.Tests.Node.Guide;

/// <summary>The steward changes the core: what she sees before, what she cannot do alone, and what readers see after.</summary>
public sealed class StewardTests(PostgresServer postgres)
{
    private const string Guide = "best-practice", Block = "help-not-conditional";

    private readonly Stores stores = new(postgres);

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task A_dangerous_change_folds_the_translations_away_once_it_is_released_and_not_before(string store)
    {
        await using var node = await stores.Start(store);
        using var steward = await SignedIn.As(node, Role.GuideSteward);
        using var reader = node.Client();
        Assert.Equal(HttpStatusCode.Redirect, (await Edited.Change(node, steward, Guide, Block, words => words.Replace("**never**", "**not**"), ChangeClass.Critical)).StatusCode);
        var desk = await steward.Page($"/en/texts/{Guide}");
        Assert.Contains("will be folded away", desk.QuerySelector($"[id='change.{Block}']")!.TextContent);
        Assert.Contains("Français", desk.QuerySelector($"[id='change.{Block}']")!.TextContent);
        Assert.DoesNotContain("class=\"folded\"", await reader.GetStringAsync("/fr/guide/help"));
        Assert.Equal(HttpStatusCode.Redirect, (await Edited.Release(steward, Guide)).StatusCode);
        Assert.Equal(2, (await Edited.Texts(node)).Documents[Guide].Current.Number);
        var page = await reader.GetStringAsync("/fr/guide/help");
        Assert.Contains("class=\"folded\"", page);
        Assert.Contains("Help is <strong>not</strong> conditional", page);
        Assert.DoesNotContain("class=\"folded\"", await reader.GetStringAsync("/en/guide/help"));
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task Below_its_floor_a_change_waits_for_somebody_else(string store)
    {
        await using var node = await stores.Start(store);
        var organisation = await SignedIn.Organisation(node);
        using var steward = await SignedIn.As(node, Role.GuideSteward, organisation);
        using var second = await SignedIn.As(node, Role.SecondReader, organisation);
        await Edited.Change(node, steward, Guide, Block, words => words.Replace("never", "rarely"), ChangeClass.Clarifying);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Edited.Release(steward, Guide)).StatusCode);
        Assert.Single((await Edited.Texts(node)).Documents[Guide].Editions);
        Assert.Equal(HttpStatusCode.NotFound, (await steward.Post($"/en/texts/{Guide}", $"/en/texts/{Guide}/agree", ("block", Block))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await second.Post($"/en/texts/{Guide}", $"/en/texts/{Guide}/agree", ("block", Block))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Edited.Release(steward, Guide)).StatusCode);
        Assert.Equal(ChangeClass.Clarifying, (await Edited.Texts(node)).Documents[Guide].Block(Block)!.Change);
    }

    [Fact]
    public async Task Whoever_agreed_to_one_wording_has_not_agreed_to_the_next()
    {
        await using var node = await RunningNode.Start();
        var organisation = await SignedIn.Organisation(node);
        using var steward = await SignedIn.As(node, Role.GuideSteward, organisation);
        using var second = await SignedIn.As(node, Role.SecondReader, organisation);
        await Edited.Change(node, steward, Guide, Block, words => words + " Always.", ChangeClass.Clarifying);
        await second.Post($"/en/texts/{Guide}", $"/en/texts/{Guide}/agree", ("block", Block));
        await Edited.Change(node, steward, Guide, Block, words => words + " Never.", ChangeClass.Clarifying);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Edited.Release(steward, Guide)).StatusCode);
    }

    [Fact]
    public async Task Nobody_agrees_to_or_releases_what_she_has_not_seen()
    {
        await using var node = await RunningNode.Start();
        var organisation = await SignedIn.Organisation(node);
        using var steward = await SignedIn.As(node, Role.GuideSteward, organisation);
        using var other = await SignedIn.As(node, Role.GuideSteward, organisation);
        using var second = await SignedIn.As(node, Role.SecondReader, organisation);
        await Edited.Change(node, steward, Guide, Block, words => words + " Always.", ChangeClass.Clarifying);
        var (agree, release) = ((await second.Page($"/en/texts/{Guide}")).QuerySelector("form[action$='/agree'] input[name=seen]")!.GetAttribute("value")!, (await other.Page($"/en/texts/{Guide}")).QuerySelector("form[action$='/release'] input[name=seen]")!.GetAttribute("value")!);
        node.Clock.Now += TimeSpan.FromSeconds(1);
        // A colleague whose page is older overwrites nothing.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await other.Post($"/en/texts/{Guide}", $"/en/texts/{Guide}/edit", ("block", Block), ("text", "Hers."), ("level", "Must"), ("critical", "yes"), ("class", "Critical"), ("kind", "Paragraph"), ("seen", "0"))).StatusCode);
        await Edited.Change(node, steward, Guide, Block, words => words + " Rarely.", ChangeClass.Clarifying);
        Assert.Equal(HttpStatusCode.NotFound, (await second.Post($"/en/texts/{Guide}", $"/en/texts/{Guide}/agree", ("block", Block), ("seen", agree))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await other.Post($"/en/texts/{Guide}", $"/en/texts/{Guide}/release", ("seen", release))).StatusCode);
        Assert.Single((await Edited.Texts(node)).Documents[Guide].Editions);
    }

    [Fact]
    public async Task A_paragraph_that_is_split_is_one_for_the_country_that_wrote_to_it()
    {
        await using var node = await RunningNode.Start();
        using var steward = await SignedIn.As(node, Role.GuideSteward);
        foreach (var name in (string[])["inspect-look-inside", "inspect-look-outside"])
            Assert.Equal(HttpStatusCode.Redirect, (await steward.Post($"/en/texts/{Guide}/edit", $"/en/texts/{Guide}/edit", ("new", name), ("kind", "Paragraph"), ("text", $"A half, {name}."), ("from", "inspect-look"), ("after", "inspect-look"), ("level", "Should"), ("class", "Substantive"))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await steward.Post($"/en/texts/{Guide}/edit", $"/en/texts/{Guide}/edit", ("new", "orphan"), ("kind", "Paragraph"), ("text", "A half."), ("from", "not-there"), ("after", "inspect-look"), ("level", "Should"), ("class", "Substantive"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await steward.Post($"/en/texts/{Guide}/edit?block=inspect-look", $"/en/texts/{Guide}/edit", ("block", "inspect-look"), ("text", "x"), ("remove", "yes"), ("class", "Critical"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Edited.Release(steward, Guide)).StatusCode);
        using var editor = await Edited.EditorOf(node, "GR");
        Assert.NotNull((await editor.Page("/en/national/GR")).QuerySelector("[id='drift.gr-farm.TargetSplit']"));
    }

    [Theory, InlineData(Guide, "hotline"), InlineData("screening-labour", "steps/refer/text")]
    public async Task What_other_places_name_is_not_taken_out(string document, string block)
    {
        await using var node = await RunningNode.Start();
        using var steward = await SignedIn.As(node, Role.GuideSteward);
        var refused = await steward.Post($"/en/texts/{document}", $"/en/texts/{document}/edit", ("block", block), ("text", "x"), ("remove", "yes"), ("class", "Critical"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("cannot be taken out", await refused.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("Words with **a mark that is not closed.")]
    [InlineData("A placeholder {that-is-not-there}.")]
    [InlineData("A [link](block:that-is-not-there).")]
    [InlineData("A hidden \u202E sign.")]
    [InlineData("")]
    public async Task Words_that_would_break_the_text_are_refused_and_nothing_is_kept(string words)
    {
        await using var node = await RunningNode.Start();
        using var steward = await SignedIn.As(node, Role.GuideSteward);
        var refused = await Edited.Change(node, steward, Guide, Block, _ => words, ChangeClass.Critical);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("notice care", await refused.Content.ReadAsStringAsync());
        Assert.Null((await steward.Page($"/en/texts/{Guide}")).QuerySelector(".change"));
    }

    [Fact]
    public async Task One_edit_of_the_core_reaches_the_screening_desk_the_phone_and_the_rights_page()
    {
        await using var node = await RunningNode.Start();
        using var reader = node.Client();
        await Edited.ChangeAndRelease(node, "screening-labour", "steps/refer/text", words => "Do not refer anybody without consent.");
        await Edited.ChangeAndRelease(node, "rights", "free.1", _ => "Help never depends on talking to the police.");
        var desk = await reader.GetStringAsync("/el/screening?example=chowdury-2017");
        Assert.Contains("Do not refer anybody without consent.", desk);
        Assert.Contains("behind grave", desk);
        Assert.Contains("Do not refer anybody without consent.", await reader.GetStringAsync("/phone/words/el.json"));
        Assert.Contains("\"inSource\":[\"steps/refer/text\"]", await reader.GetStringAsync("/phone/words/el.json"));
        Assert.Contains("<li lang=\"en\" dir=\"ltr\">Help never depends on talking to the police.", await reader.GetStringAsync("/ar/rights"));
    }
}
