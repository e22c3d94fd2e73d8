using System.Collections.Immutable;
using System.Xml.Linq;
using Entraide.Core.Text.Xliff.Rules;

namespace Entraide.Core.Text.Xliff;

/// <summary>
/// Reads a job of XLIFF 1.2 that came back. OmegaT changes the words of targets and leaves their state: a target that
/// differs from what was sent is therefore translated, whatever its state says, and one that does not is as it was.
/// </summary>
public static class Xliff12Reader
{
    /// <param name="job">What was sent.</param>
    /// <param name="hiddenSigns">Whether targets may hold bidirectional controls and zero-width signs.</param>
    /// <exception cref="XliffException">The file as a whole is refused.</exception>
    public static XliffImport Read(ReadOnlyMemory<byte> file, XliffJob job, bool hiddenSigns = false)
    {
        var text = XliffText.Read(file);
        var (root, options) = (text.Root, new XliffOptions(job.SourceLanguage, job.TargetLanguage, hiddenSigns));
        if (root.Name != Schema12.Name("xliff"))
            throw new XliffException(XliffRules.XliffRoot, $"the outermost element is <{Quoted.Line(root.Name.LocalName)}> of the namespace “{Quoted.Line(root.Name.NamespaceName)}”, not <xliff> of version 1.2.", "Give the file of version 1.2.", XliffText.LineOf(root));
        if ((string?)root.Attribute("version") is { } version && version != "1.2") throw new XliffException(XliffRules.XliffVersion, $"the version is “{Quoted.Line(version)}”.", "Save it as XLIFF 1.2.", XliffText.LineOf(root));
        foreach (var one in root.Elements(Schema12.Name("file"))) XliffChecker.Languages((string?)one.Attribute("source-language"), (string?)one.Attribute("target-language"), options, XliffText.LineOf(one));
        foreach (var unit in root.Descendants(Schema12.Name("trans-unit"))) XliffChecker.Size(unit);
        var check = new Check12();
        Schema12.Run(root, check);
        foreach (var unit in root.Descendants(Schema12.Name("trans-unit"))) Source(unit, check);
        if (check.FileFaults.Count > 0) throw new XliffException(check.FileFaults);
        if (!root.Descendants(Schema12.Name("trans-unit")).Any()) throw new XliffException(XliffRules.ElementMissing, "the file has no <trans-unit>.", "Give the file that was sent.", XliffText.LineOf(root));
        var asked = job.Units.ToDictionary(unit => unit.Id, StringComparer.Ordinal);
        var faults = check.UnitFaults;
        return JobJudge.Import([.. root.Descendants(Schema12.Name("trans-unit")).Select(unit => Unit(unit, asked.GetValueOrDefault((string)unit.Attribute("id")!), [.. faults[unit]]))], job, options);
    }

    private static void Source(XElement unit, Check12 check)
    {
        if (unit.Element(Schema12.Name("source")) is null) check.Fault(XliffRules.ElementMissing, unit, "<source> is missing.", "Add it.");
        foreach (var code in unit.Elements(Schema12.Name("source")).Descendants().GroupBy(one => (string?)one.Attribute("id"), StringComparer.Ordinal).Where(group => group.Key is not null && group.Count() > 1))
            check.Fault(XliffRules.IdInline, code.Last(), $"the id “{Quoted.Line(code.Key!)}” is used more than once in the source.", "Give each code its own.");
    }

    private static ReturnedUnit Unit(XElement unit, JobUnit? asked, ImmutableArray<XliffFault> faults)
    {
        var (source, target) = (Steps(unit.Element(Schema12.Name("source"))!), unit.Element(Schema12.Name("target")) is { } given && faults.IsEmpty ? Steps(given) : (ImmutableArray<JobStep>?)null);
        var notes = unit.Elements(Schema12.Name("note")).Select(note => new JobNote((string?)note.Attribute("from") ?? "", note.Value)).Where(note => note.Category != Xliff12Writer.GlossaryNote);
        var meta = unit.Elements(Schema12.Name("context-group")).Where(group => (string?)group.Attribute("name") == XliffJobWriter.Category).Elements(Schema12.Name("context")).ToLookup(one => (string?)one.Attribute("context-type"), one => one.Value);
        var shapes = unit.Element(Schema12.Name("source"))!.Descendants().Where(one => one.Name.LocalName is "g" or "x").ToDictionary(one => (string)one.Attribute("id")!, Shape, StringComparer.Ordinal);
        var state = State((string?)unit.Element(Schema12.Name("target"))?.Attribute("state"));
        if (target is { } steps && asked is not null)
        {
            var (sent, codes) = JobCodes.OfSource(asked.Source);
            var before = asked.Target is { } earlier ? codes.OfTarget(earlier) : sent;
            var isStateSent = (string?)unit.Element(Schema12.Name("target"))!.Attribute("state") == Xliff12Writer.State(asked.State, asked.Target is not null);
            if (isStateSent && Same(steps, before)) (target, state) = (asked.Target is null ? null : target, asked.State);
            // What was reviewed or approved is neither once its words are others.
            else if (isStateSent) state = JobState.Translated;
        }
        return new ReturnedUnit((string)unit.Attribute("id")!, XliffText.LineOf(unit), source, shapes, target, state, [.. notes], meta[$"x-{XliffJobWriter.BaseVersion}"].FirstOrDefault(), meta[$"x-{XliffJobWriter.ChangeClass}"].FirstOrDefault(), faults);
    }

    private static JobState State(string? state) => state switch
    {
        "translated" => JobState.Translated,
        "signed-off" => JobState.Reviewed,
        "final" => JobState.Final,
        _ => JobState.Initial,
    };

    private static bool Same(ImmutableArray<JobStep> one, ImmutableArray<JobStep> other) => Merged(one).SequenceEqual(Merged(other));

    private static List<JobStep> Merged(ImmutableArray<JobStep> steps)
    {
        List<JobStep> merged = [];
        foreach (var step in steps)
        {
            if (step.Kind == JobStepKind.Text && merged.Count > 0 && merged[^1].Kind == JobStepKind.Text) merged[^1] = step with { Value = merged[^1].Value + step.Value };
            else merged.Add(step);
        }
        return merged;
    }

    private static InlineNode? Shape(XElement code)
    {
        var equivalent = (string?)code.Attribute("equiv-text") ?? "";
        if (code.Name.LocalName == "x") return JobCodes.Shape(equivalent, "");
        return equivalent is "**" or "*" ? JobCodes.Shape(equivalent, equivalent) : JobCodes.Shape("[", equivalent);
    }

    private static ImmutableArray<JobStep> Steps(XElement content)
    {
        List<JobStep> walked = [];
        Walk(content, walked);
        ImmutableArray<JobStep> steps = [.. walked];
        return StructureCheck.Inherited(content, XliffNames.XmlSpace, "default") == "preserve" ? steps : JobJudge.Collapse(steps);
    }

    private static void Walk(XElement content, List<JobStep> steps)
    {
        foreach (var node in content.Nodes())
        {
            if (node is XText text) steps.Add(new JobStep(JobStepKind.Text, text.Value));
            if (node is not XElement element) continue;
            var (name, id) = (element.Name.LocalName, (string?)element.Attribute("id") ?? "");
            if (name == "x") steps.Add(new JobStep(JobStepKind.Alone, id));
            else
            {
                if (name == "g") steps.Add(new JobStep(JobStepKind.Open, id));
                Walk(element, steps);
                if (name == "g") steps.Add(new JobStep(JobStepKind.Close, id));
            }
        }
    }
}
