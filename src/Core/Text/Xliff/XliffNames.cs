using System.Xml.Linq;

namespace Entraide.Core.Text.Xliff;

/// <summary>The namespaces of XLIFF 2.1 (section 1.2 and the sections of its modules).</summary>
internal static class XliffNames
{
    public static readonly XNamespace Core = "urn:oasis:names:tc:xliff:document:2.0";
    public static readonly XNamespace Matches = "urn:oasis:names:tc:xliff:matches:2.0";
    public static readonly XNamespace Glossary = "urn:oasis:names:tc:xliff:glossary:2.0";
    public static readonly XNamespace FormatStyle = "urn:oasis:names:tc:xliff:fs:2.0";
    public static readonly XNamespace Metadata = "urn:oasis:names:tc:xliff:metadata:2.0";
    public static readonly XNamespace Resources = "urn:oasis:names:tc:xliff:resourcedata:2.0";
    public static readonly XNamespace Changes20 = "urn:oasis:names:tc:xliff:changetracking:2.0";
    public static readonly XNamespace Changes21 = "urn:oasis:names:tc:xliff:changetracking:2.1";
    public static readonly XNamespace Sizes = "urn:oasis:names:tc:xliff:sizerestriction:2.0";
    public static readonly XNamespace Validation = "urn:oasis:names:tc:xliff:validation:2.0";
    public static readonly XNamespace Its = "http://www.w3.org/2005/11/its";
    public static readonly XNamespace ItsModule = "urn:oasis:names:tc:xliff:itsm:2.1";

    public static readonly XName Xliff = Core + "xliff", File = Core + "file", Group = Core + "group", Unit = Core + "unit", Segment = Core + "segment",
        Ignorable = Core + "ignorable", Source = Core + "source", Target = Core + "target", Notes = Core + "notes", Note = Core + "note",
        OriginalData = Core + "originalData", Data = Core + "data", Skeleton = Core + "skeleton", Ph = Core + "ph", Pc = Core + "pc", Sc = Core + "sc",
        Ec = Core + "ec", Mrk = Core + "mrk", Sm = Core + "sm", Em = Core + "em", Cp = Core + "cp", Match = Matches + "match";

    public static readonly XName XmlLang = XNamespace.Xml + "lang", XmlSpace = XNamespace.Xml + "space", XmlId = XNamespace.Xml + "id";

    /// <summary>By the prefix that messages, tables and fragment identifiers use, whatever the file itself calls them.</summary>
    public static readonly IReadOnlyDictionary<string, XNamespace> Modules = new Dictionary<string, XNamespace>(StringComparer.Ordinal)
    {
        ["mtc"] = Matches, ["gls"] = Glossary, ["fs"] = FormatStyle, ["mda"] = Metadata, ["res"] = Resources, ["ctr"] = Changes20, ["ctr21"] = Changes21,
        ["slr"] = Sizes, ["val"] = Validation, ["its"] = Its, ["itsm"] = ItsModule, ["xml"] = XNamespace.Xml,
    };

    private static readonly HashSet<XNamespace> Known = [Core, .. Modules.Values.Where(one => one != XNamespace.Xml)];

    /// <summary>Whether a namespace is the standard's own; what is in any other is an extension, which is kept and not judged.</summary>
    public static bool IsKnown(XNamespace name) => Known.Contains(name);

    /// <summary><c>gls:term</c> or <c>term</c> as a name.</summary>
    public static XName Parse(string text, XNamespace otherwise)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? otherwise + text : Modules[text[..colon]] + text[(colon + 1)..];
    }

    /// <summary>A name as a message shows it.</summary>
    public static string Show(XName name)
    {
        if (name.Namespace == Core || name.Namespace == XNamespace.None) return name.LocalName;
        foreach (var (prefix, module) in Modules)
            if (module == name.Namespace) return $"{(prefix == "ctr21" ? "ctr" : prefix)}:{name.LocalName}";
        return Quoted.Line($"{name.LocalName} of {name.NamespaceName}");
    }
}
