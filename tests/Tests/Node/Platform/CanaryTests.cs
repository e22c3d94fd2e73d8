using System.Net;
using System.Text;
using Entraide.Core.Text;
using Entraide.Node.Identification;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Tests.Databases;
using Entraide.Tests.Node.Accounts;
using Entraide.Tests.Node.Identification;

namespace Entraide.Tests.Node.Platform;

/// <summary>Hundreds of words planted wherever something about a person is written, then looked for wherever nothing of it may be.</summary>
public sealed class CanaryTests
{
    private readonly List<string> planted = [];

    [Fact]
    public async Task What_is_told_stands_in_the_answer_and_nowhere_else()
    {
        var before = TemporaryFiles();
        await using var node = await RunningNode.Start();
        var organisation = await SignedIn.Organisation(node);
        await People(node);
        using var inspector = await SignedIn.As(node, Role.LabourInspector, organisation);
        var opened = await Drafts(node, inspector, organisation);
        await Mistakes(node, inspector);
        Assert.True(planted.Count >= 300, $"{planted.Count} words");

        // They were really there: the one who may read has read them.
        var shown = planted.Count(word => opened.Contains(word, StringComparison.Ordinal));
        Assert.True(shown >= 200, $"{shown} words were shown");

        using var backup = new BackupFolder();
        var sealedBackup = await backup.BackUp(node);
        var files = Directory.EnumerateFiles(node.DataFolder, "*", SearchOption.AllDirectories).Concat(Directory.EnumerateFiles(node.KeysFolder, "*", SearchOption.AllDirectories)).Concat([sealedBackup.File, sealedBackup.KeysFile])
            .Concat(TemporaryFiles().Except(before)).Distinct().ToList();
        Assert.Contains(files, file => file.EndsWith("entraide.db-wal", StringComparison.Ordinal) && new FileInfo(file).Length > 0);
        var hits = files.SelectMany(file => Hits(File.ReadAllBytes(file)).Select(word => $"{Path.GetFileName(file)}: {word}")).Concat(Hits(Encoding.UTF8.GetBytes(node.Log.Text)).Select(word => $"log: {word}")).ToList();
        Assert.Empty(hits);

        // The search finds what is there.
        var readable = Path.Combine(node.DataFolder, "planted");
        await File.WriteAllTextAsync(readable, $"… {planted[^1]} …");
        Assert.Single(Hits(await File.ReadAllBytesAsync(readable)));
    }

    private string Plant(string kind)
    {
        planted.Add($"planted-{kind}-{planted.Count}-{PlatformDb.NewId()}");
        return planted[^1];
    }

    // Names, sign-in names and passwords of staff; typed rightly and wrongly.
    private async Task People(RunningNode node)
    {
        for (var i = 0; i < 12; i++)
        {
            var name = Plant("name");
            var someone = await Someone.WithPassword(node, name, Role.SocialWorker);
            planted.Add(someone.Password);
            planted.Add($"Person {name}");
            using var browser = new Browser(node);
            await browser.SignIn(name, Plant("wrong-password"), "123456");
            Assert.Equal(HttpStatusCode.Found, (await browser.SignIn(name, someone.Password, someone.Code(node.Clock.Now))).StatusCode);
            Assert.Contains(name, await browser.GetStringAsync("/en/me"));
        }
    }

    // Notes of drafts, kept and not; notes added; what was opened.
    private async Task<string> Drafts(RunningNode node, SignedIn inspector, string organisation)
    {
        var instrument = InstrumentLibrary.Shipped.Instruments[0];
        var opened = new StringBuilder();
        using var phone = node.Client();
        for (var i = 0; i < 10; i++)
        {
            var draft = await FromPhone.Ask(phone, organisation);
            var json = new CanonicalJson().Open('{').Name("format").Value("1").Name("instrument").Value(instrument.Id).Name("version").Value(instrument.Version).Name("language").Value("en").Name("age").Value("adult")
                .Name("savedAt").Value("2026-03-01T10:00:00.000Z").Name("answers").Open('{').Name(instrument.Indicators[0].Id).Value("yes").Close('}').Name("notes").Open('{');
            foreach (var indicator in instrument.Indicators.Take(20)) json.Name(indicator.Id).Value(Plant("note"));
            json.Close('}').Name("besides").Open('{').Name("answers").Open('{').Close('}').Name("notes").Open('{').Close('}').Close('}').Close('}');
            Assert.Equal(HttpStatusCode.Created, (await draft.Upload(phone, draft.Seal(Encoding.UTF8.GetString(json.Bytes.Span)))).StatusCode);
            opened.Append(WebUtility.HtmlDecode(await inspector.GetStringAsync($"/en/drafts/{draft.Id}")));
            if (i % 2 == 0) continue;
            await inspector.Post($"/en/drafts/{draft.Id}", $"/en/drafts/{draft.Id}/keep");
            for (var added = 0; added < 5; added++) await inspector.Post($"/en/screenings/{draft.Id}", $"/en/screenings/{draft.Id}/notes", ("text", Plant("added")));
            opened.Append(WebUtility.HtmlDecode(await inspector.GetStringAsync($"/en/screenings/{draft.Id}")));
        }
        return opened.ToString();
    }

    // Forms that are refused, too long or sent to the wrong place.
    private async Task Mistakes(RunningNode node, SignedIn inspector)
    {
        using var client = node.Client();
        for (var i = 0; i < 10; i++)
        {
            using var form = new FormUrlEncodedContent([KeyValuePair.Create("n.EX-hours", Plant("desk")), KeyValuePair.Create("instrument", "nothing")]);
            await client.PostAsync("/en/screening", form);
            using var json = new StringContent($"{{\"id\":\"{Plant("upload")}\"}}", Encoding.UTF8, "application/json");
            await client.PostAsync("/phone/drafts", json);
            await inspector.Post("/en/work", $"/en/screenings/{new string('e', 32)}/notes", ("text", Plant("astray")));
            await inspector.Post("/en/work", "/en/people", ("name", Plant("forbidden")));
        }
    }

    private IEnumerable<string> Hits(byte[] bytes) => planted.Where(word => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(word)) >= 0 || bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(word)) >= 0);

    // What this process could have left behind: other tests run at the same time, in folders of their own.
    private static HashSet<string> TemporaryFiles() =>
    [
        .. Directory.EnumerateFiles(Path.GetTempPath(), "*", SearchOption.TopDirectoryOnly)
            // The runtime's own pipes and sockets, which are no files and would be waited on for ever.
            .Where(file => !Path.GetFileName(file).StartsWith("clr-debug-pipe", StringComparison.Ordinal) && !Path.GetFileName(file).StartsWith("dotnet-diagnostic", StringComparison.Ordinal)),
    ];
}
