using System.Globalization;
using System.Xml.Linq;
using Entraide.Core.Text.Xliff.Rules;

namespace Entraide.Core.Text.Xliff;

/// <summary>
/// Changes of a file's segmentation and annotations that keep its text: XLIFF 2.1, 4.7.2.2 (representation of codes),
/// 4.7.3 (annotations), 4.8.3 (segmentation modification). The result is written plainly, one element a line; what stands
/// in modules, extensions and skeletons is written as it is read.
/// </summary>
public static class XliffReflow
{
    private static readonly string[] States = ["initial", "translated", "reviewed", "final"];

    /// <summary>The same file in plain form, each pair of codes as one element where it can be.</summary>
    /// <exception cref="XliffException">The file breaks a rule.</exception>
    public static byte[] Rewrite(ReadOnlyMemory<byte> file) => RemoveAnnotations(file, _ => false);

    /// <summary>The file without the markers whose type is chosen; what they marked stays, and so do those that a match or a term refers to.</summary>
    /// <param name="which">Is given the type; a marker without type is <c>generic</c>.</param>
    /// <exception cref="XliffException">The file breaks a rule.</exception>
    public static byte[] RemoveAnnotations(ReadOnlyMemory<byte> file, Func<string, bool> which) => Change(file, unit =>
    {
        // What a match or a term refers to must stay to be found.
        var needed = unit.Descendants().Where(one => one.Name.Namespace == XliffNames.Matches || one.Name.Namespace == XliffNames.Glossary).Attributes("ref").Select(one => one.Value.Split('#', '=', '/')[^1]).ToHashSet(StringComparer.Ordinal);
        var gone = unit.Descendants().Where(one => (one.Name == XliffNames.Mrk || one.Name == XliffNames.Sm) && which((string?)one.Attribute("type") ?? "generic") && !needed.Contains((string?)one.Attribute("id") ?? ""))
            .Select(one => "m" + (string?)one.Attribute("id")).ToHashSet(StringComparer.Ordinal);
        foreach (var content in Parts(unit).SelectMany(part => part.Elements()).ToList()) Replace(content, [.. XliffFlow.Read(content).Where(step => step.Pair is null || !gone.Contains(step.Pair))]);
    });

    /// <summary>Joins the segments of each unit with what stands between them, where both they and their unit allow it.</summary>
    /// <exception cref="XliffException">The file breaks a rule.</exception>
    public static byte[] Join(ReadOnlyMemory<byte> file) => Change(file, unit =>
    {
        var ranks = Ranks(unit);
        List<XElement> run = [];
        foreach (var part in Parts(unit).Append(new XElement("end")).ToList())
        {
            var isEnd = part.Name.Namespace != XliffNames.Core || !MayChange(part);
            if (!isEnd && (run.Count > 0 || part.Name == XliffNames.Segment)) run.Add(part);
            if (!isEnd) continue;
            while (run.Count > 0 && run[^1].Name == XliffNames.Ignorable) run.RemoveAt(run.Count - 1);
            if (run.Count > 1) Join(run, ranks);
            run = [];
        }
        Renumber(unit, ranks);
    });

    /// <summary>Cuts the segments of each unit where they may be cut; a translated one only if its target is cut into as many.</summary>
    /// <param name="breaks">Is given letters between two codes, and gives the places in them, from 1, before which a new segment begins.</param>
    /// <exception cref="XliffException">The file breaks a rule.</exception>
    public static byte[] Split(ReadOnlyMemory<byte> file, Func<string, IEnumerable<int>> breaks) => Change(file, unit =>
    {
        var ranks = Ranks(unit);
        foreach (var segment in Parts(unit).Where(part => part.Name == XliffNames.Segment && MayChange(part)).ToList()) Split(segment, breaks, ranks);
        Renumber(unit, ranks);
    });

    private static byte[] Change(ReadOnlyMemory<byte> file, Action<XElement> change)
    {
        var text = XliffChecker.Read(file, XliffOptions.Any with { HiddenSigns = true });
        foreach (var unit in text.Root.Descendants(XliffNames.Unit).ToList())
        {
            foreach (var content in Parts(unit).SelectMany(part => part.Elements()))
                if (StructureCheck.Inherited(content, XliffNames.XmlSpace, "default") == "preserve") content.SetAttributeValue(XliffNames.XmlSpace, "preserve");
            change(unit);
            foreach (var content in Parts(unit).SelectMany(part => part.Elements()).ToList()) Replace(content, XliffFlow.Read(content));
        }
        var written = System.Text.Encoding.UTF8.GetBytes(XliffPlainForm.Write(text.Root));
        XliffChecker.Read(written, XliffOptions.Any with { HiddenSigns = true });
        return written;
    }

    private static IEnumerable<XElement> Parts(XElement unit) => unit.Elements().Where(one => one.Name == XliffNames.Segment || one.Name == XliffNames.Ignorable);

    private static bool MayChange(XElement part) => StructureCheck.Inherited(part, "canResegment", "yes") == "yes";

    private static void Replace(XElement content, IReadOnlyList<FlowStep> steps)
    {
        var built = XliffFlow.Build(content.Name, steps);
        content.ReplaceNodes(built.Nodes());
    }

    /// <summary>The place of each part in the order in which the target is read.</summary>
    private static Dictionary<XElement, (int Place, int Piece)> Ranks(XElement unit) =>
        Parts(unit).Select((part, index) => (part, index + 1)).ToDictionary(one => one.part, one => (Values.Whole((string?)one.part.Element(XliffNames.Target)?.Attribute("order")) is var order && order > 0 ? order : one.Item2, 0));

    private static void Renumber(XElement unit, Dictionary<XElement, (int Place, int Piece)> ranks)
    {
        var parts = Parts(unit).ToList();
        var places = parts.OrderBy(part => ranks[part]).Select((part, index) => (part, index + 1)).ToDictionary(one => one.part, one => one.Item2);
        foreach (var (part, index) in parts.Select((part, index) => (part, index)))
            if (part.Element(XliffNames.Target) is { } target && (places[part] != index + 1 || target.Attribute("order") is not null))
                target.SetAttributeValue("order", places[part].ToString(CultureInfo.InvariantCulture));
    }

    private static void Join(List<XElement> run, Dictionary<XElement, (int Place, int Piece)> ranks)
    {
        var ordered = run.OrderBy(part => ranks[part]).ToList();
        // Between two of them a target of another may stand: then the text would be torn.
        if (ranks[ordered[^1]].Place - ranks[ordered[0]].Place != run.Count - 1) return;
        var (first, segments) = (ordered[0], ordered.Where(part => part.Name == XliffNames.Segment).ToList());
        var lowest = segments.MinBy(segment => Array.IndexOf(States, (string?)segment.Attribute("state") ?? "initial"))!;
        var (state, subState) = ((string?)lowest.Attribute("state"), (string?)lowest.Attribute("subState"));
        var preserve = run.SelectMany(part => part.Elements()).Any(content => (string?)content.Attribute(XliffNames.XmlSpace) == "preserve");
        foreach (var name in (XName[])[XliffNames.Source, XliffNames.Target])
        {
            var contents = ordered.Elements(name).ToList();
            if (contents.Count == 0) continue;
            var joined = first.Element(name);
            if (joined is null) first.Add(joined = new XElement(name));
            Replace(joined, [.. contents.SelectMany(content => XliffFlow.Read(content)).ToList()]);
            if (preserve) joined.SetAttributeValue(XliffNames.XmlSpace, "preserve");
        }
        if (first.Name == XliffNames.Ignorable) first.Name = XliffNames.Segment;
        first.SetAttributeValue("state", state);
        first.SetAttributeValue("subState", subState);
        run[0].AddBeforeSelf(first == run[0] ? null : Moved(first, ranks));
        foreach (var part in run.Where(part => part != first || part != run[0])) part.Remove();
    }

    // An element that already stands in a unit is copied when it is added elsewhere.
    private static XElement Moved(XElement part, Dictionary<XElement, (int Place, int Piece)> ranks)
    {
        var copy = new XElement(part);
        ranks[copy] = ranks[part];
        return copy;
    }

    private static void Split(XElement segment, Func<string, IEnumerable<int>> breaks, Dictionary<XElement, (int Place, int Piece)> ranks)
    {
        var (source, target) = (segment.Element(XliffNames.Source)!, segment.Element(XliffNames.Target));
        var sources = Cut(XliffFlow.Read(source), breaks);
        var targets = target is null ? null : Cut(XliffFlow.Read(target), breaks);
        if (sources.Count == 1 || (targets is not null && targets.Count != sources.Count)) return;
        var ids = segment.Parent!.Descendants().Select(one => (string?)one.Attribute("id")).ToHashSet(StringComparer.Ordinal);
        // What was reviewed as one is not reviewed as two (4.8.3).
        if (target is not null && (string?)segment.Attribute("state") is "reviewed" or "final")
        {
            segment.SetAttributeValue("state", "translated");
            segment.SetAttributeValue("subState", null);
        }
        var before = segment;
        for (var i = 0; i < sources.Count; i++)
        {
            var piece = i == 0 ? segment : new XElement(segment.Name, segment.Attributes(), new XElement(source.Name, source.Attributes()), target is null ? null : new XElement(target.Name, target.Attributes()));
            Replace(piece.Element(XliffNames.Source)!, sources[i]);
            if (targets is not null) Replace(piece.Element(XliffNames.Target)!, targets[i]);
            if (i == 0) continue;
            var number = 1;
            while (!ids.Add($"s{number}")) number++;
            piece.SetAttributeValue("id", $"s{number}");
            ranks[piece] = (ranks[segment].Place, i);
            before.AddAfterSelf(piece);
            before = piece;
        }
    }

    private static List<List<FlowStep>> Cut(IReadOnlyList<FlowStep> steps, Func<string, IEnumerable<int>> breaks)
    {
        List<List<FlowStep>> pieces = [[]];
        foreach (var step in steps)
        {
            var at = 0;
            foreach (var place in step.Text is null ? [] : breaks(step.Text).Where(place => place > 0 && place <= step.Text.Length))
            {
                pieces[^1].Add(step with { Text = step.Text![at..place] });
                pieces.Add([]);
                at = place;
            }
            if (step.Text is null || at < step.Text.Length) pieces[^1].Add(step.Text is null ? step : step with { Text = step.Text[at..] });
        }
        // A piece without letters is none: it belongs to the one before.
        for (var i = pieces.Count - 1; i > 0; i--)
            if (pieces[i].All(step => step.Text is null))
            {
                pieces[i - 1].AddRange(pieces[i]);
                pieces.RemoveAt(i);
            }
        return pieces;
    }
}

/// <summary>A file written plainly: elements that hold elements have a line of their own, and all else is written as it is.</summary>
internal static class XliffPlainForm
{
    public static string Write(XElement root)
    {
        var written = new System.Text.StringBuilder("<?xml version=\"1.0\"?>\n");
        Write(written, root);
        return written.ToString();
    }

    private static void Write(System.Text.StringBuilder written, XElement element)
    {
        if (element.Name.Namespace != XliffNames.Core || Schema.Of(element.Name) is not { Text: false, Free: false } || !element.HasElements)
        {
            written.Append(XliffMarkup.Write(element)).Append('\n');
            return;
        }
        var name = XliffMarkup.Prefix(element, XliffNames.Core) + element.Name.LocalName;
        written.Append(XliffMarkup.StartTag(element, name)).Append(">\n");
        foreach (var child in element.Elements()) Write(written, child);
        written.Append($"</{name}>\n");
    }
}
