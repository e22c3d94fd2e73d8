namespace Entraide.Core.Text.Xliff;

/// <summary>The rules of inline content, of references and of the modules.</summary>
public static partial class XliffRules
{
    // Codes.
    public static readonly XliffRule CodeIsolated = Rule("code-isolated", "A start or end code is isolated if and only if its other half is outside the unit.", "4.3.1.22 isolated");
    public static readonly XliffRule CodeStart = Rule("code-start", "An end code comes after the start code that it names.", "4.2.3.5 ec");
    public static readonly XliffRule CodeEnd = Rule("code-end", "A start code that is not isolated is ended once, later in the unit.", "4.2.3.4 sc");
    public static readonly XliffRule CodeName = Rule("code-name", "An end code names its start, or is isolated and has an id of its own; never both.", "4.2.3.5 ec");
    public static readonly XliffRule CodeHints = Rule("code-hints", "Both halves of a code have the same editing hints.", "4.2.3.4 sc; 4.2.3.5 ec");
    public static readonly XliffRule CodeEndAttributes = Rule("code-end-attributes", "An end code that is not isolated leaves direction, style and size to its start.", "4.2.3.5 ec; 5.4; 5.7");
    public static readonly XliffRule ReorderHints = Rule("reorder-hints", "What may not be reordered may be neither copied nor deleted.", "4.7.2.3 Editing hints");
    public static readonly XliffRule ReorderFirst = Rule("reorder-first", "A sequence that may not be reordered begins with firstNo.", "4.7.2.3 Editing hints");
    public static readonly XliffRule ReorderTarget = Rule("reorder-target", "A sequence that may not be reordered stands whole and in order in the target.", "4.7.2.3 Editing hints");
    public static readonly XliffRule CodeDeleted = Rule("code-deleted", "A code that may not be deleted is in the target.", "4.7.2.3 Editing hints");
    public static readonly XliffRule CopyOf = Rule("copy-of", "A copy names a code of its unit that may be copied, and neither of them has original data.", "4.7.2.4.2 Duplicating an existing code");
    public static readonly XliffRule DataRef = Rule("data-ref", "Original data that a code names is in its unit.", "4.3.1.8 dataRef");
    public static readonly XliffRule DataRefPair = Rule("data-ref-pair", "A paired code has original data for its start and for its end, or for neither.", "4.3.1.9 dataRefEnd; 4.3.1.10 dataRefStart");
    public static readonly XliffRule EquivPair = Rule("equiv-pair", "A paired code has an equivalent for its start and for its end, or for neither.", "4.3.1.16 equivEnd; 4.3.1.17 equivStart");
    public static readonly XliffRule SubFlowUnit = Rule("subflow-unit", "A sub-flow is a unit of the same file.", "4.3.1.34 subFlows");
    public static readonly XliffRule SubTypeType = Rule("subtype-type", "A sub-type stands beside the type that it belongs to.", "4.3.1.37 subType");
    public static readonly XliffRule CharacterValid = Rule("character-valid", "Only characters that XML cannot hold are written by their number.", "4.2.3.1 cp");

    // Markers.
    public static readonly XliffRule MarkerStart = Rule("marker-start", "An end marker comes after the start marker that it names.", "4.2.3.8 em");
    public static readonly XliffRule MarkerEnd = Rule("marker-end", "A start marker is ended once, later in the unit.", "4.2.3.7 sm");
    public static readonly XliffRule CommentContent = Rule("comment-content", "A comment has either a value or a reference.", "4.7.3.1.4 Comment Annotation");
    public static readonly XliffRule CommentNote = Rule("comment-note", "The reference of a comment is a note of its unit.", "4.7.3.1.4 Comment Annotation");
    public static readonly XliffRule MatchMarkerRef = Rule("match-marker-ref", "A marker of a match has no reference.", "5.1.3 Translation Candidate Annotation");

    // References.
    public static readonly XliffRule FragmentForm = Rule("fragment-form", "A fragment identifier is a list of selectors with one at most that is no file, group or unit, at its end.", "3 Fragment Identification");
    public static readonly XliffRule FragmentOrder = Rule("fragment-order", "The selectors of a fragment identifier go from the file inwards, each once.", "3 Fragment Identification");
    public static readonly XliffRule FragmentPrefix = Rule("fragment-prefix", "The prefix of a selector is the core's, a module's or a registered one.", "3.2 Prefixes in Modules; 3.3 Prefixes in Extensions");
    public static readonly XliffRule FragmentTarget = Rule("fragment-target", "What a fragment identifier names is in the file.", "3 Fragment Identification");

    // Modules.
    public static readonly XliffRule MatchId = Rule("match-id", "The id of a match is unique within its matches.", "5.1.6.1 id");
    public static readonly XliffRule MatchRef = Rule("match-ref", "A match refers to text of its unit.", "5.1.6.5 ref");
    public static readonly XliffRule MatchLanguage = Rule("match-language", "A match has no language of its own.", "5.1.5.2 match");
    public static readonly XliffRule TermId = Rule("term-id", "The ids of entries and translations are unique within their glossary.", "5.2.5.1 id");
    public static readonly XliffRule TermRef = Rule("term-ref", "An entry of a glossary refers to text of its unit.", "5.2.5.2 ref");
    public static readonly XliffRule TermContent = Rule("term-content", "An entry of a glossary has a translation or a definition.", "5.2.4.3 glossEntry");
    public static readonly XliffRule StyleValue = Rule("style-value", "A format style is one of the names of the list.", "5.3.5.1 fs");
    public static readonly XliffRule StyleSub = Rule("style-sub", "Details of a style stand beside the style.", "5.3.5.2 subFs");
    public static readonly XliffRule MetadataId = Rule("metadata-id", "The ids within one metadata element are unique.", "5.4.5.3 id");
    public static readonly XliffRule ResourceId = Rule("resource-id", "The ids of resources are unique within their file or unit.", "5.5.5.1 id");
    public static readonly XliffRule ResourceHref = Rule("resource-href", "A resource has either content or an address.", "5.5.4.5 source; 5.5.4.6 target");
    public static readonly XliffRule ResourceLanguage = Rule("resource-language", "The language of a resource's source is the file's.", "5.5.4.5 source");
    public static readonly XliffRule ResourceType = Rule("resource-type", "A resource without content says its media type.", "5.5.5.2 mimeType");
    public static readonly XliffRule ChangeRef = Rule("change-ref", "Revisions name the element that they tell of.", "5.6.5.5 ref (XLIFF 2.0)");
    public static readonly XliffRule ChangeProperty = Rule("change-property", "A revised property is the content, or an attribute of the element, and stands once in a revision.", "5.6.5.6 property (XLIFF 2.0)");
    public static readonly XliffRule ChangeVersion = Rule("change-version", "The current version is one of the revisions.", "5.6.5.2 currentVersion (XLIFF 2.0)");
    public static readonly XliffRule SizeForm = Rule("size-form", "A restriction of a standard profile is *, a number, or two with a comma.", "5.7.6 Standard profiles");
    public static readonly XliffRule SizeNumber = Rule("size-number", "Sizes are whole numbers.", "5.7.6 Standard profiles");
    public static readonly XliffRule SizeBoth = Rule("size-both", "Size information stands in the place or elsewhere, not both.", "5.7.5.9 sizeInfo");
    public static readonly XliffRule SizeRef = Rule("size-ref", "Size information elsewhere is in data beside the element or one that contains it.", "5.7.5.10 sizeInfoRef");
    public static readonly XliffRule CheckKind = Rule("check-kind", "A rule of the validation module checks exactly one thing.", "5.8.4.2 rule");
    public static readonly XliffRule CheckOccurs = Rule("check-occurs", "A number of occurrences belongs to isPresent.", "5.8.5.5 occurs");
    public static readonly XliffRule CheckSource = Rule("check-source", "existsInSource belongs to exactly one of isPresent, startsWith, endsWith.", "5.8.5.6 existsInSource");
    public static readonly XliffRule CheckDisabled = Rule("check-disabled", "A rule can be disabled only where one was set before: in a group or unit.", "5.8.5.9 disabled");
    public static readonly XliffRule ItsVersion = Rule("its-version", "Where ITS is used, its version is said.", "5.9 ITS Module");
    public static readonly XliffRule ItsType = Rule("its-type", "A marker that carries ITS has the type its:generic, or none.", "5.9 ITS Module");
    public static readonly XliffRule ItsTogether = Rule("its-together", "Attributes of ITS that exclude or require each other do so.", "5.9 ITS Module");
    public static readonly XliffRule ItsAnnotators = Rule("its-annotators", "annotatorsRef is a list of data category|tool, each category once.", "5.9.4 ITS Tools Annotation");
    public static readonly XliffRule ItsRecord = Rule("its-record", "A record of ITS says something.", "5.9.7.3 locQualityIssue; provenanceRecord");
    public static readonly XliffRule ItsRef = Rule("its-ref", "Records of ITS that are referred to stand in the unit, once.", "5.9 ITS Module");
}
