using System.Text;
using System.Xml.Linq;
using Entraide.Core.Text.Xliff;

namespace Entraide.Tests.Core.Text.Xliff;

public sealed class XliffSuiteTests
{
    private static readonly XNamespace Core = "urn:oasis:names:tc:xliff:document:2.0";

    [Fact]
    public void Every_valid_file_of_the_suite_is_accepted()
    {
        Assert.Equal(59, XliffSuite.Valid.Count);
        Assert.All(XliffSuite.Valid, file => Assert.Empty(XliffChecker.Faults(XliffSuite.Read(file))));
    }

    [Fact]
    public void Every_invalid_file_of_the_suite_is_refused_for_what_it_was_made_for()
    {
        Assert.Equal(162, XliffSuite.Invalid.Count);
        Assert.Equal(XliffSuite.Rules.Keys.Order(StringComparer.Ordinal), XliffSuite.Invalid);
        Assert.All(XliffSuite.Invalid, file => Assert.Contains(XliffChecker.Faults(XliffSuite.Read(file)), fault => fault.Rule.Id == XliffSuite.Rules[file]));
    }

    [Fact]
    public void Every_fault_says_what_and_where_and_how_to_mend_it() => Assert.All(XliffSuite.Invalid.SelectMany(file => XliffChecker.Faults(XliffSuite.Read(file))), fault =>
    {
        Assert.Contains(fault.Rule, XliffRules.All);
        Assert.True(fault.Line > 0 && fault.Place.Length > 0 && fault.What.EndsWith('.') && fault.Mend.EndsWith('.'), fault.ToString());
    });

    [Fact]
    public void Every_pair_of_the_suite_is_reproduced()
    {
        Assert.Equal(9, XliffSuite.Pairs.Count);
        Assert.All(XliffSuite.Pairs, file =>
        {
            var made = Encoding.UTF8.GetString(Made(file));
            var expected = XliffSuite.Text(file.Replace("_in.", "_out.", StringComparison.Ordinal));
            Assert.Equal(Plain(expected), Plain(made));
        });
    }

    /// <summary>Two pairs differ in letters only: an order of attributes, the place of a namespace, an element written as one tag.</summary>
    [Fact]
    public void Seven_of_the_nine_pairs_are_reproduced_byte_for_byte() =>
        Assert.Equal(["core/in-out/toJoin4_in.xlf", "core/in-out/toRewrite1_in.xlf"], XliffSuite.Pairs.Where(file => Encoding.UTF8.GetString(Made(file)).Trim() != XliffSuite.Text(file.Replace("_in.", "_out.", StringComparison.Ordinal)).Trim()));

    [Fact]
    public void What_is_not_changed_is_written_byte_for_byte() => Assert.All(XliffSuite.Valid, file => Assert.Equal(XliffSuite.Read(file), XliffDocument.Read(XliffSuite.Read(file)).Write()));

    [Fact]
    public void Joining_cutting_and_freeing_of_annotations_leave_every_valid_file_valid_and_its_text_the_same() => Assert.All(XliffSuite.Valid, file =>
    {
        var (before, bytes) = (Text(XliffSuite.Read(file)), XliffSuite.Read(file));
        foreach (var after in (byte[][])[XliffReflow.Rewrite(bytes), XliffReflow.Join(bytes), XliffReflow.Split(bytes, Sentences), XliffReflow.RemoveAnnotations(bytes, _ => true)])
        {
            Assert.Empty(XliffChecker.Faults(after));
            Assert.Equal(before, Text(after));
        }
    });

    /// <summary>Where a sentence ends: after a full stop and the blanks that follow it.</summary>
    internal static IEnumerable<int> Sentences(string text)
    {
        for (var i = 0; i + 1 < text.Length; i++)
        {
            if (text[i] != '.' || text[i + 1] != ' ') continue;
            while (i + 1 < text.Length && text[i + 1] == ' ') i++;
            yield return i + 1;
        }
    }

    private static byte[] Made(string file)
    {
        var (bytes, name) = (XliffSuite.Read(file), Path.GetFileName(file));
        return name switch
        {
            _ when name.StartsWith("toJoin", StringComparison.Ordinal) => XliffReflow.Join(bytes),
            _ when name.StartsWith("toSegment", StringComparison.Ordinal) => XliffReflow.Split(bytes, Sentences),
            _ when name.StartsWith("toRemoveAnnotations", StringComparison.Ordinal) => XliffReflow.RemoveAnnotations(bytes, _ => true),
            // The annotations of an extension are those whose type has a prefix.
            _ when name.StartsWith("toRemoveExtensions", StringComparison.Ordinal) => XliffReflow.RemoveAnnotations(bytes, type => type.Contains(':')),
            _ => XliffReflow.Rewrite(bytes),
        };
    }

    /// <summary>The source text of each unit; the order of segments may follow the target's.</summary>
    private static List<string> Text(byte[] file) => [.. XliffDocument.Read(file).Units.Select(unit => new string([.. string.Concat(unit.Segments.Select(segment => Letters(segment.Source))).Order()]))];

    private static string Letters(IEnumerable<XliffInline> content) => string.Concat(content.Select(piece => piece switch
    {
        XliffPlain plain => plain.Text,
        XliffCode code => Letters(code.Content),
        _ => "",
    }));

    /// <summary>What XML says, without what it does not: the order of attributes, prefixes, blanks between elements that hold no text.</summary>
    private static string Plain(string xml)
    {
        var document = XDocument.Parse(xml, LoadOptions.PreserveWhitespace);
        foreach (var blank in document.DescendantNodes().OfType<XText>().Where(text => string.IsNullOrWhiteSpace(text.Value) && !text.Ancestors().Any(one => one.Name.Namespace == Core && one.Name.LocalName is "source" or "target" or "data" or "note" or "skeleton")).ToList()) blank.Remove();
        return Show(document.Root!);

        static string Show(XNode node) => node switch
        {
            XElement element => $"<{element.Name}{string.Concat(element.Attributes().Where(one => !one.IsNamespaceDeclaration).OrderBy(one => one.Name.ToString(), StringComparer.Ordinal).Select(one => $" {one.Name}='{one.Value}'"))}>{string.Concat(element.Nodes().Select(Show))}</>",
            _ => node.ToString(),
        };
    }
}
