using System.Text;
using System.Xml.Linq;
using Entraide.Core.Text;
using Entraide.Core.Text.Xliff;

namespace Entraide.Tests.Core.Text.Xliff;

public sealed class MemoryAndTermTests
{
    [Fact]
    public void A_memory_holds_all_languages_and_their_codes_by_number()
    {
        var tmx = XDocument.Parse(Encoding.UTF8.GetString(TmxWriter.Write("en", [new("u&1", [new("fr", InlineMarkup.Parse("Lire *ceci* & **{a}**")), new("en", InlineMarkup.Parse("**Call {a}** *this*")), new("el", InlineMarkup.Parse("*β*"))])])), LoadOptions.PreserveWhitespace);
        Assert.Equal(["en", "fr", "el"], tmx.Descendants("tuv").Select(one => one.Attribute(XNamespace.Xml + "lang")!.Value));
        Assert.Equal("<seg><bpt i=\"1\" x=\"1\" type=\"bold\">**</bpt>Call <ph x=\"2\" type=\"x-placeholder\">{a}</ph><ept i=\"1\">**</ept> <bpt i=\"3\" x=\"3\" type=\"italic\">*</bpt>this<ept i=\"3\">*</ept></seg>", tmx.Descendants("seg").First().ToString(SaveOptions.DisableFormatting));
        Assert.Equal("Lire *ceci* & **{a}**", tmx.Descendants("seg").ElementAt(1).Value);
        Assert.Equal(["creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang", "datatype"], tmx.Root!.Element("header")!.Attributes().Select(one => one.Name.LocalName));
    }

    [Fact]
    public void A_memory_of_one_language_is_none()
    {
        var (en, fr) = (new MemoryText("en", InlineMarkup.Parse("a")), new MemoryText("FR", InlineMarkup.Parse("b")));
        Assert.Throws<ArgumentException>(() => TmxWriter.Write("en", [new("u", [en])]));
        Assert.Throws<ArgumentException>(() => TmxWriter.Write("en", [new("u", [en, en])]));
        Assert.Throws<ArgumentException>(() => TmxWriter.Write("en", [new("u", [en, fr, fr with { Language = "fr" }])]));
        Assert.Throws<ArgumentException>(() => TmxWriter.Write("en", [new("u", [en, fr]), new("u", [en, fr])]));
    }

    private static readonly TermConcept[] Terms =
    [
        new("trafficking/1", [new("en", "Article 2 of Directive 2011/36/EU", "OJ L 101"), new("fr", "Article 2")],
            [new("en", "trafficking in human beings", TermStatus.Preferred), new("en", "smuggling", TermStatus.Forbidden), new("fr", "traite des êtres humains", TermStatus.Preferred, ["traites"], "BE"), new("fr", "trafic d’êtres humains", TermStatus.Deprecated)], "law"),
        new("2", [], [new("en", "victim & witness", TermStatus.Admitted), new("fr", "victime", TermStatus.Admitted)]),
    ];

    [Fact]
    public void A_termbase_holds_concepts_with_definitions_and_words_in_each_language()
    {
        var tbx = XDocument.Parse(Encoding.UTF8.GetString(TbxWriter.Write("en", "Terms", Terms)));
        Assert.Equal("TBX-Basic", tbx.Root!.Attribute("type")!.Value);
        Assert.Equal(["c-trafficking.1", "c-2"], tbx.Descendants("termEntry").Select(one => one.Attribute("id")!.Value));
        Assert.Equal(["en", "fr"], tbx.Descendants("termEntry").First().Elements("langSet").Select(one => one.Attribute(XNamespace.Xml + "lang")!.Value));
        Assert.Equal("trafficking in human beings preferredTerm-admn-sts|smuggling deprecatedTerm-admn-sts Forbidden|traite des êtres humains preferredTerm-admn-sts Jurisdiction: BE Forms: traites|trafic d’êtres humains deprecatedTerm-admn-sts|victim & witness admittedTerm-admn-sts|victime admittedTerm-admn-sts",
            string.Join('|', tbx.Descendants("tig").Select(tig => string.Join(' ', tig.Elements().Select(one => one.Value)))));
        Assert.Equal("OJ L 101", tbx.Descendants("descripGrp").First().Element("admin")!.Value);
    }

    [Fact]
    public void A_concept_without_words_is_none()
    {
        Assert.Throws<ArgumentException>(() => TbxWriter.Write("en", "x", [new("1", [], [])]));
        Assert.Throws<ArgumentException>(() => TbxWriter.Write("en", "x", [new("1", [new("fr", "a")], [new("en", "b", TermStatus.Preferred)])]));
        Assert.Throws<ArgumentException>(() => TbxWriter.Write("en", "x", [Terms[0], Terms[0]]));
    }

    /// <summary>Debian's translate-toolkit turns the termbase into a catalogue of source and target terms.</summary>
    [Fact]
    public async Task Translate_toolkit_reads_the_termbase()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/tbx2po"), "tbx2po is missing: nothing was proved here. Install it with: apt-get install translate-toolkit");
        var folder = Directory.CreateTempSubdirectory("tbx");
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "terms.tbx"), TbxWriter.Write("en", "Terms", Terms));
            using var tool = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("/usr/bin/tbx2po", ["--progress=none", "terms.tbx", "terms.po"]) { WorkingDirectory = folder.FullName })!;
            await tool.WaitForExitAsync();
            var po = await File.ReadAllTextAsync(Path.Combine(folder.FullName, "terms.po"));
            Assert.Contains("msgid \"trafficking in human beings\"\nmsgstr \"traite des êtres humains\"", po, StringComparison.Ordinal);
            Assert.Contains("msgid \"victim & witness\"\nmsgstr \"victime\"", po, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
