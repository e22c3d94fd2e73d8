using System.Collections.Immutable;
using System.Xml.Linq;

namespace Entraide.Core.Text.Xliff.Rules;

/// <summary>What happens at a place in inline content: the element once, or its beginning and its end.</summary>
internal enum InlineEventKind
{
    Alone,
    Open,
    Close,
    MarkerOpen,
    MarkerClose,
}

/// <summary>A code or marker, or one half of one, in the order of reading.</summary>
/// <param name="Id">The id that both halves share.</param>
internal sealed record InlineEvent(InlineEventKind Kind, string Id, XElement Element)
{
    public bool IsCode => Kind is InlineEventKind.Alone or InlineEventKind.Open or InlineEventKind.Close;

    /// <summary>Which it is, whether it is written as one element or as two.</summary>
    public (InlineEventKind Kind, string Id) Key => (Kind, Id);

    /// <summary>The end of a pair that may not be reordered follows the sequence that its beginning opened (4.7.2.3).</summary>
    public string Reorder
    {
        get
        {
            var value = Hint(Element, "canReorder");
            return Element.Name == XliffNames.Pc && Kind == InlineEventKind.Close && value == "firstNo" ? "no" : value;
        }
    }

    /// <summary>An editing hint with its default (4.3.1.3 to 4.3.1.6).</summary>
    public static string Hint(XElement element, string name) => (string?)element.Attribute(name) ?? (name == "canOverlap" && element.Name == XliffNames.Pc ? "no" : "yes");
}

/// <summary>The contents that codes and markers may span: the segments of a unit, or one match.</summary>
/// <param name="Sources">In the order of the file.</param>
/// <param name="Targets">In the order in which the target text is read (4.3.1.26 order).</param>
internal sealed record InlineScope(XElement Owner, ImmutableArray<XElement> Sources, ImmutableArray<XElement> Targets, bool IsUnit)
{
    public ImmutableArray<InlineEvent> SourceEvents { get; } = Events(Sources);

    public ImmutableArray<InlineEvent> TargetEvents { get; } = Events(Targets);

    public static InlineScope OfUnit(XElement unit)
    {
        var parts = unit.Elements().Where(one => one.Name == XliffNames.Segment || one.Name == XliffNames.Ignorable).ToList();
        var targets = parts.Select((part, index) => (Target: part.Element(XliffNames.Target), Order: index + 1)).Where(one => one.Target is not null)
            .OrderBy(one => Values.Whole((string?)one.Target!.Attribute("order")) is var order && order > 0 ? order : one.Order);
        return new InlineScope(unit, [.. parts.SelectMany(part => part.Elements(XliffNames.Source))], [.. targets.Select(one => one.Target!)], IsUnit: true);
    }

    public static InlineScope OfMatch(XElement match) => new(match, [.. match.Elements(XliffNames.Source)], [.. match.Elements(XliffNames.Target)], IsUnit: false);

    /// <summary>All inline elements of these contents.</summary>
    public static IEnumerable<XElement> Inlines(IEnumerable<XElement> contents) => contents.SelectMany(content => content.Descendants()).Where(element => element.Name.Namespace == XliffNames.Core);

    private static ImmutableArray<InlineEvent> Events(ImmutableArray<XElement> contents)
    {
        var events = ImmutableArray.CreateBuilder<InlineEvent>();
        foreach (var content in contents) Walk(content, events);
        return events.ToImmutable();
    }

    private static void Walk(XElement content, ImmutableArray<InlineEvent>.Builder events)
    {
        foreach (var element in content.Elements().Where(element => element.Name.Namespace == XliffNames.Core))
        {
            var id = (string?)element.Attribute("id") ?? "";
            var startRef = (string?)element.Attribute("startRef");
            switch (element.Name.LocalName)
            {
                case "ph": events.Add(new(InlineEventKind.Alone, id, element)); break;
                case "sc": events.Add(new(InlineEventKind.Open, id, element)); break;
                case "ec": events.Add(new(InlineEventKind.Close, startRef ?? id, element)); break;
                case "sm": events.Add(new(InlineEventKind.MarkerOpen, id, element)); break;
                case "em": events.Add(new(InlineEventKind.MarkerClose, startRef ?? "", element)); break;
                case "pc" or "mrk":
                    var code = element.Name == XliffNames.Pc;
                    events.Add(new(code ? InlineEventKind.Open : InlineEventKind.MarkerOpen, id, element));
                    Walk(element, events);
                    events.Add(new(code ? InlineEventKind.Close : InlineEventKind.MarkerClose, id, element));
                    break;
            }
        }
    }
}
