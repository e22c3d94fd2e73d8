using System.Xml.Linq;

namespace Entraide.Core.Text.Xliff.Rules;

/// <summary>The Internationalization Tag Set in XLIFF: XLIFF 2.1, 5.9 ITS Module; W3C ITS 2.0.</summary>
internal static class ItsCheck
{
    private static readonly string[] Provenance = ["org", "orgRef", "person", "personRef", "revOrg", "revOrgRef", "revPerson", "revPersonRef", "revTool", "revToolRef", "tool", "toolRef"];

    private static readonly string[] QualityIssue = ["locQualityIssueType", "locQualityIssueComment", "locQualityIssueSeverity", "locQualityIssueProfileRef", "locQualityIssueEnabled"];

    private static readonly HashSet<string> Categories = new(StringComparer.Ordinal)
    {
        "allowed-characters", "directionality", "domain", "elements-within-text", "external-resource", "id-value", "language-information", "locale-filter", "localization-note",
        "localization-quality-issue", "localization-quality-rating", "mt-confidence", "preserve-space", "provenance", "storage-size", "target-pointer", "terminology", "text-analysis", "translate",
    };

    private static readonly Dictionary<string, string> Kinds = new(StringComparer.Ordinal)
    {
        ["version"] = "", ["annotatorsRef"] = "", ["allowedCharacters"] = "", ["localeFilterList"] = "", ["localeFilterType"] = "", ["locQualityIssuesRef"] = "uri",
        ["locQualityIssueType"] = "", ["locQualityIssueComment"] = "", ["locQualityIssueSeverity"] = "percent", ["locQualityIssueProfileRef"] = "uri", ["locQualityIssueEnabled"] = "yesno",
        ["locQualityRatingScore"] = "percent", ["locQualityRatingScoreThreshold"] = "percent", ["locQualityRatingVote"] = "", ["locQualityRatingVoteThreshold"] = "", ["locQualityRatingProfileRef"] = "uri",
        ["mtConfidence"] = "percent", ["provenanceRecordsRef"] = "uri", ["taClassRef"] = "uri", ["taConfidence"] = "percent", ["taIdent"] = "", ["taIdentRef"] = "uri", ["taSource"] = "",
        ["termConfidence"] = "percent", ["orgRef"] = "uri", ["personRef"] = "uri", ["revOrgRef"] = "uri", ["revPersonRef"] = "uri", ["revToolRef"] = "uri", ["toolRef"] = "uri",
        ["org"] = "", ["person"] = "", ["revOrg"] = "", ["revPerson"] = "", ["revTool"] = "", ["tool"] = "",
    };

    /// <summary>Attributes that make a marker an annotation of ITS, which then has the type its:generic or none.</summary>
    private static readonly string[] Generic = ["annotatorsRef", "allowedCharacters", "localeFilterList", "locQualityIssuesRef", "locQualityRatingScore", "locQualityRatingVote", "mtConfidence", "provenanceRecordsRef", "taClassRef", "taIdent", "taIdentRef", "taSource"];

    /// <summary>The kind of value of an attribute of ITS; null where there is no such attribute.</summary>
    public static string? Kind(XName name) => name.Namespace == XliffNames.ItsModule ? name.LocalName switch { "domains" => "", "lang" => "lang", _ => null } : Kinds.GetValueOrDefault(name.LocalName);

    public static void Run(XElement element, Check check)
    {
        if (!element.Attributes().Any(IsIts) && element.Name.Namespace != XliffNames.Its) return;
        // The record's own version stands without prefix.
        if (!element.AncestorsAndSelf().Any(one => one.Attribute(XliffNames.Its + "version") is not null || (one.Name.Namespace == XliffNames.Its && one.Attribute("version") is not null)))
            check.Fault(XliffRules.ItsVersion, element, "ITS is used, and its version is not said.", "Write its:version=\"2.0\" on <xliff>.");
        if (element.Attribute(XliffNames.Its + "annotatorsRef") is { } annotators) Annotators(annotators, check);
        Together(element, check);
        if (element.Name == XliffNames.Mrk || element.Name == XliffNames.Sm) Marker(element, check);
        if (element.Name.Namespace == XliffNames.Its) Record(element, check);
    }

    private static bool IsIts(XAttribute attribute) => attribute.Name.Namespace == XliffNames.Its || attribute.Name.Namespace == XliffNames.ItsModule;

    private static bool Has(XElement element, string name) => element.Attribute(XliffNames.Its + name) is not null;

    private static void Annotators(XAttribute annotators, Check check)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var entry in annotators.Value.Split((char[])[' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            var category = entry.Split('|')[0];
            if (entry.Length <= category.Length + 1 || !Categories.Contains(category) || !seen.Add(category))
                check.Fault(XliffRules.ItsAnnotators, annotators, $"“{Quoted.Line(entry)}” is no data category with its tool, or the category stands twice.", "Write category|tool, with blanks in between, each category once.");
        }
    }

    private static void Together(XElement element, Check check)
    {
        Excludes("locQualityIssuesRef", QualityIssue);
        Excludes("provenanceRecordsRef", Provenance);
        Excludes("locQualityRatingScore", ["locQualityRatingVote"]);
        Excludes("taIdentRef", ["taSource", "taIdent"]);
        if (Has(element, "taSource") != Has(element, "taIdent")) check.Fault(XliffRules.ItsTogether, element, "it has one of its:taSource and its:taIdent.", "Give both, or its:taIdentRef.");
        Needs("locQualityRatingScoreThreshold", "locQualityRatingScore");
        Needs("locQualityRatingVoteThreshold", "locQualityRatingVote");

        void Excludes(string one, string[] others)
        {
            if (Has(element, one) && others.FirstOrDefault(other => Has(element, other)) is { } other) check.Fault(XliffRules.ItsTogether, element, $"it has its:{one} and its:{other}.", "Keep one of the two.");
        }

        void Needs(string one, string other)
        {
            if (Has(element, one) && !element.AncestorsAndSelf().Any(above => Has(above, other))) check.Fault(XliffRules.ItsTogether, element, $"it has its:{one} without its:{other}.", $"Add its:{other}.");
        }
    }

    private static void Marker(XElement marker, Check check)
    {
        if ((string?)marker.Attribute("type") is { } type && type != "its:generic" && (Generic.Any(name => Has(marker, name)) || marker.Attributes().Any(one => one.Name.Namespace == XliffNames.ItsModule)))
            check.Fault(XliffRules.ItsType, marker, $"it carries ITS and has the type {Quoted.Line(type)}.", "Write type=\"its:generic\", or take the type out.");
        Record("locQualityIssuesRef", "locQualityIssues");
        Record("provenanceRecordsRef", "provenanceRecords");

        void Record(string attribute, string records)
        {
            if ((string?)marker.Attribute(XliffNames.Its + attribute) is not { } reference) return;
            var found = reference.StartsWith("#its=", StringComparison.Ordinal) ? marker.Ancestors(XliffNames.Unit).Elements(XliffNames.Its + records).Count(one => (string?)one.Attribute(XliffNames.XmlId) == reference["#its=".Length..]) : 0;
            if (found != 1) check.Fault(XliffRules.ItsRef, marker, $"its:{attribute} is “{Quoted.Line(reference)}”, which names no <its:{records}> of the unit.", "Write #its= and the xml:id of one in the unit.");
        }
    }

    private static void Record(XElement element, Check check)
    {
        var (name, container) = (element.Name.LocalName, element.Ancestors().FirstOrDefault(StructureCheck.IsContainer));
        if (name == "locQualityIssue" && element.Attribute("locQualityIssueType") is null && element.Attribute("locQualityIssueComment") is null)
            check.Fault(XliffRules.ItsRecord, element, "the issue has neither a type nor a comment.", "Add one.");
        if (name == "provenanceRecord" && !Provenance.Any(one => element.Attribute(one) is not null))
            check.Fault(XliffRules.ItsRecord, element, "the record names nobody and nothing.", "Name a person, an organisation or a tool.");
        if (name is "locQualityIssues" or "provenanceRecords" && container is not null && container.Elements().Where(one => one.Name.Namespace == XliffNames.Its).Count(one => (string?)one.Attribute(XliffNames.XmlId) == (string?)element.Attribute(XliffNames.XmlId)) > 1)
            check.Fault(XliffRules.ItsRef, element, "another record here has the same xml:id.", "Give each its own.");
    }
}
