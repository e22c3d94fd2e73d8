using System.Collections.Immutable;

namespace Entraide.Core.Text.Xliff;

/// <summary>
/// Every rule that a file can break, by name. Sections are those of XLIFF Version 2.1 (OASIS Standard, 13 February 2018,
/// http://docs.oasis-open.org/xliff/xliff-core/v2.1/os/xliff-core-v2.1-os.html).
/// </summary>
public static partial class XliffRules
{
    // No initialiser: the parts of this class are initialised in no order that one may trust.
    private static ImmutableArray<XliffRule>.Builder? told;

    /// <summary>Every rule.</summary>
    public static ImmutableArray<XliffRule> All => told!.ToImmutable();

    // What the file is.
    public static readonly XliffRule FileSize = House("file-size", "A file has at most ten million bytes.");
    public static readonly XliffRule FileEmpty = House("file-empty", "A file is not empty.");
    public static readonly XliffRule FileZip = House("file-zip", "A file is XLIFF, not an archive.");
    public static readonly XliffRule FileHtml = House("file-html", "A file is XLIFF, not a web page.");
    public static readonly XliffRule FileJson = House("file-json", "A file is XLIFF, not JSON.");
    public static readonly XliffRule FileKind = House("file-kind", "A file is XML.");
    public static readonly XliffRule FileEncoding = House("file-encoding", "A file is UTF-8.");
    public static readonly XliffRule XmlDtd = House("xml-dtd", "A file has no document type and therefore no entities of its own.");
    public static readonly XliffRule XmlDepth = House("xml-depth", "Elements stand inside each other at most a hundred deep.");
    public static readonly XliffRule XmlMalformed = Rule("xml-malformed", "A file is well-formed XML with namespaces.", "XML 1.0; Namespaces in XML 1.0");
    public static readonly XliffRule XliffRoot = Rule("xliff-root", "The outermost element is <xliff> of the format that was asked for.", "4.2.2.1 xliff");
    public static readonly XliffRule XliffVersion = Rule("xliff-version", "The version is 2.1, or 2.0, which 2.1 contains.", "4.3.1.38 version");
    public static readonly XliffRule UnitSize = House("unit-size", "A unit has at most one million letters.");

    // What the reader asked for.
    public static readonly XliffRule SourceLanguageAsked = House("source-language-asked", "The source language is the one of the job.");
    public static readonly XliffRule TargetLanguageAsked = House("target-language-asked", "The target language is the one that was asked for.");
    public static readonly XliffRule TargetBidi = Rule("target-bidi", "A target holds no bidirectional controls.", "house; Unicode UAX 9, UTS 39");
    public static readonly XliffRule TargetInvisible = Rule("target-invisible", "A target holds no zero-width signs.", "house; Unicode UTS 39");
    public static readonly XliffRule TargetControl = House("target-control", "A target holds no control signs.");

    // Elements and attributes.
    public static readonly XliffRule ElementUnknown = Rule("element-unknown", "Elements of the standard's namespaces are those of the standard.", "4.2; 5");
    public static readonly XliffRule ElementPlace = Rule("element-place", "An element stands where the standard puts it.", "4.2; 5");
    public static readonly XliffRule ElementMissing = Rule("element-missing", "What an element must contain is there.", "4.2; 5");
    public static readonly XliffRule ElementRepeated = Rule("element-repeated", "What may stand once stands once.", "4.2; 5");
    public static readonly XliffRule ElementForeign = Rule("element-foreign", "Elements of other namespaces stand only at the points of extension.", "4.8 Extension Mechanisms");
    public static readonly XliffRule TextPlace = Rule("text-place", "Text stands only where the standard has text.", "4.2; 5");
    public static readonly XliffRule AttributeUnknown = Rule("attribute-unknown", "Attributes of the standard are those of the standard, on their elements.", "4.3; 5");
    public static readonly XliffRule AttributeMissing = Rule("attribute-missing", "A required attribute is there.", "4.3; 5");
    public static readonly XliffRule AttributeValue = Rule("attribute-value", "An attribute has one of its values.", "4.3; 5");
    public static readonly XliffRule AttributeForeign = Rule("attribute-foreign", "Attributes of other namespaces stand only at the points of extension.", "4.8 Extension Mechanisms");
    public static readonly XliffRule IdForm = Rule("id-form", "An id is an NMTOKEN.", "4.3.1.19 id");
    public static readonly XliffRule LanguageForm = Rule("language-form", "A language is a well-formed tag.", "4.3.1.31 srcLang; 4.3.1.36 trgLang; RFC 5646");

    // Ids.
    public static readonly XliffRule IdFile = Rule("id-file", "The id of a file is unique.", "4.3.1.19 id");
    public static readonly XliffRule IdGroup = Rule("id-group", "The id of a group is unique within its file.", "4.3.1.19 id");
    public static readonly XliffRule IdUnit = Rule("id-unit", "The id of a unit is unique within its file.", "4.3.1.19 id");
    public static readonly XliffRule IdNote = Rule("id-note", "The id of a note is unique within its notes.", "4.3.1.19 id");
    public static readonly XliffRule IdData = Rule("id-data", "The id of original data is unique within its unit.", "4.3.1.19 id");
    public static readonly XliffRule IdInline = Rule("id-inline", "The id of a segment, an ignorable, a code or a marker is unique within its unit.", "4.3.1.19 id");
    public static readonly XliffRule IdTarget = Rule("id-target", "A code of the target has the id of its code in the source, and no other code's.", "4.3.1.19 id");
    public static readonly XliffRule IdExtension = Rule("id-extension", "The id of an element of an extension is unique within its file, group or unit.", "4.8.2 Constraints of extensions");

    // File, unit, segment.
    public static readonly XliffRule SkeletonHref = Rule("skeleton-href", "A skeleton has either content or an address.", "4.2.2.3 skeleton");
    public static readonly XliffRule SegmentMissing = Rule("segment-missing", "A unit has at least one segment.", "4.2.2.5 unit");
    public static readonly XliffRule TargetLanguageMissing = Rule("target-language-missing", "A file with targets names their language.", "4.2.2.1 xliff");
    public static readonly XliffRule SourceLanguage = Rule("source-language", "The language of a source, its own or inherited, is the file's source language.", "4.2.2.10 source");
    public static readonly XliffRule TargetLanguage = Rule("target-language", "The language of a target, its own or inherited, is the file's target language.", "4.2.2.11 target");
    public static readonly XliffRule TargetSpace = Rule("target-space", "A target treats blanks as its source does.", "4.3.2.2 xml:space");
    public static readonly XliffRule SubStateState = Rule("substate-state", "A sub-state stands beside a state.", "4.3.1.33 subState");
    public static readonly XliffRule StateTarget = Rule("state-target", "A segment that is more than initial has a target.", "4.3.1.32 state");
    public static readonly XliffRule OrderRange = Rule("order-range", "The order of a target is a number from 1 to the number of segments and ignorables.", "4.3.1.26 order");
    public static readonly XliffRule OrderUnique = Rule("order-unique", "No two targets of a unit have the same place.", "4.3.1.26 order");
    public static readonly XliffRule OrderComplete = Rule("order-complete", "Where a target moves, another takes its place.", "4.7.3 Segments Order");

    private static XliffRule House(string id, string says) => Rule(id, says, "house");

    private static XliffRule Rule(string id, string says, string source)
    {
        var rule = new XliffRule(id, says, source);
        (told ??= ImmutableArray.CreateBuilder<XliffRule>()).Add(rule);
        return rule;
    }
}
