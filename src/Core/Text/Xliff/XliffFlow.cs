using System.Collections.Immutable;
using System.Xml.Linq;

namespace Entraide.Core.Text.Xliff;

/// <summary>One step of inline content read from left to right: letters, something that stands alone, or one half of a pair.</summary>
/// <param name="Text">The letters; null for a code.</param>
/// <param name="Code">A <c>ph</c>, <c>cp</c> or isolated half; or the half of a pair in its two-element form (<c>sc</c>, <c>ec</c>, <c>sm</c>, <c>em</c>).</param>
/// <param name="Pair">The pair's id with a sign for codes and markers; null for what stands alone.</param>
/// <param name="Whole">The pair as it was written as one element, if it was: nothing of it is lost where it stays one.</param>
internal sealed record FlowStep(string? Text, XElement? Code, string? Pair, bool IsOpen, XElement? Whole)
{
    public bool IsMarker => Code is not null && (Code.Name == XliffNames.Sm || Code.Name == XliffNames.Em);
}

/// <summary>
/// Inline content as a flat list, in which segments can be joined, cut and freed of annotations, and from which elements
/// are built again: a pair becomes one element where it is well nested and two where it is not. XLIFF 2.1, 4.7.2.2.
/// </summary>
internal static class XliffFlow
{
    private static readonly string[] Halved = ["disp", "equiv", "dataRef", "subFlows"];

    public static ImmutableArray<FlowStep> Read(XElement content)
    {
        var steps = ImmutableArray.CreateBuilder<FlowStep>();
        Walk(content, steps);
        return steps.ToImmutable();
    }

    /// <summary>The content that these steps make, in an element of the given name.</summary>
    public static XElement Build(XName name, IReadOnlyList<FlowStep> steps)
    {
        var nested = Nested(steps);
        var open = new Stack<XElement>([new XElement(name)]);
        for (var i = 0; i < steps.Count; i++)
        {
            var step = steps[i];
            if (step.Text is not null) open.Peek().Add(new XText(step.Text));
            else if (step.Pair is null || nested[i] < 0) open.Peek().Add(new XElement(step.Code!));
            else if (step.IsOpen)
            {
                var whole = Whole(step, steps[nested[i]].Code!);
                open.Peek().Add(whole);
                open.Push(whole);
            }
            else open.Pop();
        }
        return open.Last();
    }

    private static void Walk(XElement content, ImmutableArray<FlowStep>.Builder steps)
    {
        foreach (var node in content.Nodes())
        {
            if (node is XText text) steps.Add(new FlowStep(text.Value, null, null, false, null));
            if (node is not XElement element) continue;
            var (name, id) = (element.Name.LocalName, (string?)element.Attribute("id"));
            if (name is "pc" or "mrk")
            {
                var pair = (name == "pc" ? "c" : "m") + id;
                steps.Add(new FlowStep(null, name == "pc" ? Half(element, "sc") : new XElement(XliffNames.Sm, element.Attributes()), pair, IsOpen: true, element));
                Walk(element, steps);
                steps.Add(new FlowStep(null, name == "pc" ? Half(element, "ec") : new XElement(XliffNames.Em, new XAttribute("startRef", id ?? "")), pair, IsOpen: false, element));
            }
            else if ((string?)element.Attribute("isolated") == "yes" || name is "ph" or "cp") steps.Add(new FlowStep(null, element, null, false, null));
            else steps.Add(new FlowStep(null, element, (name is "sc" or "ec" ? "c" : "m") + (name is "sc" or "sm" ? id : (string?)element.Attribute("startRef")), name is "sc" or "sm", null));
        }
    }

    /// <summary>For each half whose other half stands here and whose inside is whole: the place of the other half; else -1.</summary>
    private static int[] Nested(IReadOnlyList<FlowStep> steps)
    {
        var other = Enumerable.Repeat(-1, steps.Count).ToArray();
        Dictionary<string, int> open = new(StringComparer.Ordinal);
        for (var i = 0; i < steps.Count; i++)
        {
            if (steps[i].Pair is not { } pair) continue;
            if (steps[i].IsOpen) open[pair] = i;
            else if (open.Remove(pair, out var start)) (other[start], other[i]) = (i, start);
        }
        // Both halves of a pair add the same number, so that they cancel: between two places stands nothing torn where the
        // sums are equal. Both of two pairs that cross are torn.
        var sums = new ulong[steps.Count + 1];
        for (var i = 0; i < steps.Count; i++) sums[i + 1] = sums[i] ^ (steps[i].Pair is null ? 0 : Number((ulong)(other[i] < 0 ? i : Math.Min(i, other[i]))));
        return [.. other.Select((place, i) => place >= 0 && sums[Math.Min(i, place) + 1] == sums[Math.Max(i, place)] && CanBeOne(steps[Math.Min(i, place)].Code!, steps[Math.Max(i, place)].Code!) ? place : -1)];
    }

    /// <summary>A number that is the same for a place each time and has nothing to do with the next place's: SplitMix64 (Steele, Lea and Flood, 2014).</summary>
    private static ulong Number(ulong place)
    {
        unchecked
        {
            var mixed = (place + 1) * 0x9E3779B97F4A7C15;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return mixed ^ (mixed >> 31);
        }
    }

    // A pair has original data, equivalents and sub-flows for both halves or for none (4.3.1.9, 4.3.1.16).
    private static bool CanBeOne(XElement start, XElement end) => start.Name == XliffNames.Sm || Halved.Where(name => name != "disp").All(name => start.Attribute(name) is null == end.Attribute(name) is null);

    private static XElement Half(XElement pair, string half)
    {
        var element = new XElement(XliffNames.Core + half);
        var (isStart, side) = (half == "sc", half == "sc" ? "Start" : "End");
        element.Add(isStart ? new XAttribute("id", (string?)pair.Attribute("id") ?? "") : new XAttribute("startRef", (string?)pair.Attribute("id") ?? ""));
        if (pair.Attribute("canOverlap") is null) element.Add(new XAttribute("canOverlap", "no"));
        foreach (var attribute in pair.Attributes().Where(one => !one.IsNamespaceDeclaration && one.Name != "id"))
        {
            var name = attribute.Name.LocalName;
            var origin = Halved.FirstOrDefault(one => name == one + side);
            if (attribute.Name.Namespace != XNamespace.None || name == "dir" || name == "copyOf")
            {
                if (isStart) element.Add(new XAttribute(attribute.Name, attribute.Value));
            }
            else if (origin is not null) element.Add(new XAttribute(origin, attribute.Value));
            else if (!Halved.Any(one => name.StartsWith(one, StringComparison.Ordinal)))
                element.Add(new XAttribute(name, !isStart && name == "canReorder" && attribute.Value == "firstNo" ? "no" : attribute.Value));
        }
        return element;
    }

    private static XElement Whole(FlowStep start, XElement end)
    {
        if (start.Whole is not null) return new XElement(start.Whole.Name, start.Whole.Attributes());
        var code = start.Code!;
        if (code.Name == XliffNames.Sm) return new XElement(XliffNames.Mrk, code.Attributes());
        var pair = new XElement(XliffNames.Pc, code.Attribute("id"));
        // A pair that was two elements may overlap unless it says no; one element may not unless it says yes.
        if (code.Attribute("canOverlap") is null) pair.Add(new XAttribute("canOverlap", "yes"));
        foreach (var attribute in code.Attributes().Where(one => one.Name != "id" && one.Name != "isolated"))
            pair.Add(new XAttribute(Halved.Contains(attribute.Name.LocalName) && attribute.Name.Namespace == XNamespace.None ? attribute.Name.LocalName + "Start" : attribute.Name, attribute.Value));
        foreach (var attribute in end.Attributes().Where(one => Halved.Contains(one.Name.LocalName) && one.Name.Namespace == XNamespace.None))
            pair.Add(new XAttribute(attribute.Name.LocalName + "End", attribute.Value));
        return pair;
    }
}
