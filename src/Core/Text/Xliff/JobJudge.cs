using System.Collections.Immutable;
using System.Globalization;
using Entraide.Core.Text.Xliff.Rules;

namespace Entraide.Core.Text.Xliff;

/// <summary>A unit as a file of either version tells it, before it is judged.</summary>
/// <param name="Shapes">The codes of the source by number; null for one that is none of ours.</param>
/// <param name="Faults">What the format's own rules say against the target.</param>
internal sealed record ReturnedUnit(
    string Id, int Line, ImmutableArray<JobStep> Source, IReadOnlyDictionary<string, InlineNode?> Shapes, ImmutableArray<JobStep>? Target, JobState State,
    ImmutableArray<JobNote> Notes, string? BaseVersion, string? ChangeClass, ImmutableArray<XliffFault> Faults);

/// <summary>Judges what came back, unit by unit, against what was sent.</summary>
internal static class JobJudge
{
    // The house's own rules say these better.
    private static readonly HashSet<XliffRule> SaidHere = [XliffRules.CodeDeleted, XliffRules.ReorderTarget, XliffRules.IdTarget];

    /// <exception cref="XliffException">Two units have the same id.</exception>
    public static XliffImport Import(IReadOnlyList<ReturnedUnit> returned, XliffJob job, XliffOptions options)
    {
        var asked = job.Units.ToDictionary(unit => unit.Id, StringComparer.Ordinal);
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var unit in returned)
            if (!seen.Add(unit.Id)) throw new XliffException(XliffRules.IdUnit, $"the id “{Quoted.Line(unit.Id)}” is used more than once among the units.", "Keep one of the two.", unit.Line, Place(unit));
        return new XliffImport(
            [.. returned.Where(unit => asked.ContainsKey(unit.Id)).Select(unit => Unit(unit, asked[unit.Id], options))],
            [.. returned.Where(unit => !asked.ContainsKey(unit.Id)).Select(unit => unit.Id)],
            [.. job.Units.Where(unit => !seen.Contains(unit.Id)).Select(unit => unit.Id)]);
    }

    /// <summary>Letters as they count where blanks do not: each run is one, and none stands at an end.</summary>
    public static ImmutableArray<JobStep> Collapse(ImmutableArray<JobStep> steps)
    {
        var collapsed = ImmutableArray.CreateBuilder<JobStep>();
        var blank = true;
        foreach (var step in steps)
        {
            if (step.Kind != JobStepKind.Text)
            {
                collapsed.Add(step);
                blank &= step.Kind != JobStepKind.Alone;
                continue;
            }
            var letters = new System.Text.StringBuilder();
            foreach (var letter in step.Value)
            {
                var isBlank = letter is ' ' or '\t' or '\r' or '\n';
                if (!isBlank || !blank) letters.Append(isBlank ? ' ' : letter);
                blank = isBlank;
            }
            if (letters.Length > 0) collapsed.Add(step with { Value = letters.ToString() });
        }
        for (var i = collapsed.Count - 1; i >= 0 && collapsed[i].Kind != JobStepKind.Alone; i--)
        {
            if (collapsed[i].Kind != JobStepKind.Text) continue;
            collapsed[i] = collapsed[i] with { Value = collapsed[i].Value.TrimEnd(' ') };
            break;
        }
        return collapsed.ToImmutable();
    }

    private static string Place(ReturnedUnit unit) => $"unit {Quoted.Line(unit.Id)}";

    private static ImportedUnit Unit(ReturnedUnit unit, JobUnit asked, XliffOptions options)
    {
        List<XliffFault> refusals = [.. unit.Faults.Where(fault => !SaidHere.Contains(fault.Rule))], warnings = [];
        var version = int.TryParse(unit.BaseVersion, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (int?)null;
        var shapes = unit.Shapes.Where(shape => shape.Value is not null).ToDictionary(shape => shape.Key, shape => shape.Value!, StringComparer.Ordinal);
        Source(unit, asked, version, shapes, Refuse, Warn);
        var target = refusals.Count == 0 && unit.Target is { } steps ? Target(unit, steps, asked, shapes, options, Refuse, Warn) : null;
        if (refusals.Count == 0) refusals.AddRange(unit.Faults.Where(fault => fault.Rule == XliffRules.IdTarget));
        return new ImportedUnit(unit.Id, refusals.Count == 0 ? target : null, refusals.Count == 0 ? unit.State : JobState.Initial, unit.Notes, version, unit.ChangeClass, [.. refusals], [.. warnings]);

        void Refuse(XliffRule rule, string what, string mend) => refusals.Add(new XliffFault(rule, what, mend, unit.Line, Place(unit)));
        void Warn(XliffRule rule, string what, string mend) => warnings.Add(new XliffFault(rule, what, mend, unit.Line, Place(unit)));
    }

    private static void Source(ReturnedUnit unit, JobUnit asked, int? version, Dictionary<string, InlineNode> shapes, Action<XliffRule, string, string> refuse, Action<XliffRule, string, string> warn)
    {
        if (version != asked.BaseVersion)
        {
            warn(XliffRules.SourceOlder, $"it was made from version {version?.ToString(CultureInfo.InvariantCulture) ?? "unknown"} of the source, and the job has {asked.BaseVersion?.ToString(CultureInfo.InvariantCulture) ?? "none"}.", "Compare it with the source of today.");
            return;
        }
        var source = shapes.Count == unit.Shapes.Count ? JobCodes.Build(unit.Source, shapes, (_, _, _) => { }) : null;
        if (source is null) refuse(XliffRules.CodeUnreadable, "the codes of its source are not those that were sent.", "Translate the file that was sent, in a program that keeps its codes.");
        else if (Flat(InlineMarkup.Write(source)) != Flat(InlineMarkup.Write(asked.Source))) refuse(XliffRules.SourceChanged, "its source is not the one that was sent.", "Translate the source that was sent; write to the editor what is wrong with it.");
    }

    private static string Flat(string text) => string.Join(' ', text.Split((char[])[' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));

    private static ImmutableArray<InlineNode>? Target(ReturnedUnit unit, ImmutableArray<JobStep> steps, JobUnit asked, Dictionary<string, InlineNode> shapes, XliffOptions options, Action<XliffRule, string, string> refuse, Action<XliffRule, string, string> warn)
    {
        if (steps.All(step => step.Kind == JobStepKind.Text && string.IsNullOrWhiteSpace(step.Value)))
        {
            if (unit.State != JobState.Initial && JobCodes.Length(asked.Source) > 0) refuse(XliffRules.TargetEmpty, $"its target is empty, and its state is {XliffJobWriter.Name(unit.State)}.", "Translate it, or set it back to initial.");
            return null;
        }
        foreach (var step in steps.Where(step => step.Kind == JobStepKind.Text && !options.HiddenSigns))
        {
            if (SignCheck.Refusal(step.Value) is var (rule, what)) refuse(rule, $"its target holds {what}.", "Take it out; the letters around it are enough.");
            else if (step.Value.AsSpan().IndexOfAny('\n', '\r', '\t') >= 0) refuse(XliffRules.TargetControl, "its target holds a line break or a tab.", "Write it in one line: each item of a list is a unit of its own.");
        }
        if (JobCodes.Build(steps, shapes, refuse) is not { } target) return null;
        if (asked.LongestTarget is { } longest && JobCodes.Length(target) is var length && length > longest)
            refuse(XliffRules.TargetLength, $"its target has {length} signs, and there is room for {longest}.", "Shorten it.");
        var written = InlineMarkup.Write(target);
        if (!IsKept(target, written)) refuse(XliffRules.TargetMarkup, $"its codes stand so that the text cannot be kept: {Quoted.Line(written)}", "Put words or a blank between codes that touch.");
        if (unit.State != JobState.Initial && written == InlineMarkup.Write(asked.Source)) warn(XliffRules.TargetSame, "its target is the same as its source.", "Make sure that this is meant.");
        return target;
    }

    // Where codes touch, the compact form can be read as other codes: *a***b** is one of them.
    private static bool IsKept(ImmutableArray<InlineNode> target, string written)
    {
        try
        {
            return JobCodes.Same(InlineMarkup.Parse(written), target);
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
