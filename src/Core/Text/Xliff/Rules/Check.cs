using System.Xml.Linq;

namespace Entraide.Core.Text.Xliff.Rules;

/// <summary>The faults that the checks find, and how they tell the place.</summary>
internal sealed class Check
{
    /// <summary>More faults help nobody, and a hostile file must not make a long list.</summary>
    public const int Most = 1000;

    /// <summary>Rules about a target whose fault is told at its source or its segment.</summary>
    private static readonly HashSet<XliffRule> OfTargets = [XliffRules.CodeDeleted, XliffRules.ReorderTarget, XliffRules.StateTarget];

    private readonly List<(XliffFault Fault, XElement? Unit)> faults = [];

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<XliffFault> Faults => [.. faults.Select(one => one.Fault).OrderBy(fault => fault.Line)];

    /// <summary>Faults of the file itself: without them what is left is the matter of single units.</summary>
    public IReadOnlyList<XliffFault> FileFaults => [.. faults.Where(one => one.Unit is null).Select(one => one.Fault).OrderBy(fault => fault.Line)];

    /// <summary>Faults of the targets, by unit.</summary>
    public ILookup<XElement, XliffFault> UnitFaults => faults.Where(one => one.Unit is not null).ToLookup(one => one.Unit!, one => one.Fault);

    public bool IsClean => faults.Count == 0;

    public void Fault(XliffRule rule, XObject where, string what, string mend)
    {
        if (faults.Count < Most) faults.Add((new XliffFault(rule, what, mend, XliffText.LineOf(where), Place(where)), UnitOf(rule, where)));
    }

    private static XElement? UnitOf(XliffRule rule, XObject where)
    {
        var element = where as XElement ?? where.Parent;
        var unit = element?.AncestorsAndSelf(XliffNames.Unit).FirstOrDefault();
        var isOfTarget = OfTargets.Contains(rule) || (element?.AncestorsAndSelf(XliffNames.Target).LastOrDefault()?.Parent?.Name is { } parent && (parent == XliffNames.Segment || parent == XliffNames.Ignorable));
        return isOfTarget ? unit : null;
    }

    /// <summary>Each id once among these elements.</summary>
    public void Unique(XliffRule rule, IEnumerable<XElement> elements, Func<XElement, string?> id, string among)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var element in elements)
            if (id(element) is { } value && !seen.Add(value))
                Fault(rule, element, $"the id “{Quoted.Line(value)}” is used more than once {among}.", "Give each its own id.");
    }

    private static string Place(XObject where)
    {
        var element = where as XElement ?? where.Parent;
        if (element is null) return "";
        var unit = element.AncestorsAndSelf(XliffNames.Unit).FirstOrDefault();
        return Name(element) + (unit is null || unit == element ? "" : $" in unit {Quoted.Line((string?)unit.Attribute("id") ?? "without id")}");
    }

    private static string Name(XElement element)
    {
        var id = (string?)element.Attribute("id") ?? (string?)element.Attribute("startRef");
        return $"<{XliffNames.Show(element.Name)}{(id is null ? "" : $" {Quoted.Line(id)}")}>";
    }
}
