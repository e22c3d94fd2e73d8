using System.Xml.Linq;

namespace Entraide.Core.Text.Xliff.Rules;

/// <summary>
/// The elements of XLIFF 1.2 (strict schema, OASIS 2008) that a job of ours can come back with, and their attributes. What
/// else 1.2 has (binary units, segmentation within a source, code by its native text) no job of ours is sent with; it is
/// refused by name instead of being lost.
/// </summary>
internal static class Schema12
{
    private const string Inline = "g x mrk";

    private static readonly XNamespace Home = Xliff12Writer.Namespace;

    /// <summary>Name, required attributes, attributes, children; text stands where the name is in <see cref="WithText"/>.</summary>
    private static readonly Dictionary<string, (string[] Required, string[] Attributes, string[] Children)> Elements = new (string Name, string Required, string Attributes, string Children)[]
    {
        ("xliff", "version", "xml:lang", "file"),
        ("file", "original source-language datatype", "target-language tool tool-id date ts category product-name product-version build-num xml:space", "header body"),
        ("header", "", "", "skl phase-group glossary reference count-group tool prop-group note"),
        ("body", "", "", "group trans-unit"),
        ("group", "", "id datatype restype resname extradata extype help-id menu menu-option menu-name translate xml:space ts", "context-group count-group prop-group note group trans-unit"),
        ("trans-unit", "id", "approved translate reformat xml:space datatype ts phase-name restype resname extradata help-id menu menu-option menu-name coord font css-style style exstyle extype maxbytes minbytes size-unit maxheight minheight maxwidth minwidth charclass",
            "source target context-group count-group prop-group note alt-trans"),
        ("source", "", "xml:lang ts", Inline),
        ("target", "", "state state-qualifier phase-name xml:lang ts restype resname coord font css-style style exstyle equiv-trans", Inline),
        ("note", "", "xml:lang from priority annotates", ""),
        ("context-group", "", "name crc purpose", "context"),
        ("context", "context-type", "match-mandatory crc", ""),
        ("alt-trans", "", "match-quality tool tool-id crc xml:lang origin datatype xml:space restype resname extradata help-id menu menu-option menu-name mid coord font css-style style exstyle extype ts alttranstype", "source target context-group prop-group note"),
        ("g", "id", "ctype ts clone xid equiv-text xml:lang", Inline),
        ("x", "id", "ctype ts clone xid equiv-text", ""),
        ("mrk", "mtype", "mid comment ts xml:lang", Inline),
    }.ToDictionary(one => one.Name, one => (Words(one.Required), Words(one.Required + " " + one.Attributes), Words(one.Children)), StringComparer.Ordinal);

    private static readonly HashSet<string> WithText = new(StringComparer.Ordinal) { "source", "target", "note", "context", "g", "mrk" };

    private static readonly HashSet<string> States = new(StringComparer.Ordinal)
    {
        "final", "needs-adaptation", "needs-l10n", "needs-review-adaptation", "needs-review-l10n", "needs-review-translation", "needs-translation", "new", "signed-off", "translated",
    };

    private static readonly HashSet<string> Kept = new(StringComparer.Ordinal) { "skl", "phase-group", "glossary", "reference", "count-group", "tool", "prop-group" };

    public static XName Name(string name) => Home + name;

    public static void Run(XElement element, Check12 check)
    {
        var name = element.Name.LocalName;
        // What a program adds about itself tells nothing of a text.
        if (element.Name.Namespace == Home && Kept.Contains(name)) return;
        if (element.Name.Namespace != Home || !Elements.TryGetValue(name, out var rule))
        {
            check.Fault(element.Name.Namespace == Home ? XliffRules.ElementUnknown : XliffRules.ElementForeign, element, $"<{Quoted.Line(name)}> is not read in a job of XLIFF 1.2.", "Use a program that keeps the elements of the file that was sent.");
            return;
        }
        foreach (var attribute in element.Attributes().Where(one => !one.IsNamespaceDeclaration && one.Name.Namespace == XNamespace.None && !rule.Attributes.Contains(one.Name.LocalName)))
            check.Fault(XliffRules.AttributeUnknown, element, $"the attribute {Quoted.Line(attribute.Name.LocalName)} does not belong here.", "Take it out.");
        foreach (var missing in rule.Required.Where(one => element.Attribute(one) is null))
            check.Fault(XliffRules.AttributeMissing, element, $"the attribute {missing} is missing.", "Add it.");
        if (!WithText.Contains(name) && element.Nodes().OfType<XText>().FirstOrDefault(text => !text.Value.AsSpan().Trim(" \t\r\n").IsEmpty) is { } stray)
            check.Fault(XliffRules.TextPlace, element, $"the text “{Quoted.Line(stray.Value.Trim())}” stands where only elements may stand.", "Take it out.");
        if (name == "target" && (string?)element.Attribute("state") is { } state && !States.Contains(state) && !state.StartsWith("x-", StringComparison.Ordinal))
            check.Fault(XliffRules.AttributeValue, element, $"state is “{Quoted.Line(state)}”.", $"Write one of: {string.Join(", ", States.Order(StringComparer.Ordinal))}.");
        foreach (var single in element.Elements().Where(one => one.Name.LocalName is "source" or "target" or "header" or "body").GroupBy(one => one.Name).Where(group => group.Count() > 1 && name != "alt-trans"))
            check.Fault(XliffRules.ElementRepeated, single.Last(), $"there is more than one <{single.Key.LocalName}>.", "Keep one.");
        foreach (var child in element.Elements())
        {
            if (child.Name.Namespace == Home && Elements.ContainsKey(child.Name.LocalName) && !rule.Children.Contains(child.Name.LocalName))
                check.Fault(XliffRules.ElementPlace, child, $"<{child.Name.LocalName}> may not stand in <{name}>.", "Put it where the file that was sent has it.");
            else Run(child, check);
        }
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>The faults of a file of XLIFF 1.2: those of targets refuse their unit, all others the file.</summary>
internal sealed class Check12
{
    private readonly List<(XliffFault Fault, XElement? Unit)> faults = [];

    public IReadOnlyList<XliffFault> FileFaults => [.. faults.Where(one => one.Unit is null).Select(one => one.Fault)];

    public ILookup<XElement, XliffFault> UnitFaults => faults.Where(one => one.Unit is not null).ToLookup(one => one.Unit!, one => one.Fault);

    public void Fault(XliffRule rule, XElement where, string what, string mend)
    {
        if (faults.Count >= Check.Most) return;
        var unit = where.AncestorsAndSelf(Schema12.Name("trans-unit")).FirstOrDefault();
        var id = (string?)where.Attribute("id");
        var place = $"<{where.Name.LocalName}{(id is null ? "" : $" {Quoted.Line(id)}")}>{(unit is null || unit == where ? "" : $" in unit {Quoted.Line((string?)unit.Attribute("id") ?? "without id")}")}";
        var isOfTarget = unit is not null && where.AncestorsAndSelf(Schema12.Name("target")).LastOrDefault()?.Parent == unit;
        faults.Add((new XliffFault(rule, what, mend, XliffText.LineOf(where), place), isOfTarget ? unit : null));
    }
}
