using System.Collections.Immutable;

namespace Entraide.Core.Text.Xliff.Rules;

/// <summary>Codes that may not be reordered or deleted: XLIFF 2.1, 4.7.2.3 Editing hints.</summary>
internal static class ReorderCheck
{
    public static void Run(InlineScope scope, Check check)
    {
        Begins(scope.SourceEvents, check);
        if (scope.Targets.IsEmpty) return;
        var places = scope.TargetEvents.Where(one => one.IsCode).Select((one, place) => (one.Key, place)).GroupBy(one => one.Key).ToDictionary(group => group.Key, group => group.First().place);
        foreach (var sequence in Sequences(scope.SourceEvents)) Follows(sequence, places, check);
        if (scope.IsUnit) Deleted(scope, places, check);
    }

    private static void Begins(ImmutableArray<InlineEvent> events, Check check)
    {
        InlineEvent? before = null;
        foreach (var one in events.Where(one => one.IsCode))
        {
            // The end of a paired code is told by its beginning.
            if (one.Reorder == "no" && !(one.Element.Name == XliffNames.Pc && one.Kind == InlineEventKind.Close) && before?.Reorder is not ("firstNo" or "no"))
                check.Fault(XliffRules.ReorderFirst, one.Element, "it may not be reordered, and follows no code that begins the sequence.", "Write canReorder=\"firstNo\" on the first code of the sequence.");
            before = one;
        }
    }

    private static List<List<InlineEvent>> Sequences(ImmutableArray<InlineEvent> events)
    {
        List<List<InlineEvent>> sequences = [];
        var open = false;
        foreach (var one in events.Where(one => one.IsCode))
        {
            if (one.Reorder == "firstNo") sequences.Add([one]);
            else if (one.Reorder == "no" && open) sequences[^1].Add(one);
            open = one.Reorder == "firstNo" || (one.Reorder == "no" && open);
        }
        return sequences;
    }

    // What is not yet translated, or was deleted, is another rule's matter.
    private static void Follows(List<InlineEvent> sequence, Dictionary<(InlineEventKind, string), int> places, Check check)
    {
        var present = sequence.Where(one => places.ContainsKey(one.Key)).ToList();
        for (var i = 1; i < present.Count; i++)
            if (places[present[i].Key] != places[present[i - 1].Key] + 1)
            {
                check.Fault(XliffRules.ReorderTarget, present[i].Element, "in the target it does not follow the code that it follows in the source.", "Put the codes of the sequence side by side and in order.");
                return;
            }
    }

    private static void Deleted(InlineScope scope, Dictionary<(InlineEventKind, string), int> places, Check check)
    {
        foreach (var one in scope.SourceEvents.Where(one => one.IsCode && InlineEvent.Hint(one.Element, "canDelete") == "no" && !places.ContainsKey(one.Key)))
            if ((one.Kind != InlineEventKind.Close || one.Element.Name != XliffNames.Pc) && one.Element.Ancestors(XliffNames.Source).Last().Parent!.Element(XliffNames.Target) is not null)
                check.Fault(XliffRules.CodeDeleted, one.Element, "it may not be deleted, and is in no target of the unit.", "Put it into the target.");
    }
}
