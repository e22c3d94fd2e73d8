using System.Net;
using System.Text.RegularExpressions;
using Entraide.Core.Text.Blocks;
using Entraide.Tests.Databases;

namespace Entraide.Tests.Node.Guide;

/// <summary>A reader opens the guide in her language and country, and can ask later whether her copy is still good.</summary>
public sealed class ReaderTests(PostgresServer postgres)
{
    private readonly Stores stores = new(postgres);

    [Fact]
    public async Task Core_and_national_text_are_read_as_one_and_told_apart()
    {
        await using var node = await RunningNode.Start();
        using var reader = node.Client();
        var page = await reader.GetStringAsync("/fr/guide/inspect?country=BE");
        Assert.Contains("id=\"be-auditorate\"", page);
        Assert.Contains("auditorat du travail", page);
        Assert.Contains("À vérifier.", page);
        Assert.Contains("PAG-ASA", page);
        Assert.DoesNotContain("be-auditorate", await reader.GetStringAsync("/fr/guide/inspect?country=GR"));
        Assert.Contains("lang=\"el\"", await reader.GetStringAsync("/fr/guide/refer?country=GR"));
        Assert.Contains("<b class=\"bound\"", await reader.GetStringAsync("/el/guide/about?country=GR"));
    }

    [Fact]
    public async Task The_country_stays_chosen()
    {
        await using var node = await RunningNode.Start();
        using var reader = node.Client();
        await reader.GetStringAsync("/fr/guide?country=BE");
        Assert.Contains("be-auditorate", await reader.GetStringAsync("/fr/guide/inspect"));
        await reader.GetStringAsync("/fr/guide?country=-");
        Assert.DoesNotContain("be-auditorate", await reader.GetStringAsync("/fr/guide/inspect"));
    }

    [Theory]
    [InlineData("indicator:EX-hours", "contact-ask-exploitation")]
    [InlineData("step:refer", "refer-")]
    [InlineData("outcome:trafficking-indicated", "#")]
    public async Task From_the_desk_one_click_leads_to_the_paragraph_that_explains(string key, string block)
    {
        await using var node = await RunningNode.Start();
        using var reader = node.Client();
        var answer = await reader.GetAsync($"/el/guide/explains/{Uri.EscapeDataString(key)}?country=GR");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var address = answer.Headers.Location!.ToString();
        Assert.StartsWith("/el/guide/", address);
        Assert.Contains(block, address);
        var (page, anchor) = (address.Split('#')[0], address.Split('#')[1]);
        Assert.Contains($"id=\"{anchor}\"", await reader.GetStringAsync(page));
    }

    [Fact]
    public async Task Every_indicator_outcome_and_step_of_the_desk_is_explained_in_the_guide()
    {
        await using var node = await RunningNode.Start();
        using var reader = node.Client();
        foreach (var instrument in Entraide.Node.Identification.InstrumentLibrary.Shipped.Instruments)
            foreach (var key in instrument.Indicators.Select(one => "indicator:" + one.Concept).Concat(instrument.Outcomes.Select(one => "outcome:" + one.Id)).Concat(instrument.Outcomes.SelectMany(one => one.NextSteps).Select(one => "step:" + one)).Distinct())
                Assert.True((await reader.GetAsync("/en/guide/explains/" + key)).StatusCode == HttpStatusCode.Redirect, $"{key} is explained nowhere");
    }

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task A_copy_says_whether_it_is_still_current(string store)
    {
        await using var node = await stores.Start(store);
        using var reader = node.Client();
        var code = Regex.Match(await reader.GetStringAsync("/fr/guide/whole?country=BE"), "<b class=\"code\"><bdi>([0-9a-f-]+)</bdi>").Groups[1].Value;
        Assert.Equal(19, code.Length);
        Assert.Contains("notice done", await reader.GetStringAsync("/fr/guide/check?code=" + code));
        Assert.Contains("\"current\":true", await reader.GetStringAsync("/guide/check.json?code=" + code));
        await Edited.ChangeAndRelease(node, "best-practice", "help-not-conditional", words => words.Replace("never", "not"));
        var page = await reader.GetStringAsync("/fr/guide/check?code=" + code.ToUpperInvariant());
        Assert.Contains("notice care", page);
        Assert.Contains("#help-not-conditional", page);
        Assert.Contains("\"critical\":[\"help-not-conditional\"]", await reader.GetStringAsync("/guide/check.json?code=" + code));
        Assert.Contains("\"known\":false", await reader.GetStringAsync("/guide/check.json?code=0000-0000-0000-0000"));
    }

    [Fact]
    public async Task The_same_texts_give_the_same_bytes_on_both_databases()
    {
        var hashes = new List<string>();
        foreach (var store in (string[])[Stores.Sqlite, Stores.Postgres])
        {
            await using var node = await stores.Start(store);
            await Edited.ChangeAndRelease(node, "best-practice", "help-not-conditional", words => words.Replace("never", "not"));
            var state = await Edited.Texts(node);
            hashes.Add(string.Join(' ', state.Documents.Keys.Order(StringComparer.Ordinal).SelectMany(document => ((string?[])[null, "BE", "GR", "MD"]).SelectMany(country => ((string[])["en", "fr", "el", "ar"]).Select(language => state.Read(document, language, country).Hash)))));
        }
        Assert.Equal(hashes[0], hashes[1]);
    }

    [Fact]
    public async Task A_later_program_brings_its_texts_and_leaves_alone_what_was_edited_here()
    {
        await using var node = await RunningNode.Start();
        await Edited.ChangeAndRelease(node, "rights", "free.1", _ => "Edited here.");
        var (texts, shipped) = (await Edited.Texts(node), Entraide.Node.Guide.ShippedTexts.Read("rights"));
        var later = shipped with { Release = 2, Blocks = [.. shipped.Blocks.Select(block => block.BlockId switch { "free.1" => block with { Text = "Shipped later." }, "free.2" => block with { Text = "Shipped later too." }, _ => block })] };
        await ShippedLater.Apply(node, texts, shipped, later);
        var now = (await Edited.Texts(node)).Documents["rights"];
        Assert.Equal("Edited here.", now.Block("free.1")!.Text);
        Assert.Equal(("Shipped later too.", 2), (now.Block("free.2")!.Text, now.Block("free.2")!.Number));
        Assert.Equal(3, now.Current.Number);
        Assert.Equal(shipped.Blocks.Select(block => block.BlockId), now.Blocks.Select(block => block.BlockId));
        // A shipped translation that did not follow was not made from the new version.
        Assert.Equal(Freshness.BehindCritical, now.FreshnessOf(now.Block("free.2")!, "el"));
        Assert.Equal(Freshness.BehindCritical, now.FreshnessOf(now.Block("free.1")!, "el"));
    }
}
