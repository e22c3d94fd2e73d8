using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Entraide.Core.Text;
using Entraide.Core.Text.Xliff;

namespace Entraide.Tests.Core.Text.Xliff;

/// <summary>
/// Jobs go through the real OmegaT of Debian (3.6) and come back: it lists what it would show to a translator, that is
/// changed as a translator would, and it makes the translated files.
/// </summary>
public sealed class OmegaTTests : IDisposable
{
    private const string Jar = "/usr/share/omegat/OmegaT.jar", Java = "/usr/bin/java";
    private const int Units = 120;

    private readonly DirectoryInfo project = Directory.CreateTempSubdirectory("omegat");

    public void Dispose() => project.Delete(recursive: true);

    [Fact]
    public async Task Nine_languages_go_through_OmegaT_without_a_unit_a_code_or_a_note_lost()
    {
        var memory = await Start();
        var jobs = SampleJobs.Words.Keys.ToDictionary(language => language, Job);
        foreach (var (language, job) in jobs) await File.WriteAllBytesAsync(In("source", $"{language}.xlf"), Xliff12Writer.Write(job));
        await OmegaT("console-createpseudotranslatetmx", $"--pseudotranslatetmx={memory}", "--pseudotranslatetype=equal");
        var translated = Translate(memory);
        await OmegaT("console-translate");

        var (changed, same, codes, notes) = (0, 0, 0, 0);
        foreach (var (language, job) in jobs)
        {
            var read = Xliff12Reader.Read(await File.ReadAllBytesAsync(In("target", $"{language}.xlf")), job);
            Assert.Equal((Units, 0, 0), (read.Units.Length, read.Unknown.Length, read.Absent.Length));
            foreach (var (sent, came) in job.Units.Zip(read.Units))
            {
                Assert.Empty(came.Refusals);
                Assert.Equal(sent.Notes, came.Notes.AsEnumerable());
                Assert.Equal((sent.Id, sent.BaseVersion, sent.ChangeClass), (came.Id, came.BaseVersion, came.ChangeClass));
                notes += sent.Notes.Length;
                if (translated.Contains(Token(language, sent)))
                {
                    Assert.Equal(JobState.Translated, came.State);
                    Assert.Equal(Sorted((sent.Target ?? sent.Source, $" {SampleJobs.Words[language][0]} ")), Sorted((came.Target!.Value, "")));
                    codes += InlineMarkup.All(came.Target.Value).Count(node => node is not InlineText);
                    changed++;
                }
                else
                {
                    Assert.Equal((sent.State, RoundTripTests.Show(sent.Target)), (came.State, RoundTripTests.Show(came.Target)));
                    same++;
                }
            }
        }
        Assert.True(changed > 700 && same > 300 && codes > 1000 && notes > 500, $"{changed} changed, {same} untouched, {codes} codes, {notes} notes");
    }

    [Fact]
    public async Task A_job_that_nobody_touched_comes_back_as_it_was()
    {
        await Start();
        var job = new SampleJobs(77).Job("uk", Units);
        await File.WriteAllBytesAsync(In("source", "job.xlf"), Xliff12Writer.Write(job));
        await OmegaT("console-translate");
        RoundTripTests.Same(job, Xliff12Reader.Read(await File.ReadAllBytesAsync(In("target", "job.xlf")), job));
    }

    [Fact]
    public async Task OmegaT_fills_in_what_the_translation_memory_knows()
    {
        await Start();
        var job = new XliffJob("en", "fr", "x", [new("u1", InlineMarkup.Parse("Call the helpline")), new("u2", InlineMarkup.Parse("Not known"))]);
        await File.WriteAllBytesAsync(In("source", "job.xlf"), Xliff12Writer.Write(job));
        Directory.CreateDirectory(In("tm", "auto"));
        await File.WriteAllBytesAsync(In("tm", "auto", "memory.tmx"), TmxWriter.Write("en", [new("1", [new("en", InlineMarkup.Parse("Call the helpline")), new("fr", InlineMarkup.Parse("Appelez l’aide"))])]));
        await OmegaT("console-translate");
        var read = Xliff12Reader.Read(await File.ReadAllBytesAsync(In("target", "job.xlf")), job);
        Assert.Equal(("Appelez l’aide", JobState.Translated), (RoundTripTests.Show(read.Units[0].Target), read.Units[0].State));
        Assert.Equal((null, JobState.Initial), (RoundTripTests.Show(read.Units[1].Target), read.Units[1].State));
    }

    private string In(params string[] parts) => Path.Combine([project.FullName, .. parts]);

    private async Task<string> Start()
    {
        Assert.SkipUnless(File.Exists(Jar) && File.Exists(Java), "OmegaT is missing: nothing was proved with a translator's program. Install it with: apt-get install omegat");
        foreach (var folder in (string[])["source", "target", "omegat", "tm", "glossary", "dictionary"]) project.CreateSubdirectory(folder);
        await File.WriteAllTextAsync(In("omegat.project"), """
            <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
            <omegat><project version="1.0"><source_dir>__DEFAULT__</source_dir><target_dir>__DEFAULT__</target_dir><tm_dir>__DEFAULT__</tm_dir><glossary_dir>__DEFAULT__</glossary_dir>
            <glossary_file>__DEFAULT__</glossary_file><dictionary_dir>__DEFAULT__</dictionary_dir><source_lang>EN</source_lang><target_lang>FR</target_lang>
            <sentence_seg>false</sentence_seg><support_default_translations>true</support_default_translations><remove_tags>false</remove_tags></project></omegat>
            """);
        return In("omegat", "project_save.tmx");
    }

    /// <summary>A job whose units have each a word of their own, at the beginning or at the end, by which OmegaT's segments are found again.</summary>
    private static XliffJob Job(string language)
    {
        var job = new SampleJobs(3600 + language[0]).Job(language, Units);
        return job with { Units = [.. job.Units.Select(unit => unit with { Source = Marked(unit.Source, Token(language, unit)), Target = unit.Target is { } target ? Marked(target, Token(language, unit)) : null })] };
    }

    private static string Token(string language, JobUnit unit) => $"{language}{unit.Id[(unit.Id.LastIndexOf('.') + 1)..]}x";

    private static ImmutableArray<InlineNode> Marked(ImmutableArray<InlineNode> nodes, string token) =>
        InlineMarkup.Parse(token[^2] % 2 == 0 ? $"{token} {InlineMarkup.Write(nodes)}" : $"{InlineMarkup.Write(nodes)} {token}");

    /// <summary>The letters in order of the alphabet: codes are moved, and blanks at the ends with them.</summary>
    private static string Sorted((ImmutableArray<InlineNode> Nodes, string More) text) => string.Concat((InlineMarkup.Plain(text.Nodes) + text.More).Where(letter => letter != ' ').Order());

    /// <summary>Translates two of three segments: a word is added, and every fifth has its first pair of codes moved to the end. The others are taken out of the memory.</summary>
    private static HashSet<string> Translate(string memory)
    {
        HashSet<string> translated = new(StringComparer.Ordinal);
        using var reader = XmlReader.Create(memory, new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null });
        var tmx = XDocument.Load(reader, LoadOptions.PreserveWhitespace);
        foreach (var unit in tmx.Descendants("tu").ToList())
        {
            var segment = unit.Descendants("seg").Last();
            var token = Regex.Match(segment.Value, "([a-z]{2})([0-9]+)x");
            var number = token.Success ? int.Parse(token.Groups[2].Value) : 0;
            if (number % 3 == 0)
            {
                unit.Remove();
                continue;
            }
            translated.Add(token.Value);
            segment.Value = segment.Value.Replace(token.Value, $"{token.Value} {SampleJobs.Words[token.Groups[1].Value][0]}");
            if (number % 5 == 0) segment.Value = Regex.Replace(segment.Value, "^(?<a>.*?)(?<b><(?<n>g[0-9]+)>.*?</\\k<n>>)(?<c>.*)$", "${a}${c} ${b}", RegexOptions.Singleline);
        }
        tmx.Save(memory);
        return translated;
    }

    private async Task OmegaT(string mode, params string[] more)
    {
        string[] arguments = ["-Djava.awt.headless=true", $"-Duser.home={In("home")}", "-jar", Jar, $"--mode={mode}", .. more, $"--config-dir={In("config")}", "--no-team", "--disable-project-locking", "--disable-location-save", "--quiet", project.FullName];
        using var process = Process.Start(new ProcessStartInfo(Java, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0 && (await output).Contains("Finished", StringComparison.Ordinal), $"{mode}: {await output}{await errors}");
    }
}
