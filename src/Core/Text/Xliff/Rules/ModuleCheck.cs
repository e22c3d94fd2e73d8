using System.Xml.Linq;

namespace Entraide.Core.Text.Xliff.Rules;

/// <summary>Matches, glossary, metadata, resources, changes and checks: XLIFF 2.1, 5.1 to 5.8.</summary>
internal static class ModuleCheck
{
    public static void Run(XElement element, Check check)
    {
        if (element.Name.Namespace == XliffNames.Matches) Match(element, check);
        else if (element.Name.Namespace == XliffNames.Glossary) Term(element, check);
        else if (element.Name.Namespace == XliffNames.Resources) Resource(element, check);
        else if (element.Name.Namespace == XliffNames.Changes20 || element.Name.Namespace == XliffNames.Changes21) Change(element, check);
        else if (element.Name.Namespace == XliffNames.Validation) Rule(element, check);
        else if (element.Name == XliffNames.Metadata + "metadata")
            check.Unique(XliffRules.MetadataId, element.DescendantsAndSelf().Where(one => one.Name.LocalName is "metadata" or "metaGroup"), Id, "in this metadata");
    }

    private static string? Id(XElement element) => (string?)element.Attribute("id");

    private static void Match(XElement element, Check check)
    {
        if (element.Name != XliffNames.Match)
        {
            check.Unique(XliffRules.MatchId, element.Elements(XliffNames.Match), Id, "among these matches");
            return;
        }
        if (element.Attribute("ref") is { } reference && !Fragment.NamesTextOfUnit(reference, check))
            check.Fault(XliffRules.MatchRef, element, $"“{Quoted.Line(reference.Value)}” is no segment and no marked text of the unit.", "Write # and the id of a segment, a code or a marker of the unit.");
        if (element.Attribute("subType") is not null && element.Attribute("type") is null) check.Fault(XliffRules.SubTypeType, element, "it has a sub-type and no type.", "Add the type.");
        foreach (var data in element.Elements(XliffNames.OriginalData)) check.Unique(XliffRules.IdData, data.Elements(XliffNames.Data), Id, "among the original data of the match");
    }

    private static void Term(XElement element, Check check)
    {
        if (element.Name.LocalName == "glossary") check.Unique(XliffRules.TermId, element.Descendants().Where(one => one.Name.Namespace == XliffNames.Glossary && one.Name.LocalName is "glossEntry" or "translation"), Id, "in this glossary");
        if (element.Name.LocalName == "glossEntry" && element.Element(XliffNames.Glossary + "translation") is null && element.Element(XliffNames.Glossary + "definition") is null)
            check.Fault(XliffRules.TermContent, element, "the entry has neither a translation nor a definition.", "Add one.");
        if (element.Attribute("ref") is { } reference && !Fragment.NamesTextOfUnit(reference, check))
            check.Fault(XliffRules.TermRef, element, $"“{Quoted.Line(reference.Value)}” is no marked text of the unit.", "Write # and the id of a segment, a code or a marker of the unit.");
    }

    private static void Resource(XElement element, Check check)
    {
        var (name, home) = (element.Name.LocalName, XliffNames.Resources);
        if (name == "resourceData") check.Unique(XliffRules.ResourceId, element.Elements().Where(one => one.Name.Namespace == home), Id, "among the resources");
        if (name == "resourceItem" && element.Attribute("mimeType") is null && !(element.Elements(home + "source").Any(one => one.HasElements) && element.Elements(home + "target").Any(one => one.HasElements)))
            check.Fault(XliffRules.ResourceType, element, "its content is elsewhere, and its media type is not said.", "Add mimeType.");
        if (name is not ("source" or "target")) return;
        if (element.Attribute("href") is null == !element.Nodes().Any())
            check.Fault(XliffRules.ResourceHref, element, element.Nodes().Any() ? "it has content and an address." : "it has neither content nor an address.", "Give one of the two.");
        if (name == "source" && (string?)element.Attribute(XliffNames.XmlLang) is { } language && !Values.SameLanguage(language, (string?)element.Document!.Root!.Attribute("srcLang")))
            check.Fault(XliffRules.ResourceLanguage, element, $"its language is {Quoted.Line(language)}, and the file's source language another.", "Write the file's source language.");
    }

    private static void Change(XElement element, Check check)
    {
        if (element.Name.LocalName == "revisions") Revisions(element, check);
        if (element.Name.LocalName != "revision") return;
        foreach (var property in element.Elements().GroupBy(one => (string?)one.Attribute("property"), StringComparer.Ordinal).Where(group => group.Count() > 1))
            check.Fault(XliffRules.ChangeProperty, property.Last(), $"the property “{Quoted.Line(property.Key ?? "")}” stands in this revision more than once.", "Keep one.");
    }

    private static void Revisions(XElement revisions, Check check)
    {
        var container = revisions.Ancestors().First(StructureCheck.IsContainer);
        var (kind, reference) = ((string?)revisions.Attribute("appliesTo"), (string?)revisions.Attribute("ref"));
        var all = StructureCheck.Own(container).Where(child => child.Name.Namespace == XliffNames.Core).SelectMany(child => child.DescendantsAndSelf()).ToList();
        var meant = all.Where(one => one.Name.Namespace == XliffNames.Core && one.Name.LocalName == kind).ToList();
        // Sources and targets have no id of their own: theirs is told by another element of the same place.
        var candidates = meant.Any(one => Id(one) is not null) ? meant : all;
        if (reference is not null && !candidates.Any(one => Id(one) == reference)) check.Fault(XliffRules.ChangeRef, revisions, $"“{Quoted.Line(reference)}” is no {Quoted.Line(kind ?? "element")} here.", "Name the id of the element that was changed.");
        else if (reference is null && meant.Count(one => Id(one) is not null) > 1) check.Fault(XliffRules.ChangeRef, revisions, $"there are several elements {Quoted.Line(kind ?? "")} with ids here, and none is named.", "Name one with ref.");
        var revised = reference is null ? meant.Count == 1 ? meant[0] : null : meant.FirstOrDefault(one => Id(one) == reference);
        foreach (var item in revisions.Elements().Elements())
            if (revised is not null && (string?)item.Attribute("property") is { } property && property != "content" && revised.Attribute(property.Contains(':') || !Values.IsId(property) ? "content" : property) is null)
                check.Fault(XliffRules.ChangeProperty, item, $"the property “{Quoted.Line(property)}” is neither the content nor an attribute of the {Quoted.Line(kind ?? "element")}.", "Write content, or the name of an attribute that it has.");
        if ((string?)revisions.Attribute("currentVersion") is { } current && !revisions.Elements().Any(one => (string?)one.Attribute("version") == current))
            check.Fault(XliffRules.ChangeVersion, revisions, $"no revision here has the version “{Quoted.Line(current)}”.", "Name the version of a revision.");
    }

    private static void Rule(XElement rule, Check check)
    {
        if (rule.Name.LocalName != "rule") return;
        var kinds = rule.Attributes().Where(one => one.Name.LocalName is "isPresent" or "isNotPresent" or "startsWith" or "endsWith" && one.Name.Namespace == XNamespace.None).Select(one => one.Name.LocalName).ToList();
        var own = rule.Attributes().Count(one => !one.IsNamespaceDeclaration && one.Name.Namespace != XNamespace.None && one.Name.Namespace != XNamespace.Xml);
        // A rule of an extension may need several attributes, and is one rule.
        if (kinds.Count + Math.Min(own, 1) != 1) check.Fault(XliffRules.CheckKind, rule, kinds.Count + own == 0 ? "it checks nothing." : "it checks more than one thing.", "Give exactly one of isPresent, isNotPresent, startsWith, endsWith, or a rule of your own namespace.");
        if (rule.Attribute("occurs") is not null && !kinds.Contains("isPresent")) check.Fault(XliffRules.CheckOccurs, rule, "it has occurs without isPresent.", "Take occurs out.");
        if (rule.Attribute("existsInSource") is not null && kinds.Count(kind => kind != "isNotPresent") != 1)
            check.Fault(XliffRules.CheckSource, rule, "it has existsInSource without one of isPresent, startsWith, endsWith.", "Take existsInSource out.");
        if ((string?)rule.Attribute("disabled") == "yes" && rule.Parent!.Parent!.Name == XliffNames.File) check.Fault(XliffRules.CheckDisabled, rule, "it is disabled where it is set.", "Take the rule out.");
    }
}
