using System.Collections.Immutable;
using System.Text;
using Entraide.Core.Text;
using Entraide.Core.Text.Xliff;

namespace Entraide.Tests.Core.Text.Xliff;

public sealed class RoundTripTests
{
    public static TheoryData<string> Languages => [.. SampleJobs.Words.Keys];

    [Theory, MemberData(nameof(Languages))]
    public void A_thousand_units_come_back_from_XLIFF_2_1_without_a_difference(string language)
    {
        var job = new SampleJobs(2100 + language[0]).Job(language, 1000);
        var written = XliffJobWriter.Write(job);
        Assert.Empty(XliffChecker.Faults(written, new XliffOptions(job.SourceLanguage, job.TargetLanguage)));
        Same(job, XliffJobReader.Read(written, job));
    }

    [Theory, MemberData(nameof(Languages))]
    public void A_thousand_units_come_back_from_XLIFF_1_2_without_a_difference(string language)
    {
        var job = new SampleJobs(1200 + language[0]).Job(language, 1000);
        Same(job, Xliff12Reader.Read(Xliff12Writer.Write(job), job));
    }

    [Fact]
    public void The_model_tells_of_a_job_all_that_was_written()
    {
        var job = new SampleJobs(7).Job("el", 200);
        var document = XliffDocument.Read(XliffJobWriter.Write(job));
        Assert.Equal(("en", "el", "guide/best-practice"), (document.SourceLanguage, document.TargetLanguage, document.Files[0].Original));
        foreach (var (unit, told) in job.Units.Zip(document.Units))
        {
            Assert.Equal(unit.Id, told.Name);
            Assert.Equal(unit.Notes.Select(note => (note.Category, note.Text)), told.Notes.Select(note => (note.Category!, note.Text)));
            Assert.Equal(unit.Terms.Select(term => (term.Source, term.Definition, string.Join('|', term.Translations))), told.Terms.Select(term => (term.Term, term.Definition, string.Join('|', term.Translations))));
            Assert.Equal(unit.BaseVersion?.ToString(), told.Metadata.FirstOrDefault(meta => meta.Type == "base-version")?.Value);
            Assert.Equal(unit.Target is not null, told.Segments[0].Target is not null);
            Assert.True(told.Translate && told.Segments[0].IsPreserved);
        }
    }

    /// <summary>An older translation may lack a code, or have one that the source no longer has: it goes out, and is refused only if it comes back so.</summary>
    [Fact]
    public void A_translation_of_an_older_source_goes_out_in_a_valid_file()
    {
        var unit = new JobUnit("u", InlineMarkup.Parse("**a** {b} *c*"), InlineMarkup.Parse("*c* {old} [d](block:d)"));
        var job = new XliffJob("en", "fr", "x", [unit]);
        Assert.Empty(XliffChecker.Faults(XliffJobWriter.Write(job)));
        Assert.Equal(["code-extra", "code-extra", "code-missing", "code-missing"], XliffJobReader.Read(XliffJobWriter.Write(job), job).Units[0].Refusals.Select(fault => fault.Rule.Id).Order(StringComparer.Ordinal).Where(id => id.StartsWith("code-", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("a/b", "a:b")]
    [InlineData("a_b:c d", "a_005Fb_003Ac_0020d")]
    [InlineData("é/1.2-3", "é:1.2-3")]
    public void An_id_that_XLIFF_cannot_hold_comes_back(string id, string written)
    {
        var job = new XliffJob("en", "fr", "x", [new(id, InlineMarkup.Parse("a"))]);
        var file = XliffJobWriter.Write(job);
        Assert.Contains($"<unit id=\"{written}\"", Encoding.UTF8.GetString(file), StringComparison.Ordinal);
        Assert.Equal(id, Assert.Single(XliffJobReader.Read(file, job).Units).Id);
    }

    internal static void Same(XliffJob job, XliffImport read)
    {
        Assert.Empty(read.Unknown);
        Assert.Empty(read.Absent);
        Assert.Equal(job.Units.Length, read.Units.Length);
        foreach (var (sent, came) in job.Units.Zip(read.Units))
        {
            Assert.Empty(came.Refusals);
            Assert.All(came.Warnings, warning => Assert.Equal("target-same", warning.Rule.Id));
            Assert.Equal((sent.Id, Show(sent.Target), sent.State, sent.BaseVersion, sent.ChangeClass), (came.Id, Show(came.Target), came.State, came.BaseVersion, came.ChangeClass));
            Assert.Equal(sent.Notes, came.Notes.AsEnumerable());
        }
    }

    internal static string? Show(ImmutableArray<InlineNode>? nodes) => nodes is { } some ? SampleJobs.Show(some) : null;
}
