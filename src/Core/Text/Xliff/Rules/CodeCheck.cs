using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;

namespace Entraide.Core.Text.Xliff.Rules;

/// <summary>Codes and markers: their halves, their hints, their ids, what they refer to. XLIFF 2.1, 4.2.3 and 4.7.2.</summary>
internal static class CodeCheck
{
    private static readonly string[] Hints = ["canCopy", "canDelete", "canOverlap"];

    public static void Run(InlineScope scope, Check check)
    {
        Halves(scope.SourceEvents, check);
        Halves(scope.TargetEvents, check);
        Ids(scope, check);
        var data = scope.Owner.Elements(XliffNames.OriginalData).Elements(XliffNames.Data).Select(one => (string?)one.Attribute("id") ?? "").ToHashSet(StringComparer.Ordinal);
        ILookup<string, XElement> byId = InlineScope.Inlines(scope.Sources.Concat(scope.Targets)).ToLookup(one => (string?)one.Attribute("id") ?? "", StringComparer.Ordinal);
        foreach (var element in InlineScope.Inlines(scope.Sources.Concat(scope.Targets)))
        {
            One(element, check);
            References(element, data, check);
            if ((string?)element.Attribute("copyOf") is { } copied) CopyOf(element, [.. byId[copied]], check);
        }
    }

    private static void Halves(ImmutableArray<InlineEvent> events, Check check)
    {
        Dictionary<string, (InlineEvent Event, int Ends)> open = new(StringComparer.Ordinal);
        foreach (var one in events)
        {
            // A pair that is one element is whole, and an isolated half has no other.
            if (one.Element.Name == XliffNames.Pc || one.Element.Name == XliffNames.Mrk || one.Kind == InlineEventKind.Alone) continue;
            var isCode = one.IsCode;
            var key = (isCode ? "code " : "marker ") + one.Id;
            if (one.Element.Name == XliffNames.Sc || one.Element.Name == XliffNames.Sm)
            {
                open.TryAdd(key, (one, 0));
                continue;
            }
            if (isCode && !EndNames(one.Element, check)) continue;
            if (!open.TryGetValue(key, out var start))
                check.Fault(isCode ? XliffRules.CodeStart : XliffRules.MarkerStart, one.Element, $"no <{(isCode ? "sc" : "sm")} {Quoted.Line(one.Id)}> stands before it in the unit.", "Put it after its start, or take it out.");
            else
            {
                open[key] = (start.Event, start.Ends + 1);
                if (isCode) SameHints(start.Event.Element, one.Element, check);
            }
        }
        foreach (var (start, ends) in open.Values)
        {
            var isolated = (string?)start.Element.Attribute("isolated") == "yes";
            if (start.IsCode && isolated && ends > 0) check.Fault(XliffRules.CodeIsolated, start.Element, "it is called isolated, and its end is in the same unit.", "Take isolated out.");
            else if (!isolated && ends != 1) check.Fault(start.IsCode ? XliffRules.CodeEnd : XliffRules.MarkerEnd, start.Element, ends == 0 ? "it has no end in the unit." : $"it has {ends} ends in the unit.", start.IsCode ? "Add its <ec>, or write isolated=\"yes\" where the end is in another unit." : "Add its <em>.");
        }
    }

    /// <summary>Whether an end code belongs to a start code of the unit; how it says so is checked.</summary>
    private static bool EndNames(XElement end, Check check)
    {
        var (id, startRef, isolated) = (end.Attribute("id"), end.Attribute("startRef"), (string?)end.Attribute("isolated") == "yes");
        if (isolated ? id is null || startRef is not null : id is not null || startRef is null)
            check.Fault(XliffRules.CodeName, end, isolated ? "an isolated end has an id and names no start." : "an end that is not isolated names its start, and has no id.", isolated ? "Write id, without startRef." : "Write startRef, without id; or isolated=\"yes\" with id.");
        if (isolated) return false;
        foreach (var attribute in end.Attributes().Where(one => one.Name == "dir" || one.Name.Namespace == XliffNames.FormatStyle || one.Name.Namespace == XliffNames.Sizes))
            check.Fault(XliffRules.CodeEndAttributes, attribute, $"{XliffNames.Show(attribute.Name)} stands on an end that is not isolated.", "Put it on the start.");
        return startRef is not null;
    }

    private static void SameHints(XElement start, XElement end, Check check)
    {
        foreach (var hint in Hints)
            if (InlineEvent.Hint(start, hint) is var first && InlineEvent.Hint(end, hint) is var second && first != second)
                check.Fault(XliffRules.CodeHints, end, $"{hint} is {second}, and {first} on its start.", "Write the same on both.");
        var (begins, ends) = (InlineEvent.Hint(start, "canReorder"), InlineEvent.Hint(end, "canReorder"));
        var expected = begins == "firstNo" ? "no" : begins;
        if (ends != expected) check.Fault(XliffRules.CodeHints, end, $"canReorder is {ends}, and {begins} on its start.", $"Write canReorder=\"{expected}\".");
    }

    private static void Ids(InlineScope scope, Check check)
    {
        var parts = scope.IsUnit ? scope.Owner.Elements().Where(one => one.Name == XliffNames.Segment || one.Name == XliffNames.Ignorable).ToList() : [];
        var sources = InlineScope.Inlines(scope.Sources).ToList();
        check.Unique(XliffRules.IdInline, parts.Concat(sources), one => (string?)one.Attribute("id"), "among the segments, ignorables and codes of the unit");
        Dictionary<string, XElement> known = new(StringComparer.Ordinal);
        foreach (var one in parts.Concat(sources))
            if ((string?)one.Attribute("id") is { } id) known.TryAdd(id, one);
        var targets = InlineScope.Inlines(scope.Targets).ToList();
        check.Unique(XliffRules.IdTarget, targets, one => (string?)one.Attribute("id"), "in the targets of the unit");
        foreach (var target in targets)
            if ((string?)target.Attribute("id") is { } id && known.TryGetValue(id, out var source) && Sort(source) != Sort(target))
                check.Fault(XliffRules.IdTarget, target, $"its id is the one of a <{source.Name.LocalName}> in the source.", "Give it the id of its own code in the source, or a new one.");
    }

    // A pair may be written as one element or as two (4.7.2.2).
    private static string Sort(XElement element) => element.Name.LocalName switch { "sc" => "pc", "sm" => "mrk", var name => name };

    private static void One(XElement element, Check check)
    {
        if (element.Name == XliffNames.Cp)
        {
            if ((string?)element.Attribute("hex") is { } hex && int.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) && IsInXml(number))
                check.Fault(XliffRules.CharacterValid, element, $"U+{number:X4} is no character that XML cannot hold.", "Write the character itself.");
            return;
        }
        if (InlineEvent.Hint(element, "canReorder") != "yes" && (InlineEvent.Hint(element, "canCopy") != "no" || InlineEvent.Hint(element, "canDelete") != "no"))
            check.Fault(XliffRules.ReorderHints, element, "it may not be reordered, and may be copied or deleted.", "Write canCopy=\"no\" canDelete=\"no\".");
        var (type, subType) = ((string?)element.Attribute("type"), (string?)element.Attribute("subType"));
        if (subType is null) return;
        var expected = subType switch { "xlf:var" => "ui", "xlf:b" or "xlf:i" or "xlf:u" or "xlf:lb" or "xlf:pb" => "fmt", _ => null };
        if (type is null) check.Fault(XliffRules.SubTypeType, element, "it has a sub-type and no type.", "Add the type.");
        else if (expected is not null && type != expected) check.Fault(XliffRules.SubTypeType, element, $"the sub-type {subType} belongs to the type {expected}, not {Quoted.Line(type)}.", $"Write type=\"{expected}\".");
        else if (expected is null && subType.StartsWith("xlf:", StringComparison.Ordinal)) check.Fault(XliffRules.SubTypeType, element, $"{Quoted.Line(subType)} is no sub-type of the standard, which keeps the prefix xlf for itself.", "Use a prefix of your own.");
    }

    /// <summary>XML 1.0: Char. DEL and the C1 controls are allowed there, and discouraged: they may be written either way.</summary>
    private static bool IsInXml(int number) => number is 0x9 or 0xA or 0xD or (>= 0x20 and <= 0x7E) or (>= 0xA0 and <= 0xD7FF) or (>= 0xE000 and <= 0xFFFD) or (>= 0x10000 and <= 0x10FFFF);

    private static void References(XElement element, HashSet<string> data, Check check)
    {
        foreach (var name in (string[])["dataRef", "dataRefStart", "dataRefEnd"])
            if ((string?)element.Attribute(name) is { } id && !data.Contains(id))
                check.Fault(XliffRules.DataRef, element, $"{name} is “{Quoted.Line(id)}”, and there is no such original data in the unit.", "Name a <data> of the unit, or take it out.");
        Pair(XliffRules.DataRefPair, "dataRefStart", "dataRefEnd");
        Pair(XliffRules.EquivPair, "equivStart", "equivEnd");
        Pair(XliffRules.SubFlowUnit, "subFlowsStart", "subFlowsEnd");

        void Pair(XliffRule rule, string start, string end)
        {
            if (element.Attribute(start) is null != element.Attribute(end) is null)
                check.Fault(rule, element, $"it has one of {start} and {end}.", "Give both, or none.");
        }
    }

    private static void CopyOf(XElement copy, List<XElement> originals, Check check)
    {
        var what = originals.Count == 0 ? "there is no such code in the unit"
            : originals.Any(one => InlineEvent.Hint(one, "canCopy") == "no") ? "that code may not be copied"
            : HasData(copy) || originals.Any(HasData) ? "the code has original data, which the copy refers to instead"
            : null;
        if (what is not null) check.Fault(XliffRules.CopyOf, copy, $"it is a copy of “{Quoted.Line((string)copy.Attribute("copyOf")!)}”, and {what}.", "Take copyOf out, or name a code that may be copied.");
    }

    private static bool HasData(XElement code) => code.Attribute("dataRef") is not null || code.Attribute("dataRefStart") is not null || code.Attribute("dataRefEnd") is not null;
}
