namespace Entraide.Core.Training;

/// <summary>What must hold of a design as a whole, beside the form of each part.</summary>
public static class DesignCheck
{
    /// <summary>All faults: where, what, and how to mend it. Empty where it is sound.</summary>
    public static IEnumerable<(string Path, string What, string Mend)> Faults(TrainingDesign design) =>
        [.. Twice(design), .. Whole(design), .. design.Sessions.SelectMany(session => OfSession(design, session)), .. design.Items.SelectMany(item => OfItem(design, item)), .. Forms(design)];

    private static IEnumerable<(string, string, string)> Twice(TrainingDesign design)
    {
        (string Path, IEnumerable<string> Ids)[] lists =
        [
            ("$.objectives", design.Objectives.Select(one => one.Id)), ("$.modules", design.Modules.Select(one => one.Id)), ("$.modules.sessions", design.Sessions.Select(one => one.Id)),
            ("$.modules.sessions.activities", design.Activities.Select(one => one.Id)), ("$.scenarios", design.Scenarios.Select(one => one.Id)), ("$.items", design.Items.Select(one => one.Id)),
            ("$.forms.before", design.Before), ("$.forms.after", design.After), ("$.reaction", design.Reaction.Select(one => one.Id)), ("$.behaviour", design.Behaviour.Select(one => one.Id)), ("$.languages", design.Languages),
            .. design.Scenarios.SelectMany(one => new (string, IEnumerable<string>)[] { ($"$.scenarios.{one.Id}.roles", one.Roles), ($"$.scenarios.{one.Id}.injects", one.Injects.Select(inject => inject.Id)) }),
            .. design.Items.Select(one => ($"$.items.{one.Id}.options", (IEnumerable<string>)one.Options)),
        ];
        return lists.SelectMany(list => list.Ids.GroupBy(id => id, StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same => (list.Path, $"has {same.Key} twice.", "Give each its own id.")));
    }

    private static IEnumerable<(string, string, string)> Whole(TrainingDesign design)
    {
        if (!design.Languages.Contains(design.SourceLanguage)) yield return ("$.languages", $"does not name {design.SourceLanguage}, in which it is written.", "Name it.");
        if (design.Composition.Fewest > design.Composition.Most) yield return ("$.composition", "asks for more people at least than at most.", "Turn the two round.");
        foreach (var day in design.Sessions.GroupBy(one => one.Day))
            if (day.Sum(one => one.Minutes + one.BreakAfter) is var minutes and > DesignReader.LongestDay) yield return ("$.modules", $"has {minutes} minutes on day {day.Key}.", $"At most {DesignReader.LongestDay}: move a session to another day.");
        for (var day = 1; day <= design.Days; day++)
            if (design.Sessions.All(one => one.Day != day)) yield return ("$.modules", $"has no session on day {day}, but one later.", "Number the days without a gap.");
        if (Circle(design) is { } circle) yield return ("$.parents", $"goes in a circle at {circle}: a kit cannot descend from itself.", "Name each parent once, the nearest first, none of them later than this release.");
    }

    // A release descends from earlier ones of the same training only, and from each other one once.
    private static KitName? Circle(TrainingDesign design)
    {
        var seen = new List<KitName> { new(design.Id, design.Release, "") };
        foreach (var parent in design.Parents)
        {
            if (seen.Exists(one => one.Hash == parent.Hash || (one.Id == parent.Id && one.Release <= parent.Release))) return parent;
            seen.Add(parent);
        }
        return null;
    }

    private static IEnumerable<(string, string, string)> OfSession(TrainingDesign design, TrainingSession session)
    {
        var path = $"$.modules.sessions.{session.Id}";
        if (session.Activities.IsEmpty) yield return (path, "has no activity.", "Give it one, or take it out.");
        foreach (var objective in session.Objectives.Where(id => design.Objectives.All(one => one.Id != id))) yield return (path, $"serves {objective}, which is no objective.", "Name one that is there.");
        foreach (var one in session.Activities)
        {
            var place = $"{path}.{one.Id}";
            if (one.Shortest > one.Minutes || one.Minutes > one.Longest) yield return (place, $"takes {one.Minutes} minutes, outside its own bounds of {one.Shortest} to {one.Longest}.", "Put the minutes between the bounds.");
            if (one.Scenario is { } scenario && design.Scenarios.All(known => known.Id != scenario)) yield return (place, $"plays {scenario}, which is no scenario.", "Name one that is there.");
            if (one.Kind == ActivityKind.Test != one.Form is not null) yield return (place, one.Form is null ? "is a test without a form." : "has a form and is no test.", "Say which form, or make it another kind.");
            if (one.Component == Component.Core && session.Component == Component.Optional) yield return (place, "is core in a session that may be left out.", "Make the session core, or the activity optional.");
        }
    }

    private static IEnumerable<(string, string, string)> OfItem(TrainingDesign design, TestItem item)
    {
        var path = $"$.items.{item.Id}";
        if (item.Options.Length is < 2 or > 10) yield return (path, $"has {item.Options.Length} options.", "Give 2 to 10.");
        if (item.Key.IsEmpty || (!item.Multiple && item.Key.Length > 1)) yield return (path, "has no key, or several for a single choice.", "Name the right option.");
        foreach (var key in item.Key.Except(item.Options, StringComparer.Ordinal)) yield return (path, $"has the key {key}, which is no option.", "Name one that is there.");
        if (design.Objectives.All(one => one.Id != item.Objective)) yield return (path, $"asks about {item.Objective}, which is no objective.", "Name one that is there.");
    }

    private static IEnumerable<(string, string, string)> Forms(TrainingDesign design)
    {
        foreach (var (name, form) in new[] { ("before", design.Before), ("after", design.After) })
            foreach (var id in form.Where(id => design.Item(id) is null)) yield return ($"$.forms.{name}", $"asks {id}, which is no item.", "Name one that is there.");
        if (design.Before.Length != design.After.Length) yield return ("$.forms", $"asks {design.Before.Length} items before and {design.After.Length} after.", "Two tests that are compared have the same length.");
    }
}
