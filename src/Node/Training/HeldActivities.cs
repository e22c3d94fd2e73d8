using System.Globalization;
using Entraide.Core.Training;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Training;

/// <summary>What became of each activity: the facilitator's list, or that of somebody who observed.</summary>
public static class HeldActivities
{
    /// <summary>In letters.</summary>
    public const int LongestNote = 500;

    public sealed record HeldView(DeliveryRow Row, Kit Kit, TrainingWords Words, IReadOnlyDictionary<string, HeldRow> Held, bool IsKept);

    public static async Task<IResult> Show(Frame frame, Caller caller, string id, bool? kept, DeliveryBook book)
    {
        var row = await book.Open(caller, id);
        var kit = await book.KitOf(row);
        return new RazorComponentResult<HeldPage>(new { Frame = frame, View = new HeldView(row, kit, TrainingWords.Of(kit, frame.Language.Tag), await book.Db.Held.AsNoTracking().Where(one => one.DeliveryId == id).ToDictionaryAsync(one => one.Activity), kept == true) });
    }

    public static async Task<IResult> Keep(Frame frame, Caller caller, string id, IFormCollection form, DeliveryBook book)
    {
        var design = (await book.KitOf(await book.Open(caller, id, AccessAction.Change))).Design;
        var observer = Enum.TryParse<Observer>(form["observer"], out var said) && Enum.IsDefined(said) ? said : Observer.Self;
        await book.Change(caller, id, async (scope, row) =>
        {
            var rows = scope.Db<TrainingDb>();
            var known = await rows.Held.Where(one => one.DeliveryId == id).ToDictionaryAsync(one => one.Activity);
            foreach (var activity in design.Activities)
            {
                if (!Enum.TryParse<DeliveryOutcome>(form["outcome-" + activity.Id], out var outcome) || !Enum.IsDefined(outcome)) continue;
                if (!known.TryGetValue(activity.Id, out var held)) rows.Held.Add(held = new HeldRow { DeliveryId = id, Activity = activity.Id, Outcome = outcome, Minutes = 0, Observer = observer });
                var minutes = int.TryParse(form["minutes-" + activity.Id], NumberStyles.None, CultureInfo.InvariantCulture, out var typed) ? Math.Min(typed, DesignReader.LongestDay) : activity.Minutes;
                var note = form["note-" + activity.Id].ToString().Trim();
                (held.Outcome, held.Minutes, held.Observer, held.Note) = (outcome, outcome == DeliveryOutcome.Omitted ? 0 : minutes, observer, note[..Math.Min(note.Length, LongestNote)]);
            }
            // Nobody grades herself.
            row.Quality = observer != Observer.Self && form["quality"].ToString() is ['1' or '2' or '3' or '4' or '5'] and var grade ? grade[0] - '0' : row.Quality;
        }, "delivery-held");
        return TypedResults.Redirect(frame.To($"/deliveries/{id}/held?kept=true"));
    }
}
