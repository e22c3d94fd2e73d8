using System.Collections.Immutable;
using System.Xml.Linq;

namespace Entraide.Core.Text.Xliff.Rules;

/// <summary>An attribute of an element.</summary>
internal sealed record AttributeRule(XName Name, string Kind, bool Required);

/// <summary>A place in the sequence of an element's children. No names: an element of an extension, or a module named by <see cref="ElementRule.Modules"/>.</summary>
internal sealed record Particle(ImmutableArray<XName> Names, int Least, int Most)
{
    public bool IsExtension => Names.IsEmpty;
}

/// <summary>What an element may have and hold.</summary>
/// <param name="Text">Whether text stands in it.</param>
/// <param name="Free">Whether anything at all may stand in it.</param>
/// <param name="Modules">The elements of modules that may stand among the extensions.</param>
/// <param name="Namespaces">The prefixes of modules whose attributes it takes, and <c>other</c> for those of extensions.</param>
internal sealed record ElementRule(XName Name, ImmutableArray<AttributeRule> Attributes, ImmutableArray<Particle> Children, bool Text, bool Free, ImmutableHashSet<XName> Modules, ImmutableHashSet<string> Namespaces);

/// <summary>
/// The shape of every element: the schemas of XLIFF 2.1 as one table that is read like them. An attribute is
/// <c>name</c>, <c>name=kind</c> (kinds: <see cref="Values"/>), with <c>!</c> where required, or <c>*module</c>; a child
/// is <c>name</c> or <c>one|other</c> with <c>?</c>, <c>*</c> or <c>+</c>; <c>other</c> is the point of extension,
/// <c>text</c> is text, <c>any</c> is anything.
/// </summary>
internal static class Schema
{
    private const string Code = "id=id! canCopy=yesno canDelete=yesno canReorder=reorder copyOf=id subType=user type=code *fs *slr ";
    private const string Inline = "text cp|ph|pc|sc|ec|mrk|sm|em*";
    private const string Mark = "id=id! translate=yesno type=mark ref=uri value *other *fs *slr *its *itsm";
    private const string Structure = "xml:space=space *other *fs *slr *its *itsm ";

    private static readonly (string Name, string Attributes, string Children, string Modules)[] Core =
    [
        ("xliff", "version! srcLang=lang! trgLang=lang xml:space=space *other *its *itsm", "file+", ""),
        ("file", Structure + "id=id! canResegment=yesno original translate=yesno srcDir=dir trgDir=dir", "skeleton? other* notes? unit|group+", "mda:metadata res:resourceData ctr:changeTrack ctr21:changeTrack slr:profiles slr:data val:validation its:provenanceRecords"),
        ("skeleton", "href=uri", "any", ""),
        ("group", Structure + "id=id! name canResegment=yesno translate=yesno srcDir=dir trgDir=dir type=user", "other* notes? unit|group*", "mda:metadata ctr:changeTrack ctr21:changeTrack slr:data val:validation its:provenanceRecords"),
        ("unit", Structure + "id=id! name canResegment=yesno translate=yesno srcDir=dir trgDir=dir type=user", "other* notes? originalData? segment|ignorable+", "mtc:matches gls:glossary mda:metadata res:resourceData ctr:changeTrack ctr21:changeTrack slr:data val:validation its:locQualityIssues its:provenanceRecords"),
        ("segment", "id=id canResegment=yesno state=state subState=user", "source target?", ""),
        ("ignorable", "id=id", "source target?", ""),
        ("notes", "", "note+", ""),
        ("note", "id=id appliesTo=applies category priority=priority ref=uri *other *fs", "text", ""),
        ("originalData", "", "data+", ""),
        ("data", "id=id! dir=dir xml:space=preserve", "text cp*", ""),
        ("source", "xml:lang=lang xml:space=space", Inline, ""),
        ("target", "xml:lang=lang xml:space=space order=positive", Inline, ""),
        ("cp", "hex=hex!", "", ""),
        ("ph", Code + "disp equiv dataRef=id subFlows=ids", "", ""),
        ("pc", Code + "canOverlap=yesno dispStart dispEnd equivStart equivEnd dataRefStart=id dataRefEnd=id subFlowsStart=ids subFlowsEnd=ids dir=dir", Inline, ""),
        ("sc", Code + "canOverlap=yesno disp equiv dataRef=id subFlows=ids dir=dir isolated=yesno", "", ""),
        // The id of an end code depends on its being isolated: InlineCheck.
        ("ec", Code.Replace("id=id!", "id=id", StringComparison.Ordinal) + "canOverlap=yesno disp equiv dataRef=id subFlows=ids dir=dir isolated=yesno startRef=id", "", ""),
        ("mrk", Mark, Inline, ""),
        ("sm", Mark, "", ""),
        ("em", "startRef=id!", "", ""),
    ];

    private static readonly (string Name, string Attributes, string Children, string Modules)[] Modules =
    [
        ("mtc:matches", "", "mtc:match+", ""),
        ("mtc:match", "id=id matchQuality=percent matchSuitability=percent origin ref=uri! reference=yesno similarity=percent subType=user type=match *other *its *itsm", "mda:metadata? originalData? source target other*", ""),
        ("gls:glossary", "", "gls:glossEntry+", ""),
        ("gls:glossEntry", "id=id ref=uri *other", "gls:term gls:translation* gls:definition? other*", ""),
        ("gls:term", "source *other", "text", ""),
        ("gls:translation", "id=id ref=uri source *other", "text", ""),
        ("gls:definition", "source *other", "text", ""),
        ("mda:metadata", "id=id", "mda:metaGroup+", ""),
        ("mda:metaGroup", "id=id category appliesTo=meta", "mda:metaGroup|mda:meta+", ""),
        ("mda:meta", "type!", "text", ""),
        ("res:resourceData", "", "res:resourceItemRef|res:resourceItem+", ""),
        ("res:resourceItemRef", "id=id ref=id! *other", "", ""),
        ("res:resourceItem", "id=id mimeType context=yesno *other", "res:source? res:target? res:reference* other*", ""),
        ("res:source", "href xml:lang=lang *other", "any", ""),
        ("res:target", "href xml:lang=lang *other", "any", ""),
        ("res:reference", "href! xml:lang=lang *other", "", ""),
        ("slr:profiles", "generalProfile storageProfile", "slr:normalization? other*", ""),
        ("slr:normalization", "general=normal storage=normal", "", ""),
        ("slr:data", "profile!", "any", ""),
        ("val:validation", "*other", "val:rule+", ""),
        ("val:rule", "isPresent isNotPresent startsWith endsWith occurs=positive existsInSource=yesno caseSensitive=yesno normalization=normal disabled=yesno *other", "", ""),
        ("its:locQualityIssues", "xml:id=id! version *its", "its:locQualityIssue+", ""),
        ("its:locQualityIssue", "locQualityIssueType locQualityIssueComment locQualityIssueSeverity=percent locQualityIssueProfileRef=uri locQualityIssueEnabled=yesno", "", ""),
        ("its:provenanceRecords", "xml:id=id! version *its", "its:provenanceRecord+", ""),
        ("its:provenanceRecord", "org orgRef=uri person personRef=uri revOrg revOrgRef=uri revPerson revPersonRef=uri revTool revToolRef=uri tool toolRef=uri version *its", "", ""),
    ];

    private static readonly (string Name, string Attributes, string Children, string Modules)[] Changes =
    [
        ("changeTrack", "*other", "revisions+", ""),
        ("revisions", "appliesTo! ref currentVersion *other", "revision+", ""),
        ("revision", "author datetime=moment version *other *its", "item|simpleItem|contentItem|unitItem+", ""),
        ("item", "property! *other", "text", ""),
        ("simpleItem", "property! *other", "text", ""),
        ("contentItem", "property! *other", "any", ""),
        ("unitItem", "property! *other", "any", ""),
    ];

    /// <summary>Attributes of modules on elements of the core: where they may stand is the element's matter, what they may say is theirs.</summary>
    private static readonly Dictionary<XName, (string Kind, ImmutableHashSet<string> On)> ModuleAttributes = new()
    {
        [XliffNames.FormatStyle + "fs"] = ("", []),
        [XliffNames.FormatStyle + "subFs"] = ("", []),
        [XliffNames.Sizes + "storageRestriction"] = ("", ["file", "group", "unit", "mrk", "sm", "pc", "sc"]),
        [XliffNames.Sizes + "sizeRestriction"] = ("", ["file", "group", "unit", "mrk", "sm", "pc", "sc"]),
        [XliffNames.Sizes + "equivStorage"] = ("", ["pc", "sc", "ec", "ph"]),
        [XliffNames.Sizes + "sizeInfo"] = ("", ["file", "group", "unit", "pc", "sc", "ec", "ph"]),
        [XliffNames.Sizes + "sizeInfoRef"] = ("", ["file", "group", "unit", "pc", "sc", "ec", "ph"]),
    };

    private static readonly Dictionary<XName, ElementRule> Elements = Core.Select(line => Read(line, XliffNames.Core))
        .Concat(Modules.Select(line => Read(line, XliffNames.Core)))
        .Concat(Changes.Select(line => Read(line, XliffNames.Changes20)))
        .Concat(Changes.Select(line => Read(line, XliffNames.Changes21)))
        .ToDictionary(rule => rule.Name);

    /// <summary>The rule of an element, or null where the standard has no such element.</summary>
    public static ElementRule? Of(XName name) => Elements.GetValueOrDefault(name);

    /// <summary>The kind of a module's attribute and the elements that take it (all that take the module, where none is named); null where the module has no such attribute.</summary>
    public static (string Kind, ImmutableHashSet<string> On)? ModuleAttribute(XName name)
    {
        if (ModuleAttributes.TryGetValue(name, out var rule)) return rule;
        return name.Namespace == XliffNames.Its || name.Namespace == XliffNames.ItsModule ? ItsCheck.Kind(name) is { } kind ? (kind, []) : null : null;
    }

    private static ElementRule Read((string Name, string Attributes, string Children, string Modules) line, XNamespace home)
    {
        var attributes = ImmutableArray.CreateBuilder<AttributeRule>();
        var namespaces = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (var word in line.Attributes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (word[0] == '*')
            {
                namespaces.Add(word[1..]);
                continue;
            }
            var parts = word.TrimEnd('!').Split('=');
            attributes.Add(new AttributeRule(XliffNames.Parse(parts[0], XNamespace.None), parts.Length > 1 ? parts[1] : "", word[^1] == '!'));
        }
        var particles = ImmutableArray.CreateBuilder<Particle>();
        var words = line.Children.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        foreach (var word in words.Where(word => word is not ("text" or "any")))
        {
            var (least, most) = word[^1] switch { '?' => (0, 1), '*' => (0, int.MaxValue), '+' => (1, int.MaxValue), _ => (1, 1) };
            var names = word.TrimEnd('?', '*', '+');
            particles.Add(new Particle(names == "other" ? [] : [.. names.Split('|').Select(name => XliffNames.Parse(name, home))], least, most));
        }
        return new ElementRule(XliffNames.Parse(line.Name, home), attributes.ToImmutable(), particles.ToImmutable(), words.Contains("text"), words.Contains("any"),
            [.. line.Modules.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => XliffNames.Parse(name, home))], namespaces.ToImmutable());
    }
}
