using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Training;

/// <summary>How many trainings an organisation held in a quarter, and for how many people.</summary>
public sealed record TrainingsOfQuarter(string Quarter, int Held, int Participants);

/// <summary>What may be counted of the trainings of an organisation.</summary>
public sealed class TrainingCounts(TrainingDb db, Gate gate)
{
    /// <summary>Those that are over, by the quarter in which they ended, in order.</summary>
    public async Task<IReadOnlyList<TrainingsOfQuarter>> ByQuarter(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var organisation = caller.OrganisationId ?? "none";
        await gate.Ask(caller, AccessAction.List, new Subject(Resource.Practice, Zone.Node, organisation, organisation));
        var held = await db.Deliveries.AsNoTracking().Where(one => one.OrganisationId == organisation && one.State == DeliveryState.Closed)
            .Select(one => new { one.Ends, People = db.People.Count(person => person.DeliveryId == one.RecordId && person.State == PersonState.Accepted) }).ToListAsync();
        return [.. held.GroupBy(one => Quarter.Of(new DateTimeOffset(DeliveryBook.Day(one.Ends), TimeOnly.MinValue, TimeSpan.Zero))).OrderBy(same => same.Key, StringComparer.Ordinal).Select(same => new TrainingsOfQuarter(same.Key, same.Count(), same.Sum(one => one.People)))];
    }
}
