using System.Xml.Linq;

namespace Entraide.Core.Text.Xliff.Rules;

/// <summary>Files, groups, units and segments: ids, languages, order, states. XLIFF 2.1, 4.2.2 and 4.3.</summary>
internal static class StructureCheck
{
    /// <param name="judged">All elements of the standard in the order of the file; extensions hold what they like.</param>
    public static void Run(IReadOnlyList<XElement> judged, Check check)
    {
        check.Unique(XliffRules.IdFile, judged.Where(one => one.Name == XliffNames.File), Id, "among the files");
        foreach (var file in judged.Where(one => one.Name != XliffNames.Xliff).GroupBy(one => one.AncestorsAndSelf(XliffNames.File).Last()))
        {
            var units = file.Where(one => one.Name == XliffNames.Unit).ToList();
            check.Unique(XliffRules.IdGroup, file.Where(one => one.Name == XliffNames.Group), Id, "among the groups of the file");
            check.Unique(XliffRules.IdUnit, units, Id, "among the units of the file");
            foreach (var skeleton in file.Where(one => one.Name == XliffNames.Skeleton))
                if (skeleton.Attribute("href") is null == !skeleton.Nodes().Any())
                    check.Fault(XliffRules.SkeletonHref, skeleton, skeleton.Nodes().Any() ? "it has an address and content." : "it has neither an address nor content.", "Give one of the two.");
            SubFlows(file, units.Select(unit => Id(unit) ?? "").ToHashSet(StringComparer.Ordinal), check);
        }
        foreach (var container in judged.Where(IsContainer)) Container(container, check);
    }

    private static void SubFlows(IEnumerable<XElement> elements, HashSet<string> units, Check check)
    {
        foreach (var flow in elements.SelectMany(element => element.Attributes()).Where(attribute => attribute.Name.LocalName is "subFlows" or "subFlowsStart" or "subFlowsEnd" && attribute.Name.Namespace == XNamespace.None))
            if (flow.Value.Split((char[])[' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(id => !units.Contains(id)) is { } missing)
                check.Fault(XliffRules.SubFlowUnit, flow, $"the sub-flow “{Quoted.Line(missing)}” is no unit of the file.", "Name units of the same file, with blanks in between.");
    }

    public static bool IsContainer(XElement element) => element.Name == XliffNames.File || element.Name == XliffNames.Group || element.Name == XliffNames.Unit;

    /// <summary>What stands in the container itself, not in a group or unit within it.</summary>
    public static IEnumerable<XElement> Own(XElement container) => container.Elements().Where(child => !IsContainer(child));

    private static string? Id(XElement element) => (string?)element.Attribute("id");

    private static void Container(XElement container, Check check)
    {
        foreach (var notes in container.Elements(XliffNames.Notes)) check.Unique(XliffRules.IdNote, notes.Elements(XliffNames.Note), Id, "among these notes");
        var extensions = Own(container).Where(child => !XliffNames.IsKnown(child.Name.Namespace)).SelectMany(child => child.DescendantsAndSelf()).GroupBy(element => element.Name.Namespace);
        foreach (var extension in extensions)
            check.Unique(XliffRules.IdExtension, extension, element => (string?)element.Attribute("id") ?? (string?)element.Attribute(XliffNames.XmlId), $"among the elements of the extension in the {container.Name.LocalName}");
        if (container.Name == XliffNames.Unit) Unit(container, check);
    }

    private static void Unit(XElement unit, Check check)
    {
        if (unit.Element(XliffNames.Segment) is null) check.Fault(XliffRules.SegmentMissing, unit, "it has no segment.", "Put the text into a <segment>.");
        foreach (var data in unit.Elements(XliffNames.OriginalData)) check.Unique(XliffRules.IdData, data.Elements(XliffNames.Data), Id, "among the original data");
        var parts = unit.Elements().Where(one => one.Name == XliffNames.Segment || one.Name == XliffNames.Ignorable).ToList();
        Order(parts, check);
        foreach (var part in parts) Part(part, unit.Document!.Root!, check);
    }

    private static void Order(List<XElement> parts, Check check)
    {
        var explicitly = parts.Elements(XliffNames.Target).Select(target => Values.Whole((string?)target.Attribute("order"))).Where(order => order > 0).ToHashSet();
        HashSet<int> taken = [];
        foreach (var (part, place) in parts.Select((part, index) => (part, index + 1)))
        {
            if (part.Element(XliffNames.Target) is not { } target) continue;
            var order = Values.Whole((string?)target.Attribute("order")) is var given && given > 0 ? given : place;
            if (order > parts.Count) check.Fault(XliffRules.OrderRange, target, $"its order is {order}, and the unit has {parts.Count} parts.", $"Write a number from 1 to {parts.Count}.");
            if (!taken.Add(order)) check.Fault(XliffRules.OrderUnique, target, $"another target of the unit has the place {order} too.", "Give each its own place; one without order has the place of its source.");
            if (target.Attribute("order") is not null && !explicitly.Contains(place))
                check.Fault(XliffRules.OrderComplete, target, $"it leaves the place {place}, which no other target takes.", $"Write order=\"{place}\" on the one that comes there.");
        }
    }

    private static void Part(XElement part, XElement root, Check check)
    {
        var (state, subState) = (part.Attribute("state"), part.Attribute("subState"));
        if (subState is not null && state is null) check.Fault(XliffRules.SubStateState, part, "it has a sub-state and no state.", "Add the state.");
        var (source, target) = (part.Element(XliffNames.Source), part.Element(XliffNames.Target));
        if (state is not null && state.Value != "initial" && target is null)
            check.Fault(XliffRules.StateTarget, part, $"its state is {Quoted.Line(state.Value)}, and it has no target.", "Add the target, or write state=\"initial\".");
        Language(source, (string?)root.Attribute("srcLang"), XliffRules.SourceLanguage, check);
        if (target is null) return;
        var trgLang = (string?)root.Attribute("trgLang");
        if (trgLang is null) check.Fault(XliffRules.TargetLanguageMissing, target, "the file does not say the language of its targets.", "Write trgLang on <xliff>.");
        else Language(target, trgLang, XliffRules.TargetLanguage, check);
        if (source is not null && Inherited(source, XliffNames.XmlSpace, "default") is var expected && Inherited(target, XliffNames.XmlSpace, "default") is var space && space != expected)
            check.Fault(XliffRules.TargetSpace, target, $"its xml:space is {Quoted.Line(space)}, and its source's {Quoted.Line(expected)}.", $"Write xml:space=\"{Quoted.Line(expected)}\".");
    }

    private static void Language(XElement? content, string? expected, XliffRule rule, Check check)
    {
        if (content is null || expected is null || Inherited(content, XliffNames.XmlLang, expected) is var language && Values.SameLanguage(language, expected)) return;
        check.Fault(rule, content, $"its xml:lang, its own or inherited, is {Quoted.Line(Inherited(content, XliffNames.XmlLang, expected))}, and the file's is {Quoted.Line(expected)}.", $"Write xml:lang=\"{Quoted.Line(expected)}\", or take the other out.");
    }

    internal static string Inherited(XElement element, XName name, string otherwise) =>
        element.AncestorsAndSelf().Select(one => (string?)one.Attribute(name)).FirstOrDefault(value => value is not null) ?? otherwise;
}
