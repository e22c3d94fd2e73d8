using System.Collections.Immutable;
using System.Text;
using Entraide.Core.Text;
using Entraide.Core.Text.Xliff;

namespace Entraide.Tests.Core.Text.Xliff;

public sealed class ImportTests
{
    private const string Markup = "Call **{helpline}** or read *the* [guide](block:intro).";

    private static readonly XliffJob Job = new("en", "fr", "guide", [new("intro/1", InlineMarkup.Parse(Markup), BaseVersion: 3, LongestTarget: 60), new("intro/2", InlineMarkup.Parse("Two."))]);

    // The codes as they are exported: 1 strong, 2 placeholder, 3 emphasis, 4 link.
    private const string Strong = "<pc id=\"1\">", Place = "<ph id=\"2\"/>", Good = Strong + "Appelez " + Place + "</pc> ou lisez <pc id=\"3\">le</pc> <pc id=\"4\">guide</pc>.";

    /// <summary>What a translator can return, with the rule that it breaks.</summary>
    internal static readonly (string Name, string Rule, string State, string Target)[] Returned =
    [
        ("a code left out", "code-missing", "translated", Good.Replace(Place, "")),
        ("a pair left out", "code-missing", "translated", Good.Replace("<pc id=\"3\">le</pc>", "le")),
        ("a code of one's own", "code-extra", "translated", Good + "<ph id=\"9\"/>"),
        ("a code twice", "code-repeated", "translated", Good + Place),
        ("a pair twice", "code-repeated", "translated", Good + "<pc id=\"3\">le</pc>"),
        ("pairs that cross", "code-pair", "translated", $"<sc id=\"1\"/>a {Place}<sc id=\"3\"/>b<ec startRef=\"1\"/>c<ec startRef=\"3\"/><pc id=\"4\">d</pc>"),
        ("an end before its start", "code-start", "translated", $"<ec startRef=\"1\"/>a {Place}<sc id=\"1\"/><pc id=\"3\">b</pc><pc id=\"4\">d</pc>"),
        ("a pair that does not end", "code-end", "translated", $"<sc id=\"1\"/>a {Place}<pc id=\"3\">b</pc><pc id=\"4\">d</pc>"),
        ("a pair around nothing", "code-void", "translated", Good.Replace(">le<", "><")),
        ("nothing, and final", "target-empty", "final", ""),
        ("blanks, and translated", "target-empty", "translated", "  "),
        ("too long", "target-length", "translated", Good + new string('a', 60)),
        ("codes that touch", "target-markup", "translated", $"<pc id=\"3\"><pc id=\"1\">{Place}</pc></pc><pc id=\"4\">a</pc>"),
        ("an override of direction", "target-bidi", "translated", Good + "\u202E"),
        ("a zero-width space", "target-invisible", "translated", Good + "\u200B"),
        ("a line break", "target-control", "translated", Good + "\n"),
        ("a control sign", "target-control", "translated", Good + "<cp hex=\"0007\"/>"),
        ("an element that is none", "element-unknown", "translated", Good + "<b>a</b>"),
        ("a script", "element-foreign", "translated", Good + "<script xmlns=\"http://www.w3.org/1999/xhtml\"/>"),
        ("an attribute of one's own", "attribute-unknown", "translated", Good.Replace(Place, "<ph id=\"2\" href=\"x\"/>")),
        ("a code that is another", "code-pair", "translated", Good.Replace(Place, "<pc id=\"2\">a</pc>")),
        ("a changed source", "source-changed", "source", "Call <pc id=\"1\" dataRefStart=\"d1\" dataRefEnd=\"e1\"><ph id=\"2\" dataRef=\"d2\"/></pc> nobody, read <pc id=\"3\" dataRefStart=\"d3\" dataRefEnd=\"e3\">the</pc> <pc id=\"4\" dataRefStart=\"d4\" dataRefEnd=\"e4\">guide</pc>."),
        ("a source whose codes are others", "code-unreadable", "source", "Call <ph id=\"1\" disp=\"x\"/>"),
        ("the source's own words", "target-same", "same", ""),
        ("an older source", "source-older", "older", ""),
    ];

    public static TheoryData<string> Names => [.. Returned.Select(one => one.Name)];

    [Theory, MemberData(nameof(Names))]
    public void A_unit_is_refused_or_marked_by_its_rule_and_the_others_are_kept(string name)
    {
        var (_, rule, state, target) = Returned.Single(one => one.Name == name);
        var (first, second) = Both(XliffJobReader.Read(Encoding.UTF8.GetBytes(Edit(state, target)), Job));
        var isWarning = rule is "target-same" or "source-older";
        Assert.Contains(isWarning ? first.Warnings : first.Refusals, fault => fault.Rule.Id == rule);
        Assert.Equal(isWarning, first.IsTaken);
        if (!isWarning) Assert.Null(first.Target);
        Assert.True(second.IsTaken);
        Assert.Equal("Deux.", InlineMarkup.Write(second.Target!.Value));
    }

    [Fact]
    public void Codes_may_be_reordered_and_nested_as_the_language_needs()
    {
        var target = $"<pc id=\"4\">Guide</pc> à <pc id=\"3\">lire</pc> ; <pc id=\"1\">appelez {Place}</pc>";
        var (first, _) = Both(XliffJobReader.Read(Encoding.UTF8.GetBytes(Edit("reviewed", target)), Job));
        Assert.Empty(first.Refusals);
        Assert.Equal("[Guide](block:intro) à *lire* ; **appelez {helpline}**", InlineMarkup.Write(first.Target!.Value));
        Assert.Equal((JobState.Reviewed, 3), (first.State, first.BaseVersion));
    }

    [Fact]
    public void Annotations_of_the_translators_program_and_segments_of_its_own_are_read_through()
    {
        var text = Edit("translated", "<mrk id=\"m1\" translate=\"yes\">" + Good.Replace(" ou lisez", "</mrk> ou lisez"));
        Assert.Equal("**Appelez {helpline}** ou lisez *le* [guide](block:intro).", InlineMarkup.Write(Both(XliffJobReader.Read(Encoding.UTF8.GetBytes(text), Job)).First.Target!.Value));
        var cut = Edit("translated", Good).Replace("</source>\n    <target>Deux.</target>", "</source><target>De</target></segment><segment state=\"translated\"><source></source><target>ux.</target>");
        Assert.Equal("Deux.", InlineMarkup.Write(Both(XliffJobReader.Read(Encoding.UTF8.GetBytes(cut), Job)).Second.Target!.Value));
    }

    [Fact]
    public void Units_that_were_not_sent_are_named_and_so_are_those_that_did_not_come_back()
    {
        var written = XliffJobWriter.Write(Job with { Units = [Job.Units[0], new("other", InlineMarkup.Parse("Other."))] });
        var read = XliffJobReader.Read(written, Job);
        Assert.Equal((["other"], ["intro/2"], "intro/1"), (read.Unknown, read.Absent, Assert.Single(read.Units).Id), Equal);
        var older = Xliff12Reader.Read(Xliff12Writer.Write(Job with { Units = [Job.Units[0], new("other", InlineMarkup.Parse("Other."))] }), Job);
        Assert.Equal((["other"], ["intro/2"], "intro/1"), (older.Unknown, older.Absent, Assert.Single(older.Units).Id), Equal);

        static bool Equal((ImmutableArray<string>, ImmutableArray<string>, string) one, (ImmutableArray<string>, ImmutableArray<string>, string) other) => one.Item1.SequenceEqual(other.Item1) && one.Item2.SequenceEqual(other.Item2) && one.Item3 == other.Item3;
    }

    [Fact]
    public void A_unit_twice_refuses_the_whole_file_in_both_formats()
    {
        foreach (var (text, read) in Formats())
        {
            var unit = text[text.IndexOf("<unit", StringComparison.Ordinal) is var at && at > 0 ? at.. : text.IndexOf("<trans-unit", StringComparison.Ordinal)..];
            unit = unit[..(unit.IndexOf("unit>", StringComparison.Ordinal) + 5)];
            Assert.Equal("id-unit", Assert.Throws<XliffException>(() => read(text.Replace(unit, unit + unit))).Faults[0].Rule.Id);
        }
    }

    [Theory]
    [InlineData("\"fr\"", "\"es\"", "target-language-asked")]
    [InlineData("\"en\"", "\"de\"", "source-language-asked")]
    [InlineData("<?xml", "<!DOCTYPE xliff [<!ENTITY a \"b\">]><?xml", "xml-dtd")]
    [InlineData("</xliff>", "", "xml-malformed")]
    [InlineData("<xliff ", "<tmx ", "xml-malformed")]
    [InlineData("version=\"2.1\"", "version=\"9\"", "xliff-version")]
    [InlineData("version=\"1.2\"", "version=\"9\"", "xliff-version")]
    [InlineData("<source>Two.</source>", "", "element-missing")]
    [InlineData("<source>Two.</source>", "<source>Two.</source><source>Two.</source>", "element-repeated")]
    [InlineData("<source>Two.</source>", "<source>Two.<b/></source>", "element-unknown")]
    [InlineData("<source>Two.</source>", "<source>Two.</source>stray", "text-place")]
    public void A_file_that_is_broken_elsewhere_than_in_a_target_is_refused_as_a_whole(string from, string to, string rule)
    {
        var tried = 0;
        foreach (var (text, read) in Formats())
        {
            if (!text.Contains(from, StringComparison.Ordinal)) continue;
            tried++;
            var mutated = from == "<?xml" ? text.Replace("""<?xml version="1.0" encoding="UTF-8"?>""", to[..^5]) : text.Replace(from, to);
            Assert.Contains(Assert.Throws<XliffException>(() => read(mutated)).Faults, fault => fault.Rule.Id == rule);
        }
        Assert.InRange(tried, 1, 2);
    }

    [Fact]
    public void What_was_reviewed_in_XLIFF_1_2_is_only_translated_once_its_words_are_others()
    {
        var job = Job with { Units = [Job.Units[1] with { Target = InlineMarkup.Parse("Deux."), State = JobState.Final }] };
        var text = Encoding.UTF8.GetString(Xliff12Writer.Write(job));
        Assert.Equal(JobState.Final, Assert.Single(Xliff12Reader.Read(Encoding.UTF8.GetBytes(text), job).Units).State);
        Assert.Equal(JobState.Translated, Assert.Single(Xliff12Reader.Read(Encoding.UTF8.GetBytes(text.Replace("Deux.", "Deuxième.")), job).Units).State);
    }

    [Theory]
    [InlineData("<g id=\"1\" ctype=\"bold\" equiv-text=\"**\">Ligne <x id=\"2\"/></g> <g id=\"3\">a</g>", "code-missing")]
    [InlineData("<g id=\"1\">Ligne <x id=\"2\"/></g> <g id=\"3\">a</g> <g id=\"4\">b</g><x id=\"5\"/>", "code-extra")]
    [InlineData("<g id=\"1\">Ligne <x id=\"2\"/><x id=\"2\"/></g> <g id=\"3\">a</g> <g id=\"4\">b</g>", "code-repeated")]
    [InlineData("<x id=\"1\"/>Ligne <x id=\"2\"/> <g id=\"3\">a</g> <g id=\"4\">b</g>", "code-pair")]
    [InlineData("<bpt id=\"1\">a</bpt>", "element-unknown")]
    public void A_unit_of_XLIFF_1_2_is_refused_by_its_rule(string target, string rule)
    {
        var text = Encoding.UTF8.GetString(Xliff12Writer.Write(Job));
        var start = text.IndexOf("<target", StringComparison.Ordinal);
        text = text[..start] + $"<target state=\"translated\">{target}</target>" + text[(text.IndexOf("</target>", StringComparison.Ordinal) + 9)..];
        Assert.Contains(Both(Xliff12Reader.Read(Encoding.UTF8.GetBytes(text), Job)).First.Refusals, fault => fault.Rule.Id == rule);
    }

    [Fact]
    public void A_job_that_is_none_is_not_written()
    {
        var two = Job.Units[1];
        Assert.Throws<ArgumentException>(() => XliffJobWriter.Write(Job with { Units = [two, two] }));
        Assert.Throws<ArgumentException>(() => XliffJobWriter.Write(Job with { Units = [] }));
        Assert.Throws<ArgumentException>(() => XliffJobWriter.Write(Job with { TargetLanguage = "f r" }));
        Assert.Throws<ArgumentException>(() => XliffJobWriter.Write(Job with { Units = [two with { State = JobState.Final }] }));
        Assert.Throws<ArgumentException>(() => XliffJobWriter.Write(Job with { Units = [two with { Terms = [new("a", [])] }] }));
        Assert.Throws<ArgumentException>(() => Xliff12Writer.Write(Job with { Units = [two with { Notes = [new("glossary", "a")] }] }));
    }

    private static (string Text, Func<string, XliffImport> Read)[] Formats() =>
    [
        (Encoding.UTF8.GetString(XliffJobWriter.Write(Job)), text => XliffJobReader.Read(Encoding.UTF8.GetBytes(text), Job)),
        (Encoding.UTF8.GetString(Xliff12Writer.Write(Job)), text => Xliff12Reader.Read(Encoding.UTF8.GetBytes(text), Job)),
    ];

    private static (ImportedUnit First, ImportedUnit Second) Both(XliffImport read) => (read.Units[0], read.Units[1]);

    /// <summary>The file of the job as a translator returns it: the second unit as it should be, the first as told.</summary>
    private static string Edit(string state, string target)
    {
        var units = Job.Units;
        if (state == "older") units = units.SetItem(0, units[0] with { BaseVersion = 2 });
        if (state == "same") units = units.SetItem(0, units[0] with { Target = units[0].Source, State = JobState.Translated });
        var text = Encoding.UTF8.GetString(XliffJobWriter.Write(Job with { Units = units.SetItem(1, units[1] with { Target = InlineMarkup.Parse("Deux."), State = JobState.Translated }) }));
        if (state is "older" or "same") return text;
        var (start, end) = (text.IndexOf("<source>", StringComparison.Ordinal), text.IndexOf("</source>", StringComparison.Ordinal) + 9);
        return state == "source" ? text[..start] + $"<source>{target}</source>" + text[end..] : text[..start].Replace("state=\"initial\"", $"state=\"{state}\"") + text[start..end] + $"<target>{target}</target>" + text[end..];
    }
}
