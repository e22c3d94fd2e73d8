using System.Diagnostics;
using System.Text;
using System.Xml.Linq;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Entraide.Core.Text;
using Entraide.Core.Text.Blocks;
using Entraide.Node.Guide;
using Entraide.Node.Platform;
using Entraide.Tests.Databases;

namespace Entraide.Tests.Node.Guide;

/// <summary>The guide is taken along: as a book, as one file, on paper, for programs. What leaves says what it is and whether it is behind.</summary>
public sealed class ExportTests
{
    private static IEnumerable<CopySource> All => Copies.Languages.SelectMany(language => new[] { Copies.Core(language), Copies.Belgian(language) }).Append(Copies.Core("ar"))
        .Concat(ShippedFiles.Countries().SelectMany(country => country.Languages.Append("en").Distinct().Select(language => CopySource.Shipped(ReadGuide.Document, language, country.Country))));

    [Fact]
    public async Task EPUBCheck_finds_nothing_in_any_book()
    {
        using var folder = new Folder();
        var books = All.Select(source => folder.Write(source.FileName("epub"), GuideBook.Make(source, Copies.First))).ToList();
        // A book with a fault goes along, so that a checker that finds nothing anywhere is found out.
        var (found, counted) = await Validators.CheckBooks([.. books, folder.Write("planted.epub", [.. GuideBook.Make(Copies.Core("en"), Copies.First)[..2000]])]);
        Assert.DoesNotContain(" 0 0 0", Assert.Single(counted, line => line.StartsWith("planted", StringComparison.Ordinal)));
        Assert.Equal(books.Count + 1, counted.Count);
        Assert.All(counted.Where(line => !line.StartsWith("planted", StringComparison.Ordinal)), line => Assert.True(line.EndsWith(".epub 0 0 0", StringComparison.Ordinal), $"{line}\n{found}"));
        TestContext.Current.SendDiagnosticMessage($"EPUBCheck: {books.Count} books, nothing found.");
    }

    [Fact]
    public async Task The_checker_of_the_W3C_finds_no_error_in_any_file_or_page()
    {
        using var folder = new Folder();
        var pages = All.Select(source => folder.Write(source.FileName("html"), GuideFile.Make(source, Copies.Day))).ToList();
        await using var node = await RunningNode.Start();
        using var client = node.Client();
        var chapter = GuideChapter.Of(Copies.Core("en").Text).First(one => one.Blocks.Any(block => block.Kind == BlockKind.Subheading)).Id;
        foreach (var language in Copies.Languages.Append("ar"))
            foreach (var path in (string[])["guide", "guide/whole", $"guide/{chapter}", "guide/check", "guide/check?code=0000-0000-0000-0000", $"guide/check?code={Copies.Core(language).Code}", $"guide/difference/{Copies.Shipped.Blocks[0].BlockId}?since=1"])
            {
                using var answer = await client.GetAsync($"/{language}/{path}", TestContext.Current.CancellationToken);
                Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode}");
                pages.Add(folder.Write($"page-{pages.Count}.html", await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)));
            }
        var errors = await Validators.CheckPages([.. pages, folder.Write("planted.html", "<!DOCTYPE html><html lang=en><title>x</title><p id=a><b id=a>"u8.ToArray())]);
        Assert.NotEmpty(errors);
        Assert.All(errors, error => Assert.Contains("planted.html", error));
    }

    [Fact]
    public async Task A_PDF_is_tagged_and_has_its_title_and_its_language()
    {
        Validators.Need("weasyprint", "weasyprint");
        using var folder = new Folder();
        foreach (var source in new[] { Copies.Belgian("fr"), Copies.Core("en") })
        {
            var made = await GuidePaper.Make(source, Copies.Day);
            var said = await Validators.PdfInfo(folder.Write(source.FileName("pdf"), made));
            Assert.Matches("Tagged: +yes", said);
            Assert.Matches("Title: +" + source.Title, said);
            Assert.Contains(source.Code, said);
            Assert.Contains($"/Lang ({source.Language.Tag})", Encoding.Latin1.GetString(made));
        }
    }

    [Fact]
    public void The_same_text_gives_the_same_bytes_and_another_instant_changes_nothing_but_the_package()
    {
        foreach (var source in All)
        {
            Assert.Equal(GuideBook.Make(source, Copies.First), GuideBook.Make(source, Copies.First.ToOffset(TimeSpan.FromHours(5))));
            Assert.Equal(GuideFile.Make(source, Copies.Day), GuideFile.Make(source, Copies.Day));
        }
        var (one, other) = (Copies.Open(GuideBook.Make(Copies.Core("en"), Copies.First)), Copies.Open(GuideBook.Make(Copies.Core("en"), Copies.First.AddDays(1))));
        Assert.Equal("book/package.opf", Assert.Single(one.Except(other)).Name);
    }

    [Fact]
    public void A_book_begins_as_the_standard_wants_and_its_first_file_is_stored_as_it_is()
    {
        var book = GuideBook.Make(Copies.Core("fr"), Copies.First);
        Assert.Equal("mimetypeapplication/epub+zip", Encoding.ASCII.GetString(book, 30, 28));
    }

    [Fact]
    public void Every_block_and_every_fact_is_in_every_file_once_and_each_link_leads_somewhere()
    {
        foreach (var source in All)
        {
            var ids = source.Text.Blocks.Select(block => block.Id).Concat(source.Text.Placeholders.Keys).ToList();
            var page = Parse(GuideFile.Make(source, Copies.Day));
            var there = page.QuerySelectorAll("[id]").Select(one => one.Id!).ToList();
            Assert.Equal(there.Distinct().Count(), there.Count);
            Assert.Empty(ids.Except(there));
            Assert.All(page.QuerySelectorAll("a[href^='#']"), link => Assert.Contains(link.GetAttribute("href")![1..], there));

            var files = Copies.Open(GuideBook.Make(source, Copies.First)).Where(file => file.Name.EndsWith(".xhtml", StringComparison.Ordinal)).ToDictionary(file => file.Name["book/".Length..], file => XDocument.Parse(file.Text));
            var inBook = files.SelectMany(file => file.Value.Descendants().Attributes("id").Select(id => $"{file.Key}#{id.Value}")).Concat(files.Keys).ToHashSet();
            Assert.All(ids, id => Assert.Single(inBook, place => place.EndsWith("#" + id, StringComparison.Ordinal)));
            Assert.All(files.Values.SelectMany(file => file.Descendants().Attributes("href")).Where(href => !href.Value.StartsWith("https:", StringComparison.Ordinal) && !href.Value.EndsWith(".css", StringComparison.Ordinal)), href => Assert.Contains(href.Value, inBook));
        }
    }

    [Fact]
    public void What_is_in_another_language_is_marked_as_such_in_every_file()
    {
        foreach (var source in All)
        {
            var page = Parse(GuideFile.Make(source, Copies.Day));
            Assert.Equal((source.Language.Tag, source.Language.Direction), (page.DocumentElement.GetAttribute("lang"), page.DocumentElement.GetAttribute("dir")));
            var chapters = Copies.Open(GuideBook.Make(source, Copies.First)).Where(file => file.Name.Contains("chapter", StringComparison.Ordinal)).Select(file => XDocument.Parse(file.Text)).ToList();
            Assert.All(chapters, chapter => Assert.Equal([source.Language.Tag, source.Language.Tag], chapter.Root!.Attributes().Where(one => one.Name.LocalName == "lang").Select(one => one.Value)));
            foreach (var block in source.Text.Blocks)
            {
                var shown = page.GetElementById(block.Id)!;
                var words = shown.ClassList.Contains("block") ? shown.QuerySelector("p[lang], h3[lang], p:not(.behind), h3")! : shown;
                Assert.Equal(block.Shown.Language, words.Closest("[lang]")!.GetAttribute("lang"));
                var inBook = chapters.SelectMany(chapter => chapter.Descendants()).Single(one => (string?)one.Attribute("id") == block.Id).DescendantsAndSelf().FirstOrDefault(one => one.Attribute("lang") is not null);
                if (block.Shown.Language != source.Language.Tag) Assert.Equal((string?)inBook!.Attribute("lang"), (string?)inBook.Attribute(XNamespace.Xml + "lang"));
            }
        }
    }

    [Fact]
    public void National_text_what_binds_and_what_must_no_longer_be_followed_are_said_in_words()
    {
        var source = Copies.Belgian("fr");
        var page = Parse(GuideFile.Make(source, Copies.Day));
        var say = source.Say;
        Assert.Contains($"Belgique: {say["guide.national.Replace"]}. {say["guide.to-verify"]}", page.Body!.TextContent);
        Assert.Contains("Source : Loi <du> 13 avril 1995 & \"suites\"", page.Body.TextContent);
        Assert.Contains(say.Say("guide.strengthened", ("country", "Belgique")), page.Body.TextContent);
        var folded = source.Text.Blocks.Where(block => block.Folded is not null).ToList();
        Assert.Equal(2, folded.Count);
        Assert.All(folded, block =>
        {
            var shown = page.GetElementById(block.Id)!;
            Assert.Equal(say["guide.behind.critical"], shown.FirstElementChild!.TextContent);
            Assert.NotNull(shown.QuerySelector("details.folded summary"));
            Assert.DoesNotContain("national", shown.ClassList);
        });
        var book = string.Concat(Copies.Open(GuideBook.Make(source, Copies.First)).Select(file => file.Text));
        Assert.Equal(2, book.Split("<aside class=\"folded\"").Length - 1);
        Assert.DoesNotContain("<details", book);
        Assert.Contains(say["guide.homeless"], page.Body.TextContent);
    }

    [Fact]
    public void The_code_stands_in_every_file_and_says_when_it_was_made()
    {
        foreach (var source in All)
        {
            Assert.Equal(GuideView.CodeOf(source.Text.Hash), source.Code);
            var html = Encoding.UTF8.GetString(GuideFile.Make(source, Copies.Day));
            Assert.Contains($"<bdi>{source.Code}</bdi>", html);
            Assert.Contains("data-made=\"2026-03-02\"", html);
            var book = Copies.Open(GuideBook.Make(source, Copies.First));
            Assert.Contains(source.Code, book.Single(file => file.Name == "book/package.opf").Text);
            Assert.Contains(source.Code, book.Single(file => file.Name == "book/title.xhtml").Text);
        }
    }

    [Fact]
    public async Task A_reader_downloads_a_file_and_its_code_is_known_from_then_on()
    {
        await using var node = await RunningNode.Start();
        using var client = node.Client();
        var source = Copies.Core("fr");
        foreach (var (ending, media) in ((string, string)[])[("epub", "application/epub+zip"), ("html", "text/html"), ("json", "application/json")])
        {
            using var answer = await client.GetAsync($"/fr/guide/download.{ending}", TestContext.Current.CancellationToken);
            Assert.Equal(media, answer.Content.Headers.ContentType!.MediaType);
            Assert.Equal(("attachment", $"entraide-guide-fr-1.{ending}"), (answer.Content.Headers.ContentDisposition!.DispositionType, answer.Content.Headers.ContentDisposition.FileName));
            var bytes = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
            // A node says the same as the shipped text, made without a node.
            if (ending == "json") Assert.Equal(source.Text.Json.ToArray(), bytes);
            if (ending == "epub") Assert.Equal(GuideBook.Make(source, node.Clock.Now), bytes);
            if (ending == "html") Assert.Equal(GuideFile.Make(source, DateOnly.FromDateTime(node.Clock.Now.UtcDateTime)), bytes);
        }
        Assert.Contains("\"known\":true", await client.GetStringAsync($"/guide/check.json?code={source.Code}", TestContext.Current.CancellationToken));
        // Another day: the book is the same, the file says its own day.
        var book = await client.GetByteArrayAsync("/fr/guide/download.epub", TestContext.Current.CancellationToken);
        node.Clock.Now = node.Clock.Now.AddDays(3);
        Assert.Equal(book, await client.GetByteArrayAsync("/fr/guide/download.epub", TestContext.Current.CancellationToken));
        Assert.Contains("data-made=\"2026-03-04\"", await client.GetStringAsync("/fr/guide/download.html", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_command_writes_a_file_without_a_node_and_refuses_in_one_line()
    {
        using var folder = new Folder();
        var file = Path.Combine(folder.Name, "guide.epub");
        Assert.Equal((0, ""), await Export("--lang", "fr", "--format", "epub", "--date", "2026-03-01", "--out", file));
        Assert.Equal(GuideBook.Make(Copies.Core("fr"), new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero)), await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        foreach (var (arguments, said) in ((string[], string)[])[(["--lang", "xx", "--format", "html"], "does not speak"), (["--lang", "fr", "--country", "ZZ", "--format", "html"], "has no text here"), (["--lang", "fr", "--format", "html", "--date", "tomorrow"], "is no day"), (["--lang", "fr", "--format", "html", "--data", folder.Name], "There is no node"), (["--lang", "fr", "--format", "html", "--out", folder.Name], "Check the names")])
        {
            var (exit, error) = await Export(arguments);
            Assert.Equal(CommandLine.Refused, exit);
            Assert.Contains(said, error);
            Assert.Single(error.TrimEnd().Split('\n'));
        }
        Assert.Equal(CommandLine.WrongUsage, (await Export("--lang", "fr", "--format", "docx")).Exit);
        Assert.Equal([file], Directory.GetFiles(folder.Name));
    }

    [Fact]
    public async Task A_translator_gets_every_block_with_what_is_there_already()
    {
        using var folder = new Folder();
        foreach (var format in (string[])["xliff2", "xliff12"])
        {
            var file = Path.Combine(folder.Name, format + ".xlf");
            Assert.Equal((0, ""), await Export("--lang", "fr", "--format", format, "--out", file));
            var job = XDocument.Load(file);
            if (format == "xliff2") Assert.Empty(Entraide.Core.Text.Xliff.XliffChecker.Faults(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)));
            var units = job.Descendants().Where(one => one.Name.LocalName is "unit" or "trans-unit").ToList();
            Assert.Equal(Copies.Shipped.Blocks.Length, units.Count);
            Assert.All(units, unit => Assert.Single(unit.Descendants(), one => one.Name.LocalName == "target"));
            var warning = Copies.Shipped.Blocks.First(block => block.Kind == BlockKind.Warning);
            Assert.Contains(units, unit => unit.Value.Contains("safety depends on it", StringComparison.Ordinal) && unit.Value.Contains(InlineMarkup.Plain(InlineMarkup.Parse(warning.Text)).Split('{')[0], StringComparison.Ordinal));
        }
        Assert.Contains("nothing to translate", (await Export("--lang", "en", "--format", "xliff2")).Error);
    }

    [Fact]
    public async Task Without_WeasyPrint_one_line_says_how_to_get_it()
    {
        var (exit, error) = await Export(["--lang", "fr", "--format", "pdf"], path: "/nowhere");
        Assert.Equal(CommandLine.Refused, exit);
        Assert.Contains("apt-get install weasyprint", error);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    private static IDocument Parse(byte[] html) => new HtmlParser().ParseDocument(Encoding.UTF8.GetString(html));

    private static Task<(int Exit, string Error)> Export(params string[] arguments) => Export(arguments, null);

    private static async Task<(int Exit, string Error)> Export(string[] arguments, string? path)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "entraide.dll"), "guide", "export", .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        if (path is not null) start.Environment["PATH"] = path;
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        await output;
        return (process.ExitCode, await error);
    }

    private sealed class Folder : IDisposable
    {
        public string Name { get; } = Directory.CreateTempSubdirectory("entraide-test-").FullName;

        public string Write(string name, byte[] content)
        {
            var file = Path.Combine(Name, name);
            File.WriteAllBytes(file, content);
            return file;
        }

        public void Dispose() => Directory.Delete(Name, recursive: true);
    }
}
