using System.Net;
using Entraide.Core.Text.Blocks;
using Entraide.Node.Guide;
using Entraide.Node.Platform.Access;
using Entraide.Tests.Databases;
using Entraide.Tests.Node.Accounts;

namespace Entraide.Tests.Node.Guide;

/// <summary>A national editor's desk: what moved in the core, what she decides, what is held up until she does.</summary>
public sealed class NationalTests(PostgresServer postgres)
{
    private const string Guide = "best-practice", Target = "help-reflection";

    private readonly Stores stores = new(postgres);

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task A_critical_change_of_the_core_holds_the_next_release_up_until_it_is_decided(string store)
    {
        await using var node = await stores.Start(store);
        using var editor = await Edited.EditorOf(node, "GR");
        await Edited.ChangeAndRelease(node, Guide, Target, words => words.Replace("thirty", "twenty"));
        var desk = await editor.Page("/en/national/GR");
        Assert.Contains("The paragraph has changed", desk.QuerySelector("[id='drift.gr-reflection-note.TargetChanged']")!.TextContent);
        Assert.True((await editor.Post("/en/national/GR", "/en/national/GR/release")).StatusCode == HttpStatusCode.UnprocessableEntity);
        // To keep wants a reason; without one nothing is decided.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Decide(node, editor, "gr-reflection-note", DriftAnswer.Keep)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Decide(node, editor, "gr-reflection-note", DriftAnswer.Keep, ("reason", "our law says more"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await editor.Post("/en/national/GR", "/en/national/GR/release")).StatusCode);
        var country = (await Edited.Texts(node)).Countries["GR"];
        Assert.Equal(2, country.ReleaseNumber);
        Assert.Equal(2, country.Released.Single(one => one.Operation.Id == "gr-reflection-note").Operation.BasedOn);
        // Remembered for that version only.
        await Edited.ChangeAndRelease(node, Guide, Target, words => words.Replace("twenty", "ten"));
        Assert.NotNull((await editor.Page("/en/national/GR")).QuerySelector("[id='drift.gr-reflection-note.TargetChanged']"));
    }

    [Fact]
    public async Task Readers_see_the_core_where_a_national_text_is_dangerously_behind()
    {
        await using var node = await RunningNode.Start();
        using var reader = node.Client();
        Assert.DoesNotContain("class=\"folded\"", await reader.GetStringAsync("/ro/guide/judicial?country=MD"));
        await Edited.ChangeAndRelease(node, Guide, "judicial-eio-scope", words => words + " Not everywhere.");
        var page = await reader.GetStringAsync("/ro/guide/judicial?country=MD");
        Assert.Contains("Not everywhere.", page);
        Assert.Contains("Republicii Moldova", page[page.IndexOf("class=\"folded\"", StringComparison.Ordinal)..]);
        // What changed is one touch away.
        const string Difference = "/ro/guide/difference/judicial-eio-scope?since=1";
        Assert.Contains($"href=\"{Difference}\"", page);
        Assert.Matches(@"<ins>\s*Not", await reader.GetStringAsync(Difference));
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task An_editor_adds_text_that_is_read_once_it_is_released(string store)
    {
        await using var node = await stores.Start(store);
        using var editor = await Edited.EditorOf(node, "GR");
        using var reader = node.Client();
        Assert.Equal(HttpStatusCode.Redirect, (await Operate(editor, ("kind", "AddAfter"), ("target", "inspect-plan"), ("text", "Νέο εθνικό κείμενο."))).StatusCode);
        Assert.DoesNotContain("Νέο εθνικό κείμενο.", await reader.GetStringAsync("/el/guide/inspect?country=GR"));
        Assert.Equal(HttpStatusCode.Redirect, (await editor.Post("/en/national/GR", "/en/national/GR/release")).StatusCode);
        Assert.Contains("Νέο εθνικό κείμενο.", await reader.GetStringAsync("/el/guide/inspect?country=GR"));
    }

    [Fact]
    public async Task What_hides_an_obligation_waits_for_the_steward_of_the_core()
    {
        await using var node = await RunningNode.Start();
        using var editor = await Edited.EditorOf(node, "GR");
        using var steward = await SignedIn.As(node, Role.GuideSteward);
        using var reader = node.Client();
        Assert.Equal(HttpStatusCode.Redirect, (await Operate(editor, ("kind", "Hide"), ("target", "help-not-conditional"), ("text", ""))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await editor.Post("/en/national/GR", "/en/national/GR/release")).StatusCode);
        var operation = (await Edited.Texts(node)).Countries["GR"].Working(Guide).Single(one => one.Kind == OverlayKind.Hide).Id;
        Assert.Equal(HttpStatusCode.NotFound, (await editor.Post("/en/national/GR", "/en/national/GR/agree", ("operation", operation))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await steward.Post("/en/national/GR", "/en/national/GR/agree", ("operation", operation))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await editor.Post("/en/national/GR", "/en/national/GR/release")).StatusCode);
        Assert.DoesNotContain("id=\"help-not-conditional\"", await reader.GetStringAsync("/el/guide/help?country=GR"));
        Assert.Contains("id=\"help-not-conditional\"", await reader.GetStringAsync("/el/guide/help?country=BE"));
    }

    [Theory]
    [InlineData("Bind", "hotline", "no number")]
    [InlineData("Bind", "help-reflection", "1109")]
    [InlineData("Strengthen", "help-not-conditional", "")]
    [InlineData("AddAfter", "not-there", "words")]
    [InlineData("AddAfter", "inspect-plan", "**not closed")]
    public async Task What_does_not_fit_its_block_is_refused(string kind, string target, string text)
    {
        await using var node = await RunningNode.Start();
        using var editor = await Edited.EditorOf(node, "GR");
        var before = (await Edited.Texts(node)).Revision;
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Operate(editor, ("kind", kind), ("target", target), ("text", text))).StatusCode);
        Assert.Equal(before, (await Edited.Texts(node)).Revision);
    }

    [Fact]
    public async Task What_moved_while_she_wrote_is_seen_before_it_is_decided()
    {
        await using var node = await RunningNode.Start();
        using var editor = await Edited.EditorOf(node, "GR");
        (string, string)[] page = [("operation", "gr-reflection-note"), ("kind", "Annotate"), ("target", Target), ("text", "Νέα διατύπωση."), ("seen", "1"), ("edition", "1")];
        await Edited.ChangeAndRelease(node, Guide, Target, words => words.Replace("thirty", "twenty"));
        var refused = await Operate(editor, page);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("Νέα διατύπωση.", await refused.Content.ReadAsStringAsync());
        Assert.Equal(1, (await Edited.Texts(node)).Countries["GR"].Operations["gr-reflection-note"].Last().Number);
        Assert.Equal(HttpStatusCode.Redirect, (await Operate(editor, [.. page[..^1], ("edition", "2")])).StatusCode);
        // A colleague's page still shows the operation as it was.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Operate(editor, [.. page[..^1], ("edition", "2")])).StatusCode);
    }

    [Fact]
    public async Task A_new_date_for_review_says_nothing_of_words_that_changed_too()
    {
        await using var node = await RunningNode.Start();
        using var editor = await Edited.EditorOf(node, "GR");
        await Edited.ChangeAndRelease(node, Guide, Target, words => words.Replace("thirty", "twenty"));
        node.Clock.Now = new DateTimeOffset(2027, 6, 1, 12, 0, 0, TimeSpan.Zero);
        using var later = await SignedIn.As(node, Role.NationalEditor, (await Edited.Texts(node)).Countries["GR"].OrganisationId!);
        Assert.Equal(HttpStatusCode.Redirect, (await Decide(node, later, "gr-reflection-note", DriftKind.ReviewDatePassed, DriftAnswer.Keep, ("reason", "checked"), ("until", "2028-01-01"))).StatusCode);
        Assert.Equal(1, (await Edited.Texts(node)).Countries["GR"].Operations["gr-reflection-note"].Last().Operation!.BasedOn);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await later.Post("/en/national/GR", "/en/national/GR/release")).StatusCode);
    }

    [Theory, InlineData("/en/national/GR/operation?document=x"), InlineData("/en/national/GR/operation?operation=x")]
    public async Task What_is_not_there_is_no_page(string path)
    {
        await using var node = await RunningNode.Start();
        using var editor = await Edited.EditorOf(node, "GR");
        Assert.Equal(HttpStatusCode.NotFound, (await editor.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task Whoever_holds_a_copy_with_the_old_hotline_is_told_that_it_must_not_be_followed()
    {
        await using var node = await RunningNode.Start();
        using var editor = await Edited.EditorOf(node, "GR");
        using var reader = node.Client();
        var code = System.Text.RegularExpressions.Regex.Match(await reader.GetStringAsync("/el/guide/whole?country=GR"), "<b class=\"code\"><bdi>([0-9a-f-]+)</bdi>").Groups[1].Value;
        Assert.Equal(HttpStatusCode.Redirect, (await Operate(editor, ("operation", "gr-hotline"), ("kind", "Bind"), ("target", "hotline"), ("text", "1107"))).StatusCode);
        Assert.Contains("\"current\":true", await reader.GetStringAsync($"/guide/check.json?code={code}"));
        Assert.Equal(HttpStatusCode.Redirect, (await editor.Post("/en/national/GR", "/en/national/GR/release")).StatusCode);
        Assert.Contains("\"current\":false,\"critical\":[\"hotline\"]", await reader.GetStringAsync($"/guide/check.json?code={code}"));
        Assert.Contains("1107", await reader.GetStringAsync("/el/guide/about?country=GR"));
    }

    [Fact]
    public async Task An_editor_of_one_country_finds_no_other()
    {
        await using var node = await RunningNode.Start();
        using var editor = await Edited.EditorOf(node, "GR");
        using var other = await Edited.EditorOf(node, "BE");
        Assert.Equal(HttpStatusCode.NotFound, (await editor.GetAsync("/en/national/BE")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await editor.Post("/en/national/GR", "/en/national/BE/release")).StatusCode);
        Assert.DoesNotContain("/national/BE", await editor.GetStringAsync("/en/national"));
    }

    private static Task<HttpResponseMessage> Decide(RunningNode node, SignedIn editor, string operation, DriftAnswer answer, params (string, string)[] more) => Decide(node, editor, operation, DriftKind.TargetChanged, answer, more);

    private static async Task<HttpResponseMessage> Decide(RunningNode node, SignedIn editor, string operation, DriftKind kind, DriftAnswer answer, params (string, string)[] more)
    {
        var (document, item) = (await Edited.Texts(node)).Drift((await Edited.Texts(node)).Countries["GR"], DateOnly.FromDateTime(node.Clock.Now.UtcDateTime)).First(one => one.Item.Operation.Id == operation && one.Item.Kind == kind);
        var version = (await Edited.Texts(node)).Documents[document].Block(item.Operation.Target)!.Number;
        return await editor.Post("/en/national/GR", "/en/national/GR/decide", [("operation", operation), ("kind", $"{item.Kind}"), ("version", $"{version}"), ("answer", $"{answer}"), .. more]);
    }

    private static Task<HttpResponseMessage> Operate(SignedIn editor, params (string Name, string Value)[] fields) =>
        editor.Post("/en/national/GR/operation" + (fields.FirstOrDefault(field => field.Name == "operation").Value is { } known ? "?operation=" + known : ""), "/en/national/GR/operation", [("document", Guide), ("block", "Paragraph"), ("level", "Info"), ("basis", ""), ("rationale", ""), ("source", ""), ("reviewBy", ""), .. fields]);
}
