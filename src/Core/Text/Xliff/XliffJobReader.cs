using System.Collections.Immutable;
using System.Xml.Linq;
using Entraide.Core.Text.Xliff.Rules;

namespace Entraide.Core.Text.Xliff;

/// <summary>Reads a job of XLIFF 2.1 that came back from a translator.</summary>
public static class XliffJobReader
{
    private static readonly string[] States = ["initial", "translated", "reviewed", "final"];

    /// <param name="job">What was sent.</param>
    /// <param name="hiddenSigns">Whether targets may hold bidirectional controls and zero-width signs.</param>
    /// <exception cref="XliffException">The file as a whole is refused: it is no valid XLIFF, is in other languages, or has a unit twice.</exception>
    public static XliffImport Read(ReadOnlyMemory<byte> file, XliffJob job, bool hiddenSigns = false)
    {
        // The signs of each target are judged with its unit.
        var (text, faults) = XliffChecker.Judge(file, new XliffOptions(job.SourceLanguage, job.TargetLanguage, HiddenSigns: true));
        var units = text.Root.Elements(XliffNames.File).Descendants(XliffNames.Unit).Select(unit => Unit(unit, [.. faults[unit]])).ToList();
        return JobJudge.Import(units, job, new XliffOptions(HiddenSigns: hiddenSigns));
    }

    private static ReturnedUnit Unit(XElement unit, ImmutableArray<XliffFault> faults)
    {
        var scope = InlineScope.OfUnit(unit);
        var data = unit.Elements(XliffNames.OriginalData).Elements(XliffNames.Data).ToDictionary(one => (string)one.Attribute("id")!, one => one.Value, StringComparer.Ordinal);
        var states = unit.Elements(XliffNames.Segment).Select(segment => Array.IndexOf(States, (string?)segment.Attribute("state") ?? "initial"));
        var meta = unit.Elements(XliffNames.Metadata + "metadata").Elements(XliffNames.Metadata + "metaGroup").Where(group => (string?)group.Attribute("category") == XliffJobWriter.Category)
            .Elements(XliffNames.Metadata + "meta").ToLookup(one => (string?)one.Attribute("type"), one => one.Value);
        return new ReturnedUnit(
            JobIds.Read((string)unit.Attribute("id")!), XliffText.LineOf(unit), Steps(scope.Sources), Shapes(scope, data), scope.Targets.IsEmpty ? null : Steps(scope.Targets), (JobState)states.Min(),
            [.. unit.Elements(XliffNames.Notes).Elements(XliffNames.Note).Select(note => new JobNote((string?)note.Attribute("category") ?? "", note.Value))],
            meta[XliffJobWriter.BaseVersion].FirstOrDefault(), meta[XliffJobWriter.ChangeClass].FirstOrDefault(), faults);
    }

    private static ImmutableArray<JobStep> Steps(ImmutableArray<XElement> contents)
    {
        List<JobStep> walked = [];
        foreach (var content in contents) Walk(content, walked);
        ImmutableArray<JobStep> steps = [.. walked];
        return contents.Any(content => StructureCheck.Inherited(content, XliffNames.XmlSpace, "default") == "preserve") ? steps : JobJudge.Collapse(steps);
    }

    private static void Walk(XElement content, List<JobStep> steps)
    {
        foreach (var node in content.Nodes())
        {
            if (node is XText text) steps.Add(new JobStep(JobStepKind.Text, text.Value));
            if (node is not XElement element) continue;
            var id = (string?)element.Attribute("startRef") ?? (string?)element.Attribute("id") ?? "";
            if (element.Name == XliffNames.Cp) steps.Add(new JobStep(JobStepKind.Text, XliffMarkup.Character((string?)element.Attribute("hex") ?? "")));
            else if (element.Name == XliffNames.Ph) steps.Add(new JobStep(JobStepKind.Alone, id));
            else if (element.Name == XliffNames.Sc) steps.Add(new JobStep(JobStepKind.Open, id));
            else if (element.Name == XliffNames.Ec) steps.Add(new JobStep(JobStepKind.Close, id));
            else
            {
                // Annotations of the translator's program mark words and change none.
                var isPair = element.Name == XliffNames.Pc;
                if (isPair) steps.Add(new JobStep(JobStepKind.Open, id));
                Walk(element, steps);
                if (isPair) steps.Add(new JobStep(JobStepKind.Close, id));
            }
        }
    }

    private static Dictionary<string, InlineNode?> Shapes(InlineScope scope, Dictionary<string, string> data)
    {
        Dictionary<string, InlineNode?> shapes = new(StringComparer.Ordinal);
        var ends = scope.SourceEvents.Where(one => one.Kind == InlineEventKind.Close).GroupBy(one => one.Id, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First().Element, StringComparer.Ordinal);
        foreach (var one in scope.SourceEvents.Where(one => one.Kind is InlineEventKind.Alone or InlineEventKind.Open))
        {
            var isPair = one.Element.Name == XliffNames.Pc;
            var end = isPair ? one.Element : ends.GetValueOrDefault(one.Id);
            shapes[one.Id] = JobCodes.Shape(Look(one.Element, isPair ? "dataRefStart" : "dataRef"), one.Kind == InlineEventKind.Alone ? "" : Look(end, isPair ? "dataRefEnd" : "dataRef"));
        }
        return shapes;

        string Look(XElement? element, string attribute) => (string?)element?.Attribute(attribute) is { } reference ? data.GetValueOrDefault(reference, "") : "";
    }
}
