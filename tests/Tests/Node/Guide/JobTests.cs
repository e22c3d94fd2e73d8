using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Xml.Linq;
using AngleSharp.Dom;
using Entraide.Core.Text.Blocks;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Tests.Databases;
using Entraide.Tests.Node.Accounts;

namespace Entraide.Tests.Node.Guide;

/// <summary>Work taken away as a file, translated elsewhere, and brought back: by the form and on the command line.</summary>
public sealed class JobTests(PostgresServer postgres)
{
    private const string Document = "rights", Desk = $"/en/translate/{Document}";
    private readonly Stores stores = new(postgres);

    [Theory]
    [InlineData(Stores.Sqlite, "xliff2"), InlineData(Stores.Postgres, "xliff2"), InlineData(Stores.Sqlite, "xliff12"), InlineData(Stores.Postgres, "xliff12")]
    public async Task What_comes_back_is_taken_kept_left_or_refused_unit_by_unit(string store, string format)
    {
        await using var node = await stores.Start(store);
        using var translator = await SignedIn.As(node, Role.Translator);
        var blocks = (await TranslateTests.Text(node)).Blocks;
        await TranslateTests.Release(node, blocks[3], "Call **now**.");
        var (good, bad, old, raced) = (blocks[1], blocks[3], blocks.First(one => one.BlockId == "danger"), blocks[2]);
        var file = await Take(translator, format);
        // Meanwhile the steward changes one source, and somebody translates another unit here.
        await TranslateTests.Release(node, old, "Call 112 now.");
        await Save(translator, raced.BlockId, "Burada çevrildi");

        var back = Edit(file, (good.BlockId, target => target.Value = "Dışarıda çevrildi"), (bad.BlockId, target => target.Value = "Kodsuz"), (old.BlockId, target => target.Value = "Eski kaynaktan"), (raced.BlockId, target => target.Value = "Dışarıda da çevrildi"));
        var page = await SignedIn.Parse(await (await Bring(translator, back)).Content.ReadAsStringAsync());
        Assert.Equal(["Taken", "Refused", "Kept", "Refused"], ((string[])[good.BlockId, bad.BlockId, old.BlockId, raced.BlockId]).Select(block => Fate(page, block)));
        Assert.Equal(blocks.Length - 4, page.QuerySelectorAll("li[data-fate=Left]").Length);
        Assert.Contains("Somebody else", page.QuerySelector($"li[data-block='{raced.BlockId}']")!.TextContent);

        var text = await TranslateTests.Text(node);
        Assert.Equal(("Dışarıda çevrildi", TranslationState.Translated), (text.Shown(good.BlockId, "tr")!.Text, text.Shown(good.BlockId, "tr")!.State));
        Assert.Equal(("Eski kaynaktan", 1, Freshness.BehindCritical), (text.Latest(old.BlockId, "tr")!.Text, text.Latest(old.BlockId, "tr")!.BasedOn, text.FreshnessOf(text.Block(old.BlockId)!, "tr")));
        Assert.Equal("Burada çevrildi", text.Shown(raced.BlockId, "tr")!.Text);
        Assert.NotEqual("Kodsuz", text.Latest(bad.BlockId, "tr")!.Text);

        // The same file once more changes nothing.
        var again = await SignedIn.Parse(await (await Bring(translator, back)).Content.ReadAsStringAsync());
        Assert.Equal(["Left", "Refused", "Left", "Refused"], ((string[])[good.BlockId, bad.BlockId, old.BlockId, raced.BlockId]).Select(block => Fate(again, block)));
    }

    [Fact]
    public async Task A_file_that_is_not_ours_is_refused_whole_and_a_long_one_is_read()
    {
        await using var node = await RunningNode.Start();
        using var translator = await SignedIn.As(node, Role.Translator);
        using var editor = await SignedIn.As(node, Role.NationalEditor);
        var file = await Take(translator, "xliff2");
        foreach (var (wrong, said) in ((string, string)[])
        [
            ("", "Choose a file."), ("{}", "no sound XLIFF"), ("<!DOCTYPE x [<!ENTITY a \"b\">]><xliff/>", "no sound XLIFF"), (file.Replace("original=\"rights/", "original=\"rights/0"), "from which job"),
            (file.Replace("trgLang=\"tr\"", "trgLang=\"ro\""), "no sound XLIFF"), (file[..^20], "no sound XLIFF"),
        ])
        {
            var refused = await Bring(translator, wrong);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Contains(said, (await SignedIn.Parse(await refused.Content.ReadAsStringAsync())).QuerySelector(".notice")!.TextContent);
        }
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Bring(translator, file, target: "ro")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Bring(translator, file.Replace("</xliff>", $"<!--{new string('x', 3_000_000)}--></xliff>"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Bring(editor, file)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await editor.GetAsync($"{Desk}/job?language=tr")).StatusCode);

        // What else goes along.
        Assert.StartsWith("<?xml", await translator.GetStringAsync($"{Desk}/memory.tmx?language=tr"));
        using var reader = node.Client();
        var words = XDocument.Parse(await reader.GetStringAsync("/guide/terms.tbx"));
        Assert.Contains(words.Descendants("term"), term => term.Value == "traite des êtres humains");
    }

    [Fact]
    public async Task The_command_line_takes_a_job_checks_the_texts_and_tells_the_drift()
    {
        await using var node = await RunningNode.Start();
        using var translator = await SignedIn.As(node, Role.Translator);
        var blocks = (await TranslateTests.Text(node)).Blocks;
        var bad = blocks[3];
        await TranslateTests.Release(node, bad, "Call **now**.");
        var file = await Take(translator, "xliff2");
        var path = Path.Combine(node.DataFolder, "job.xlf");
        async Task<int> Run(params string[] args) => await CommandLine.Run(["guide", .. args, "--data", node.DataFolder, "--keys", node.KeysFolder], RunningNode.Modules);

        await File.WriteAllTextAsync(path, Edit(file, (blocks[1].BlockId, target => target.Value = "Komut satırından")));
        Assert.Equal(CommandLine.Done, await Run("import", path));
        Assert.Equal("Komut satırından", (await TranslateTests.Text(node)).Shown(blocks[1].BlockId, "tr")!.Text);
        await File.WriteAllTextAsync(path, Edit(file, (bad.BlockId, target => target.Value = "Kodsuz"), (blocks[2].BlockId, target => target.Value = "İkinci")));
        Assert.Equal(CommandLine.Refused, await Run("import", path));
        Assert.Equal("İkinci", (await TranslateTests.Text(node)).Shown(blocks[2].BlockId, "tr")!.Text);
        await File.WriteAllTextAsync(path, "{}");
        Assert.Equal(CommandLine.Refused, await Run("import", path));

        Assert.Equal(CommandLine.Done, await Run("check", "--json"));
        Assert.Equal(CommandLine.Done, await Run("drift", "--country", "BE"));
        Assert.Equal(CommandLine.Refused, await Run("drift", "--country", "XX"));
    }

    private static string? Fate(IDocument page, string block) => page.QuerySelector($"li[data-block='{block}']")?.GetAttribute("data-fate");

    private static async Task<string> Take(SignedIn who, string format)
    {
        var answer = await who.GetAsync($"{Desk}/job?language=tr&format={format}&scope=all");
        Assert.Equal("rights.tr.xlf", answer.Content.Headers.ContentDisposition!.FileNameStar);
        return await answer.Content.ReadAsStringAsync();
    }

    // As a translator's program does it: the words of targets change, everything else stays.
    private static string Edit(string file, params (string Block, Action<XElement> Change)[] changes)
    {
        var document = XDocument.Parse(file, LoadOptions.PreserveWhitespace);
        foreach (var (block, change) in changes)
        {
            var unit = document.Descendants().Single(one => one.Name.LocalName is "unit" or "trans-unit" && one.Attribute("id")!.Value == block);
            var source = unit.Descendants().First(one => one.Name.LocalName == "source" && one.Parent!.Name.LocalName is "segment" or "trans-unit");
            var target = source.Parent!.Elements().FirstOrDefault(one => one.Name.LocalName == "target");
            if (target is null) source.AddAfterSelf(target = new XElement(source.Name.Namespace + "target"));
            change(target);
        }
        return document.Declaration + document.ToString(SaveOptions.DisableFormatting);
    }

    private static async Task<HttpResponseMessage> Bring(SignedIn who, string file, string target = "tr")
    {
        var token = (await who.Page("/en/work")).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var form = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" }, { new StringContent(target), "target" } };
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(file));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/xliff+xml");
        form.Add(content, "file", "job.xlf");
        return await who.PostAsync($"{Desk}/job", form);
    }

    private static async Task Save(SignedIn who, string block, string words)
    {
        var page = await who.Page(TranslateTests.Unit("tr", block));
        string Of(string name) => page.QuerySelector($"form.card input[name={name}]")!.GetAttribute("value")!;
        Assert.Equal(HttpStatusCode.Redirect, (await who.Post("/en/work", $"{Desk}/unit", ("block", block), ("target", "tr"), ("basedOn", Of("basedOn")), ("seen", Of("seen")), ("words", words))).StatusCode);
    }
}
