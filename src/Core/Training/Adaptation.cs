using System.Collections.Immutable;

namespace Entraide.Core.Training;

/// <summary>What was done to a part; the words of FRAME (Wiltsey Stirman, Baumann &amp; Miller 2019).</summary>
public enum ChangeNature { Added, Removed, Shortened, Lengthened, Reordered, Replaced, Tailored }

/// <summary>A difference between a training and the one it was made from.</summary>
/// <param name="Part">As <c>session:opening</c>, <c>activity:play</c>, <c>text:session.opening.notes</c>, <c>item:q01</c>.</param>
/// <param name="WithinBounds">Whether its designer allows it.</param>
public sealed record DesignChange(string Part, Component Component, ChangeNature Nature, bool WithinBounds);

/// <summary>Why a part was changed, and by whom it was decided.</summary>
/// <param name="Planned">Whether it was decided before the training began.</param>
public sealed record AdaptationReason(string Part, string Words, bool Planned);

/// <summary>Whether a training that was adapted is still the same one.</summary>
public enum ReplicationLabel
{
    /// <summary>The same: all that is core was kept within its bounds.</summary>
    Replication,

    /// <summary>Another one, made from it. Its results are not compared as if it were the same.</summary>
    Derived,
}

/// <summary>
/// Compares a training with the one that it was made from. Adaptation is allowed everywhere and judged by what the designer
/// said of each part: a change of the core outside its bounds makes another training of it.
/// </summary>
public static class Adaptation
{
    /// <param name="words">Ids of the text blocks that say something else in the source language.</param>
    public static ImmutableArray<DesignChange> Between(TrainingDesign parent, TrainingDesign child, IEnumerable<string> words) =>
        [.. Sessions(parent, child), .. Activities(parent, child), .. Items(parent, child), .. words.Where(id => IsIn(parent, id) && IsIn(child, id)).Select(id => new DesignChange($"text:{id}", ComponentOfText(parent, id), ChangeNature.Tailored, ComponentOfText(parent, id) != Component.Core))];

    public static ReplicationLabel LabelOf(IEnumerable<DesignChange> changes) => changes.Any(one => one.Component == Component.Core && !one.WithinBounds) ? ReplicationLabel.Derived : ReplicationLabel.Replication;

    private static IEnumerable<DesignChange> Sessions(TrainingDesign parent, TrainingDesign child)
    {
        foreach (var gone in parent.Sessions.Where(one => child.Session(one.Id) is null)) yield return new DesignChange($"session:{gone.Id}", gone.Component, ChangeNature.Removed, gone.Component == Component.Optional);
        foreach (var added in child.Sessions.Where(one => parent.Session(one.Id) is null)) yield return new DesignChange($"session:{added.Id}", Component.Optional, ChangeNature.Added, true);
        foreach (var id in Moved([.. parent.Sessions.Select(one => one.Id)], [.. child.Sessions.Select(one => one.Id)]))
            yield return new DesignChange($"session:{id}", parent.Session(id)!.Component, ChangeNature.Reordered, parent.Session(id)!.Component != Component.Core);
    }

    private static IEnumerable<DesignChange> Activities(TrainingDesign parent, TrainingDesign child)
    {
        var (before, after) = (Placed(parent), Placed(child));
        foreach (var (id, (was, session)) in before)
        {
            // What goes with its whole session was said there.
            if (!after.TryGetValue(id, out var now))
            {
                if (child.Session(session) is not null) yield return new DesignChange($"activity:{id}", was.Component, ChangeNature.Removed, was.Component == Component.Optional);
                continue;
            }
            if (now.Activity.Minutes < was.Minutes) yield return new DesignChange($"activity:{id}", was.Component, ChangeNature.Shortened, now.Activity.Minutes >= was.Shortest);
            if (now.Activity.Minutes > was.Minutes) yield return new DesignChange($"activity:{id}", was.Component, ChangeNature.Lengthened, now.Activity.Minutes <= was.Longest);
            if ((now.Activity.Kind, now.Activity.Scenario, now.Activity.Form) != (was.Kind, was.Scenario, was.Form)) yield return new DesignChange($"activity:{id}", was.Component, ChangeNature.Replaced, was.Component != Component.Core);
        }
        foreach (var (id, (one, session)) in after.Where(one => !before.ContainsKey(one.Key) && parent.Session(one.Value.Session) is not null)) yield return new DesignChange($"activity:{id}", Component.Optional, ChangeNature.Added, true);
    }

    // A test that asks something else measures something else, whatever the sessions say.
    private static IEnumerable<DesignChange> Items(TrainingDesign parent, TrainingDesign child)
    {
        foreach (var item in parent.Items)
        {
            if (child.Item(item.Id) is not { } now) yield return new DesignChange($"item:{item.Id}", Component.Core, ChangeNature.Removed, false);
            else if (!now.Key.SequenceEqual(item.Key) || !now.Options.SequenceEqual(item.Options)) yield return new DesignChange($"item:{item.Id}", Component.Core, ChangeNature.Replaced, false);
        }
        foreach (var added in child.Items.Where(one => parent.Item(one.Id) is null)) yield return new DesignChange($"item:{added.Id}", Component.Optional, ChangeNature.Added, true);
    }

    private static Dictionary<string, (TrainingActivity Activity, string Session)> Placed(TrainingDesign design) =>
        design.Sessions.SelectMany(session => session.Activities.Select(one => (one, session.Id))).ToDictionary(pair => pair.one.Id, pair => (pair.one, pair.Id), StringComparer.Ordinal);

    // The fewest that were moved: all that is not in the longest order that both have in common.
    private static IEnumerable<string> Moved(IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        var (was, now) = (before.Where(after.Contains).ToList(), after.Where(before.Contains).ToList());
        var longest = new int[was.Count + 1, now.Count + 1];
        for (var i = was.Count - 1; i >= 0; i--)
            for (var j = now.Count - 1; j >= 0; j--) longest[i, j] = was[i] == now[j] ? longest[i + 1, j + 1] + 1 : Math.Max(longest[i + 1, j], longest[i, j + 1]);
        for (int i = 0, j = 0; i < was.Count;)
        {
            if (j < now.Count && was[i] == now[j]) (i, j) = (i + 1, j + 1);
            else if (j < now.Count && longest[i, j + 1] > longest[i + 1, j]) j++;
            else yield return was[i++];
        }
    }

    private static bool IsIn(TrainingDesign design, string text) => DesignTexts.Of(design).Any(one => one.Id == text);

    // Words stand for the part that they belong to; those of cases, questions and the whole are the training's own.
    private static Component ComponentOfText(TrainingDesign design, string text) => text.Split('.') switch
    {
        ["session", var id, ..] => design.Session(id)!.Component == Component.Core && text.EndsWith(".notes", StringComparison.Ordinal) ? Component.Adaptable : design.Session(id)!.Component,
        ["activity", var id, ..] => design.Activities.First(one => one.Id == id).Component,
        ["item", ..] or ["objective", ..] => Component.Core,
        _ => Component.Adaptable,
    };
}
