using System.Xml.Linq;

namespace Entraide.Core.Text.Xliff.Rules;

/// <summary>
/// A fragment identifier, which names an element of a file: <c>#/f=file/u=unit/n=note</c>. XLIFF 2.1, section 3.
/// Relative to the element where it stands, unless it begins with a slash.
/// </summary>
internal sealed record Fragment(string? File, string? Group, string? Unit, string? Prefix, string? Leaf)
{
    /// <summary>The selectors of the core in the order in which they may stand; what is not among them ends the list.</summary>
    private const string Outer = "fgu", Inner = "ndt";

    /// <summary>Prefixes of extensions that are registered with the Technical Committee.</summary>
    private static readonly Dictionary<string, XNamespace> Registered = new(StringComparer.Ordinal) { ["tbx"] = "urn:iso:std:iso:30042:ed-1:v1:en" };

    /// <summary>Reads what stands after the #; notes what is wrong, and gives null then.</summary>
    public static Fragment? Read(string text, XObject where, Check check)
    {
        var fragment = new Fragment(null, null, null, null, null);
        var last = -1;
        var selectors = text.TrimStart().StartsWith('/') ? text.TrimStart()[1..].Split('/') : text.Split('/');
        for (var i = 0; i < selectors.Length; i++)
        {
            var parts = selectors[i].Split('=');
            var (prefix, id) = parts.Length == 2 ? (parts[0], parts[1]) : ("", parts[0]);
            if (parts.Length > 2 || !Values.IsId(id) || (parts.Length == 2 && !Values.IsId(prefix)))
                return Refuse(XliffRules.FragmentForm, $"“{Quoted.Line(selectors[i])}” is no selector.", "Write prefix=id, or id.");
            if (prefix.Length == 1 && Outer.Contains(prefix[0], StringComparison.Ordinal))
            {
                var order = Outer.IndexOf(prefix[0], StringComparison.Ordinal);
                if (order <= last || fragment.Leaf is not null) return Refuse(XliffRules.FragmentOrder, $"the selector {Quoted.Line(selectors[i])} comes too late.", "Write f=, g=, u= in this order, each once, and then the element.");
                last = order;
                fragment = order switch { 0 => fragment with { File = id }, 1 => fragment with { Group = id }, _ => fragment with { Unit = id } };
                continue;
            }
            if (prefix.Length == 1 ? !Inner.Contains(prefix[0], StringComparison.Ordinal) : prefix.Length > 1 && Home(prefix) is null)
                return Refuse(XliffRules.FragmentPrefix, $"the prefix “{Quoted.Line(prefix)}” is not known.", "Use a prefix of the core, of a module, or one that is registered and has two letters at least.");
            if (fragment.Leaf is not null) return Refuse(XliffRules.FragmentForm, "it names two elements.", "Name one.");
            fragment = fragment with { Prefix = prefix, Leaf = id };
        }
        return text.TrimStart().StartsWith('/') && fragment.File is null ? Refuse(XliffRules.FragmentOrder, "it begins with a slash and not with a file.", "Write #/f=…") : fragment;

        Fragment? Refuse(XliffRule rule, string what, string mend)
        {
            check.Fault(rule, where, $"in the reference “#{Quoted.Line(text)}” {what}", mend);
            return null;
        }
    }

    /// <summary>The element that is named, seen from the place of the reference; null where there is none.</summary>
    public XElement? Resolve(XElement from)
    {
        var root = from.Document!.Root!;
        var file = File is null ? from.AncestorsAndSelf(XliffNames.File).FirstOrDefault() : Find(root.Elements(XliffNames.File), File);
        if (file is null) return null;
        var scope = Unit is not null ? Find(file.Descendants(XliffNames.Unit), Unit)
            : Group is not null ? Find(file.Descendants(XliffNames.Group), Group)
            : File is not null ? file
            : from.AncestorsAndSelf().First(StructureCheck.IsContainer);
        if (scope is null || Leaf is null) return scope;
        var own = StructureCheck.Own(scope);
        return Prefix switch
        {
            "n" => Find(scope.Elements(XliffNames.Notes).Elements(XliffNames.Note), Leaf),
            "d" => Find(scope.Elements(XliffNames.OriginalData).Elements(XliffNames.Data), Leaf),
            "t" => Find(InlineScope.Inlines(Parts(scope).Elements(XliffNames.Target)), Leaf),
            "" => Find(Parts(scope).Concat(InlineScope.Inlines(Parts(scope).Elements(XliffNames.Source))), Leaf),
            _ => own.SelectMany(child => child.DescendantsAndSelf()).FirstOrDefault(element => element.Name.Namespace == Home(Prefix!) && ((string?)element.Attribute("id") == Leaf || (string?)element.Attribute(XliffNames.XmlId) == Leaf)),
        };
    }

    /// <summary>
    /// Whether a reference of a module names text of its own unit. As in the standard's own Schematron the part before the #
    /// is not looked at, and an id without prefix may also be one of a target.
    /// </summary>
    public static bool NamesTextOfUnit(XAttribute reference, Check check)
    {
        var hash = reference.Value.IndexOf('#', StringComparison.Ordinal);
        if (hash < 0) return false;
        if (Read(reference.Value[(hash + 1)..], reference, check) is not { } fragment) return true;
        var unit = reference.Parent!.Ancestors(XliffNames.Unit).FirstOrDefault();
        return unit is not null && fragment.Prefix is "" or "t" && (fragment.Resolve(reference.Parent!) ?? (fragment with { Prefix = "t" }).Resolve(reference.Parent!)) is { } named && named.Ancestors(XliffNames.Unit).FirstOrDefault() == unit;
    }

    private static IEnumerable<XElement> Parts(XElement scope) => scope.Name == XliffNames.Unit ? scope.Elements().Where(one => one.Name == XliffNames.Segment || one.Name == XliffNames.Ignorable) : [];

    private static XElement? Find(IEnumerable<XElement> elements, string id) => elements.FirstOrDefault(element => (string?)element.Attribute("id") == id);

    private static XNamespace? Home(string prefix) => prefix == "xml" ? null : XliffNames.Modules.GetValueOrDefault(prefix) ?? Registered.GetValueOrDefault(prefix);
}
