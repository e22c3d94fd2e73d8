namespace Entraide.Core.Training;

/// <summary>A session with the time at which it is held.</summary>
/// <param name="Starts">Local time.</param>
/// <param name="Missing">Minutes that its core activities lack to do what they are for; 0 for none.</param>
public sealed record AgendaLine(TrainingSession Session, TimeOnly Starts, TimeOnly Ends, int Missing);

/// <summary>When each session is held. Worked out anew from the minutes whenever one of them changes.</summary>
public static class Agenda
{
    /// <summary>The sessions of all days, each day from <see cref="TrainingDesign.DayStarts"/> on, with the breaks between.</summary>
    public static IReadOnlyList<AgendaLine> Of(TrainingDesign design)
    {
        var lines = new List<AgendaLine>();
        foreach (var day in design.Sessions.GroupBy(one => one.Day).OrderBy(one => one.Key))
        {
            var at = design.DayStarts;
            foreach (var session in day)
            {
                lines.Add(new AgendaLine(session, at, at.AddMinutes(session.Minutes), Missing(session)));
                at = at.AddMinutes(session.Minutes + session.BreakAfter);
            }
        }
        return lines;
    }

    /// <summary>Minutes that the core activities of a session lack.</summary>
    public static int Missing(TrainingSession session) => session.Activities.Where(one => one.Component == Component.Core).Sum(one => Math.Max(0, one.Shortest - one.Minutes));
}
