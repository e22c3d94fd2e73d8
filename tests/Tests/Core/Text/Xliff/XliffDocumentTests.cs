using System.Text;
using Entraide.Core.Text.Xliff;

namespace Entraide.Tests.Core.Text.Xliff;

public sealed class XliffDocumentTests
{
    /// <summary>All that a careless writer loses: odd quotes and blanks, comments, CDATA, a module and an extension that nobody here knows, line ends of Windows.</summary>
    private const string File = "<?xml version='1.0'?>\r\n<!-- by hand --><x:xliff xmlns:x='urn:oasis:names:tc:xliff:document:2.0'\r\n\t version = \"2.1\" srcLang='en' trgLang='fr' xmlns:my=\"urn:example:my\" my:a = 'b&#10;c'>\r\n"
        + "<x:file id='f1'><x:skeleton><raw xmlns=''>&#x20;<![CDATA[<&>]]></raw></x:skeleton><my:elem  deep=\"1\" ><my:in/>t&#233;xt</my:elem ><?pi  data ?>\r\n"
        + "<x:unit id='u1'><x:segment id='s1' state = 'translated' subState='my:x'><x:source>One <x:ph id='1'/> &amp; <![CDATA[two]]></x:source><x:target>Un <x:ph id='1'/></x:target></x:segment>"
        + "<x:ignorable><x:source> </x:source></x:ignorable><x:segment><x:source>Three</x:source><x:target  /></x:segment></x:unit></x:file></x:xliff><!-- end -->\r\n";

    [Fact]
    public void A_changed_target_changes_itself_and_its_state_and_nothing_else()
    {
        var document = XliffDocument.Read(Bytes(File));
        var written = document.With([new("f1", "u1", 0, [new XliffPlain("Deux & "), new XliffCode("ph", [("id", "1")], []), new XliffPlain("\u0007 <")], "final")]);
        Assert.Equal(File.Replace("state = 'translated' subState='my:x'", "state = 'final'").Replace("Un <x:ph id='1'/>", "Deux &amp; <x:ph id=\"1\"/><x:cp hex=\"0007\"/> &lt;"), Encoding.UTF8.GetString(written));
    }

    [Fact]
    public void A_target_is_added_where_there_is_none_and_opened_where_it_is_one_tag()
    {
        var document = XliffDocument.Read(Bytes(File));
        var written = document.With([new("f1", "u1", 1, [new XliffPlain(" ")], "final"), new("f1", "u1", 2, [new XliffPlain("Trois")], "reviewed")]);
        Assert.Equal(File.Replace("<x:source> </x:source>", "<x:source> </x:source><x:target> </x:target>").Replace("<x:target  />", "<x:target  >Trois</x:target>").Replace("<x:segment><", "<x:segment state=\"reviewed\"><"), Encoding.UTF8.GetString(written));
    }

    [Fact]
    public void A_change_that_would_break_a_rule_is_refused_and_one_of_nothing_changes_nothing()
    {
        var document = XliffDocument.Read(Bytes(File));
        Assert.Equal("id-target", Assert.Throws<XliffException>(() => document.With([new("f1", "u1", 0, [new XliffCode("ph", [("id", "s1")], [])], null)])).Faults[0].Rule.Id);
        Assert.Throws<ArgumentException>(() => document.With([new("f1", "u1", 9, [], null)]));
        Assert.Throws<ArgumentException>(() => document.With([new("f1", "u9", 0, [], null)]));
        Assert.Throws<ArgumentException>(() => document.With([new("f1", "u1", 0, [], null), new("f1", "u1", 0, [], null)]));
        Assert.Equal(Bytes(File), document.With([]));
        Assert.Equal(Bytes("\uFEFF" + File), XliffDocument.Read(Bytes("\uFEFF" + File)).With([]));
    }

    [Fact]
    public void The_model_tells_what_the_file_says()
    {
        var unit = Assert.Single(XliffDocument.Read(Bytes(File)).Units);
        Assert.Equal(("translated", "my:x", false), (unit.Segments[0].State, unit.Segments[0].SubState, unit.Segments[0].IsPreserved));
        Assert.Equal(["One ", "ph 1", " & two"], unit.Segments[0].Source.Select(piece => piece is XliffPlain plain ? plain.Text : $"{((XliffCode)piece).Name} {((XliffCode)piece).Id}"));
        Assert.True(unit.Segments[1] is { IsIgnorable: true, Target: null });
        Assert.Empty(unit.Segments[2].Target!.Value);
    }

    /// <summary>In every valid file of the suite, one target after the other is replaced by its own content and by another.</summary>
    [Fact]
    public void In_the_suite_a_changed_target_leaves_every_byte_outside_its_segment()
    {
        var changed = 0;
        foreach (var file in XliffSuite.Valid)
        {
            var (bytes, text) = (XliffSuite.Read(file), Encoding.UTF8.GetString(XliffSuite.Read(file)));
            var document = XliffDocument.Read(bytes);
            if (document.TargetLanguage is null) continue;
            foreach (var unit in document.Units)
                for (var i = 0; i < unit.Segments.Length; i++)
                {
                    var content = unit.Segments[i].Target ?? unit.Segments[i].Source;
                    var written = Encoding.UTF8.GetString(document.With([new(unit.File, unit.Id, i, [.. content, new XliffPlain("\u2603")], unit.Segments[i].IsIgnorable ? null : "translated")]));
                    var (start, end) = (Common(text, written), Common(Reverse(text), Reverse(written)));
                    var replaced = text[start..Math.Max(start, text.Length - end)];
                    Assert.True(!replaced.Contains("<segment", StringComparison.Ordinal) && !replaced.Contains("</unit", StringComparison.Ordinal), $"{file}, unit {unit.Id}, segment {i}: {replaced}");
                    Assert.Contains("\u2603</", written, StringComparison.Ordinal);
                    changed++;
                }
        }
        Assert.True(changed > 60, $"{changed}");
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static int Common(string one, string other) => one.AsSpan().CommonPrefixLength(other);

    private static string Reverse(string text) => string.Concat(text.Reverse());
}
