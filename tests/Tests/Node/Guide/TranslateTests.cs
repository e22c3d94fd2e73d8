using System.Net;
using AngleSharp.Dom;
using Entraide.Core.Text.Blocks;
using Entraide.Node.Guide;
using Entraide.Node.Platform.Access;
using Entraide.Tests.Databases;
using Entraide.Tests.Node.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Entraide.Tests.Node.Guide;

/// <summary>Texts translated block by block, reviewed by a second person, and never taken for fresher than they are.</summary>
public sealed class TranslateTests(PostgresServer postgres)
{
    private const string Document = "rights", Desk = $"/en/translate/{Document}";
    private readonly Stores stores = new(postgres);

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task A_translator_translates_a_reviewer_reviews_and_nobody_reviews_herself(string store)
    {
        await using var node = await stores.Start(store);
        using var translator = await SignedIn.As(node, Role.Translator);
        using var reviewer = await SignedIn.As(node, Role.Reviewer);
        using var other = await SignedIn.As(node, Role.Reviewer);
        var block = (await Text(node)).Blocks[0];

        Assert.NotNull((await translator.Page("/en/translate")).GetElementById($"{Document}.tr"));
        var list = await translator.Page($"{Desk}?language=tr");
        Assert.Equal((await Text(node)).Blocks.Length, list.QuerySelectorAll("#units > li").Length);
        var page = await translator.Page(Unit("tr", block.BlockId));
        Assert.Equal(block.Text, page.GetElementById("source-text")!.TextContent);
        Assert.Equal("tr", page.GetElementById("words")!.GetAttribute("lang"));
        Assert.Null(page.GetElementById("review"));

        var kept = await Save(translator, page, "Yeni bir çeviri");
        Assert.Equal(Unit("tr", block.BlockId) + "&saved=1", kept.Headers.Location!.ToString());
        Assert.Equal((TranslationState.Translated, "Yeni bir çeviri"), Shown(await Text(node), block, "tr"));
        Assert.NotNull((await translator.Page(Unit("tr", block.BlockId) + "&saved=1")).GetElementById("saved"));
        // The same once more is no new version.
        await Save(translator, await translator.Page(Unit("tr", block.BlockId)), "Yeni  bir çeviri ");
        Assert.Equal(1, await Rows(node));

        // A translator has no such button, and none such address.
        Assert.Equal(HttpStatusCode.NotFound, (await Review(translator, block.BlockId, 2, TranslationState.Reviewed)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Review(reviewer, block.BlockId, 2, TranslationState.Reviewed)).StatusCode);
        Assert.Equal(TranslationState.Reviewed, Shown(await Text(node), block, "tr").State);

        // What a reviewer writes herself waits for another.
        await Save(reviewer, await reviewer.Page(Unit("tr", block.BlockId)), "Daha iyi bir çeviri");
        var own = await Review(reviewer, block.BlockId, 4, TranslationState.Final);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, own.StatusCode);
        Assert.StartsWith("You translated this yourself", (await SignedIn.Parse(await own.Content.ReadAsStringAsync())).GetElementById("fault")!.TextContent);
        Assert.Equal(TranslationState.Translated, Shown(await Text(node), block, "tr").State);
        Assert.Equal(HttpStatusCode.Redirect, (await Review(other, block.BlockId, 4, TranslationState.Final)).StatusCode);
        Assert.Equal(TranslationState.Final, Shown(await Text(node), block, "tr").State);

        // What is final and current is a reviewer's to change; the words that were refused stay in the form.
        var refused = await Save(translator, await translator.Page(Unit("tr", block.BlockId)), "Bir başka çeviri");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Equal("Bir başka çeviri", (await SignedIn.Parse(await refused.Content.ReadAsStringAsync())).GetElementById("words")!.TextContent);

        // To reject needs a reason, and readers get the version before.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Review(other, block.BlockId, 5, TranslationState.Rejected)).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Review(other, block.BlockId, 4, TranslationState.Rejected, "an older page")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Review(other, block.BlockId, 5, TranslationState.Rejected, "a word is missing")).StatusCode);
        Assert.Equal(["Rejected", "Final", "Translated", "Reviewed", "Translated", "Translated"], (await translator.Page(Unit("tr", block.BlockId))).QuerySelectorAll(".timeline li").Select(item => item.GetAttribute("data-state")));
        await using var scope = node.App.Services.CreateAsyncScope();
        var rows = await scope.ServiceProvider.GetRequiredService<GuideDb>().Translations.AsNoTracking().OrderBy(one => one.Number).ToListAsync();
        Assert.Equal([(translator.AccountId, null), (translator.AccountId, reviewer.AccountId), (reviewer.AccountId, null), (reviewer.AccountId, other.AccountId), (reviewer.AccountId, other.AccountId)], rows.Select(one => (one.TranslatorId!, one.ReviewerId)));
        Assert.Equal("a word is missing", rows[^1].Note);
        // The refused words are in front of nobody any more, in whichever state they stood before.
        Assert.Equal(TranslationState.Reviewed, Shown(await Text(node), block, "tr").State);
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task What_was_made_from_an_older_source_is_kept_with_that_mark_and_not_promoted(string store)
    {
        await using var node = await stores.Start(store);
        using var translator = await SignedIn.As(node, Role.Translator);
        using var reviewer = await SignedIn.As(node, Role.Reviewer);
        var block = (await Text(node)).Blocks.First(one => one.SafetyCritical);
        var open = await translator.Page(Unit("tr", block.BlockId));
        await Release(node, block, block.Text + " Not before 30 days.");

        var late = await Save(translator, open, "Eski kaynaktan çeviri");
        Assert.EndsWith("&saved=1", late.Headers.Location!.ToString());
        var page = await translator.Page(late.Headers.Location.ToString());
        Assert.NotNull(page.GetElementById("older"));
        Assert.Contains("Not before 30 days.", page.GetElementById("difference")!.QuerySelector("ins")!.TextContent);
        Assert.Equal("2", page.QuerySelector("input[name=basedOn]")!.GetAttribute("value"));
        Assert.Equal((1, Freshness.BehindCritical), ((await Text(node)).Latest(block.BlockId, "tr")!.BasedOn, (await Text(node)).FreshnessOf((await Text(node)).Block(block.BlockId)!, "tr")));
        Assert.Equal("BehindCritical", (await translator.Page($"{Desk}?language=tr")).QuerySelector("#units > li")!.GetAttribute("data-need"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Review(reviewer, block.BlockId, 2, TranslationState.Reviewed)).StatusCode);

        // A fresh one, and then one from before it: readers keep the fresh one.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Save(translator, page, "Sayısız yeni çeviri")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Save(translator, page, "Yeni çeviri, 30 gün")).StatusCode);
        var fresh = await translator.Page(Unit("tr", block.BlockId));
        Assert.Equal(HttpStatusCode.Redirect, (await Save(translator, fresh, "Yine eski çeviri", basedOn: 1)).StatusCode);
        var text = await Text(node);
        Assert.Equal((TranslationState.Initial, "Yeni çeviri, 30 gün", Freshness.Current), (text.Latest(block.BlockId, "tr")!.State, text.Shown(block.BlockId, "tr")!.Text, text.FreshnessOf(text.Block(block.BlockId)!, "tr")));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Save(translator, fresh, "x", basedOn: 7)).StatusCode);

        // Of two who write at once the second is told, and loses nothing.
        var second = await Save(translator, fresh, "Başka biri, 30");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, second.StatusCode);
        var told = await SignedIn.Parse(await second.Content.ReadAsStringAsync());
        Assert.StartsWith("Somebody else", told.GetElementById("fault")!.TextContent);
        Assert.Equal("Başka biri, 30", told.GetElementById("words")!.TextContent);
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task What_the_checks_find_is_mended_or_kept_with_a_reason(string store)
    {
        await using var node = await stores.Start(store);
        using var translator = await SignedIn.As(node, Role.Translator);
        var block = (await Text(node)).Blocks[0];
        var page = await translator.Page(Unit("fr", block.BlockId));
        foreach (var (words, check) in ((string, string)[])[("", "Empty"), ("Ap\u202Epel", "HiddenSign"), ("Appelez {hotline}", "PieceExtra"), ("**Appel", "Marks")])
        {
            var refused = await Save(translator, page, words, reason: "all the same");
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Contains(check, (await SignedIn.Parse(await refused.Content.ReadAsStringAsync())).QuerySelectorAll("#findings li").Select(item => item.GetAttribute("data-check")));
        }
        Assert.Equal(0, await Rows(node));

        using var reviewer = await SignedIn.As(node, Role.Reviewer);
        const string Odd = "Vos droits en 7 points !";
        var asked = await Save(reviewer, page, Odd);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, asked.StatusCode);
        var form = await SignedIn.Parse(await asked.Content.ReadAsStringAsync());
        Assert.Equal(["Numbers", "Spacing"], form.QuerySelectorAll("#findings li").Select(item => item.GetAttribute("data-check")).Order());
        Assert.NotNull(form.GetElementById("reason"));
        Assert.Equal(HttpStatusCode.Redirect, (await Save(reviewer, form, Odd, reason: "as the ministry writes it")).StatusCode);
        Assert.Contains("Numbers, Spacing: as the ministry writes it", (await reviewer.Page(Unit("fr", block.BlockId))).Body!.TextContent);
    }

    [Fact]
    public async Task A_unit_comes_with_its_terms_its_neighbours_other_languages_and_what_was_translated_before()
    {
        await using var node = await RunningNode.Start();
        using var translator = await SignedIn.As(node, Role.Translator);
        var state = await node.App.Services.GetRequiredService<TextStore>().Now();
        var guide = TranslatableText.Find(state, ReadGuide.Document)!;
        var block = guide.Blocks.First(one => one.Text.Contains("trafficking in human beings", StringComparison.OrdinalIgnoreCase) || one.Text.Contains("trafficking", StringComparison.OrdinalIgnoreCase));
        var page = await translator.Page($"/en/translate/{guide.Id}/unit?language=fr&block={block.BlockId}");
        var term = page.QuerySelector("dd[data-concept='trafficking-in-human-beings']")!;
        Assert.Contains("traite des êtres humains", term.QuerySelector("strong")!.TextContent);
        Assert.Contains("trafic d’êtres humains", term.QuerySelectorAll(".forbidden s").Select(one => one.TextContent));
        Assert.Equal("fr", term.GetAttribute("lang"));

        // In Arabic everything runs the other way, on a page in French.
        var arabic = await translator.Page($"/fr/translate/{Document}/unit?language=ar&block={(await Text(node)).Blocks[1].BlockId}");
        Assert.Equal(("ar", "rtl"), (arabic.GetElementById("words")!.GetAttribute("lang"), arabic.GetElementById("words")!.GetAttribute("dir")));
        Assert.True(arabic.QuerySelectorAll("details dl dt").Length >= 7);
        foreach (var path in (string[])[$"/en/translate/{Document}/unit?language=tr&block=nowhere", $"/en/translate/{Document}/unit?language=en&block={(await Text(node)).Blocks[1].BlockId}", "/en/translate/nowhere?language=tr", $"/en/translate/{Document}/unit"])
            Assert.Equal(HttpStatusCode.NotFound, (await translator.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task The_words_of_the_field_are_for_everybody_to_read()
    {
        await using var node = await RunningNode.Start();
        using var reader = node.Client();
        var french = await SignedIn.Parse(await reader.GetStringAsync("/fr/guide/terms"));
        var card = french.GetElementById("trafficking-in-human-beings")!;
        Assert.Equal("traite des êtres humains", card.QuerySelector("dt strong")!.TextContent);
        Assert.All(card.QuerySelectorAll("a[href^='#']"), link => Assert.NotNull(french.GetElementById(link.GetAttribute("href")![1..])));
        Assert.Contains("#smuggling-of-migrants", card.QuerySelectorAll("a").Select(link => link.GetAttribute("href")));
        Assert.Contains("trafic d’êtres humains", card.QuerySelectorAll(".forbidden s").Select(one => one.TextContent));
        // Where a language has no words yet, English ones stand, and say so.
        var arabic = await SignedIn.Parse(await reader.GetStringAsync("/ar/guide/terms"));
        Assert.Equal("en", arabic.QuerySelector("dl")!.GetAttribute("lang"));
    }

    internal static async Task<TranslatableText> Text(RunningNode node)
    {
        var store = node.App.Services.GetRequiredService<TextStore>();
        store.LookAgain();
        return TranslatableText.Find(await store.Now(), Document)!;
    }

    internal static string Unit(string language, string block) => $"{Desk}/unit?language={language}&block={Uri.EscapeDataString(block)}";

    /// <summary>Sends the form of a page that was opened before, whatever happened since.</summary>
    private static Task<HttpResponseMessage> Save(SignedIn who, IDocument page, string words, string reason = "", int? basedOn = null)
    {
        string Of(string name) => page.QuerySelector($"form.card input[name={name}]")!.GetAttribute("value")!;
        return who.Post("/en/translate", $"{Desk}/unit", [("block", Of("block")), ("target", Of("target")), ("basedOn", basedOn?.ToString() ?? Of("basedOn")), ("seen", Of("seen")), ("words", words), .. reason.Length > 0 ? (IEnumerable<(string, string)>)[("reason", reason)] : []]);
    }

    private static Task<HttpResponseMessage> Review(SignedIn who, string block, int seen, TranslationState verdict, string note = "") =>
        who.Post("/en/translate", $"{Desk}/review", ("block", block), ("target", "tr"), ("seen", seen.ToString()), ("verdict", verdict.ToString()), ("note", note));

    /// <summary>What the steward does: the block says something else from now on.</summary>
    internal static async Task Release(RunningNode node, BlockVersion block, string words)
    {
        using var steward = await SignedIn.As(node, Role.GuideSteward);
        Assert.Equal(HttpStatusCode.Redirect, (await steward.Post($"/en/texts/{Document}", $"/en/texts/{Document}/edit", ("block", block.BlockId), ("text", words), ("level", block.Level.ToString()), ("critical", "yes"), ("class", "Critical"), ("kind", block.Kind.ToString()))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await steward.Post($"/en/texts/{Document}", $"/en/texts/{Document}/release")).StatusCode);
    }

    private static (TranslationState State, string Text) Shown(TranslatableText text, BlockVersion block, string language) => text.Shown(block.BlockId, language) is { } shown ? (shown.State, shown.Text) : default;

    private static async Task<int> Rows(RunningNode node)
    {
        await using var scope = node.App.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<GuideDb>().Translations.CountAsync();
    }
}
