using System.Globalization;
using System.Text.Json;
using Entraide.Core.Training;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Ledger;
using Entraide.Node.Platform.Sealing;
using Entraide.Node.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Training;

/// <summary>The way to a delivery and to those who take part in it.</summary>
public sealed class DeliveryBook(TrainingDb db, PlatformDb platform, KeyRing keys, KitShelf shelf, Gate gate, TimeProvider time)
{
    /// <summary>The classes that a delivery has: what participants wrote is narrative.</summary>
    public static readonly FieldClass[] AllOfIt = [FieldClass.Technical, FieldClass.Narrative], Names = [FieldClass.Technical, FieldClass.Identity];

    public TrainingDb Db => db;
    public Gate Gate => gate;
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>The node itself, acting for somebody who has no account: she registers, signs in, answers.</summary>
    public static Caller Node => Caller.Node(Purpose.Training);

    /// <exception cref="NotThereException">It is not there, or not hers to open.</exception>
    public async Task<DeliveryRow> Open(Caller caller, string id, AccessAction action = AccessAction.Open, params FieldClass[] classes)
    {
        var row = await db.Deliveries.AsNoTracking().SingleOrDefaultAsync(one => one.RecordId == id);
        await gate.Ask(caller, action, SubjectOf(row, id), classes);
        return row!;
    }

    public static Subject SubjectOf(DeliveryRow? row, string id) => row?.Subject() ?? Subject.Missing(Resource.Delivery, Zone.Node, id);

    /// <summary>Changes a delivery, with its entry of the ledger or not at all.</summary>
    public async Task Change(Caller caller, string id, Func<WriteScope, DeliveryRow, Task> change, string reason, AccessAction action = AccessAction.Change, params FieldClass[] classes)
    {
        var row = await db.Deliveries.AsNoTracking().SingleOrDefaultAsync(one => one.RecordId == id);
        await gate.Do(caller, action, SubjectOf(row, id), classes, async scope =>
        {
            var stored = await scope.Db<TrainingDb>().Deliveries.SingleOrDefaultAsync(one => one.RecordId == id) ?? throw new NotThereException();
            await change(scope, stored);
        }, reason: reason);
    }

    /// <summary>The delivery behind a public address; null where there is none.</summary>
    public Task<DeliveryRow?> AtDoor(string door) => db.Deliveries.AsNoTracking().SingleOrDefaultAsync(one => one.Door == door && one.State != DeliveryState.Cancelled);

    /// <summary>The kit that is held: as it was when the delivery was planned, whatever became of the training since.</summary>
    public async Task<Kit> KitOf(DeliveryRow delivery) => await shelf.ReadKit(delivery.KitHash) ?? throw new InvalidOperationException($"The kit {delivery.KitHash} of a delivery is gone.");

    /// <summary>Those who take part, or asked to, by number.</summary>
    public Task<List<PersonRow>> People(string deliveryId) => db.People.AsNoTracking().Where(one => one.DeliveryId == deliveryId).OrderBy(one => one.Number).ToListAsync();

    /// <summary>Who she is. Each name that is opened stands in the ledger.</summary>
    public async Task<PersonIdentity> Identify(Caller caller, PersonRow person)
    {
        var record = await keys.Open(await gate.Ask(caller, AccessAction.Open, person.Subject(), Names), platform);
        return JsonSerializer.Deserialize<PersonIdentity>(record.OpenBytes(PersonRow.IdentityColumn, person.Identity ?? throw new NotThereException())!)!;
    }

    /// <summary>The names of many at once, by record.</summary>
    public async Task<IReadOnlyDictionary<string, PersonIdentity>> IdentifyAll(Caller caller, IReadOnlyCollection<PersonRow> people)
    {
        // The ledger writes those that wait together in one go.
        var tickets = await Task.WhenAll(people.Select(async person => (person, Ticket: await gate.Ask(caller, AccessAction.Open, person.Subject(), Names))));
        var names = new Dictionary<string, PersonIdentity>(StringComparer.Ordinal);
        foreach (var (person, ticket) in tickets) names[person.RecordId] = JsonSerializer.Deserialize<PersonIdentity>((await keys.Open(ticket, platform)).OpenBytes(PersonRow.IdentityColumn, person.Identity ?? throw new NotThereException())!)!;
        return names;
    }

    /// <summary>Who comes with this code; null where nobody does, or she has gone.</summary>
    public async Task<(PersonRow Person, DeliveryRow Delivery)?> With(string? pass) =>
        OneTimeCode.HashOf(pass) is { } hash && await db.People.AsNoTracking().SingleOrDefaultAsync(one => one.PassHash == hash && one.State != PersonState.Withdrawn) is { } person
        && await db.Deliveries.AsNoTracking().SingleOrDefaultAsync(one => one.RecordId == person.DeliveryId) is { } delivery ? (person, delivery) : null;

    /// <summary>The delivery's record, to open or seal what participants wrote.</summary>
    public async Task<OpenRecord> Record(Caller caller, DeliveryRow delivery, AccessAction action = AccessAction.Open) => await keys.Open(await gate.Ask(caller, action, delivery.Subject(), AllOfIt), platform);

    /// <summary>The day on the calendar where the delivery is held.</summary>
    public DateOnly Today(DeliveryRow delivery) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Now, TimeZoneInfo.FindSystemTimeZoneById(delivery.TimeZone)).DateTime);

    public static DateOnly Day(string stored) => DateOnly.ParseExact(stored, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
