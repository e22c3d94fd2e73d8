using System.Globalization;
using Entraide.Core.Training;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Training;

/// <summary>A training that is being held: how far it is, who takes part, the mix of the room, the groups, what is to be printed.</summary>
public static class OpenDelivery
{
    /// <summary>Codes that are made at once.</summary>
    public const int MostCodes = 200;

    public sealed record DeliveryView(DeliveryRow Row, Kit Kit, TrainingWords Words, IReadOnlyList<PersonRow> People, IReadOnlyList<(CompositionFault Fault, int Count)> Mix, string Address, int Codes, IReadOnlyDictionary<FormKind, int> Answered);

    public static async Task<IResult> Show(HttpContext context, Frame frame, Caller caller, string id, DeliveryBook book)
    {
        var row = await book.Open(caller, id);
        var (kit, people) = (await book.KitOf(row), await book.People(id));
        var answered = (await book.Db.Answers.AsNoTracking().Where(one => one.RecordId == id).Select(one => new { one.Form, one.CodeHash }).Distinct().ToListAsync()).CountBy(one => one.Form).ToDictionary();
        var view = new DeliveryView(row, kit, TrainingWords.Of(kit, frame.Language.Tag), people, [.. Composition.Faults(kit.Design.Composition, [.. Accepted(people)])], $"{context.Request.Scheme}://{context.Request.Host}{frame.To("")}", await book.Db.Codes.AsNoTracking().CountAsync(one => one.DeliveryId == id), answered);
        return new RazorComponentResult<DeliveryPage>(new { Frame = frame, View = view });
    }

    internal static IEnumerable<Participant> Accepted(IEnumerable<PersonRow> people) => people.Where(one => one.State == PersonState.Accepted).Select(one => one.Participant());

    /// <summary>From one state to the next; a state that does not follow is left.</summary>
    public static async Task<IResult> Step(Frame frame, Caller caller, string id, IFormCollection form, DeliveryBook book)
    {
        await book.Change(caller, id, (_, row) =>
        {
            if (Enum.TryParse<DeliveryState>(form["to"], out var to) && Follows(row.State, to)) (row.State, row.ChangedAt) = (to, book.Now);
            return Task.CompletedTask;
        }, "delivery-step");
        return TypedResults.Redirect(frame.To($"/deliveries/{id}"));
    }

    /// <summary>What can follow a state.</summary>
    public static bool Follows(DeliveryState from, DeliveryState to) => (from, to) switch
    {
        (DeliveryState.Planned, DeliveryState.Open) or (DeliveryState.Open, DeliveryState.Running) or (DeliveryState.Running, DeliveryState.Closed) => true,
        (DeliveryState.Planned or DeliveryState.Open, DeliveryState.Cancelled) => true,
        _ => false,
    };

    /// <summary>Lets somebody take part, or not; or everybody who asked.</summary>
    public static async Task<IResult> Select(Frame frame, Caller caller, string id, IFormCollection form, DeliveryBook book)
    {
        await book.Open(caller, id, AccessAction.Change);
        var (who, to) = (form["person"].ToString(), form["to"] == "decline" ? PersonState.Declined : PersonState.Accepted);
        foreach (var person in (await book.People(id)).Where(one => one.State != PersonState.Withdrawn && (who == "all" ? one.State == PersonState.Applied : one.RecordId == who)))
            await book.Gate.Do(caller, AccessAction.Change, person.Subject(), [], async scope => (await scope.Db<TrainingDb>().People.SingleAsync(one => one.RecordId == person.RecordId)).State = to, reason: to == PersonState.Accepted ? "participant-accepted" : "participant-declined");
        return TypedResults.Redirect($"{frame.To($"/deliveries/{id}")}#people");
    }

    /// <summary>Makes small groups of those who were accepted, mixed by profession and country.</summary>
    public static async Task<IResult> Group(Frame frame, Caller caller, string id, DeliveryBook book)
    {
        var row = await book.Open(caller, id, AccessAction.Change);
        var people = await book.People(id);
        var groups = Composition.Groups([.. Accepted(people)], (await book.KitOf(row)).Design.Composition.GroupSize);
        foreach (var person in people)
        {
            var group = groups.ToList().FindIndex(one => one.Contains(person.RecordId)) + 1;
            if (group != person.Group) await book.Gate.Do(caller, AccessAction.Change, person.Subject(), [], async scope => (await scope.Db<TrainingDb>().People.SingleAsync(one => one.RecordId == person.RecordId)).Group = group, reason: "participant-grouped");
        }
        return TypedResults.Redirect($"{frame.To($"/deliveries/{id}")}#people");
    }

    /// <summary>Makes codes to be cut and handed round: shown this once, on a sheet to print. The node keeps their hashes.</summary>
    public static async Task<IResult> Codes(Frame frame, Caller caller, string id, IFormCollection form, DeliveryBook book)
    {
        var count = int.TryParse(form["count"], NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? Math.Clamp(asked, 1, MostCodes) : 30;
        var codes = Enumerable.Range(0, count).Select(_ => OneTimeCode.New()).ToList();
        await book.Change(caller, id, (scope, _) =>
        {
            scope.Db<TrainingDb>().Codes.AddRange(codes.Select(code => new AnswerCode { CodeHash = OneTimeCode.HashOf(code)!, DeliveryId = id }));
            return Task.CompletedTask;
        }, "codes-made");
        return new RazorComponentResult<CodeSheetPage>(new { Frame = frame, Codes = codes });
    }

    /// <summary>Those who take part, with their names: to be signed on paper, session by session.</summary>
    public static async Task<IResult> Sheet(Frame frame, Caller caller, string id, DeliveryBook book)
    {
        var row = await book.Open(caller, id);
        var people = (await book.People(id)).Where(one => one.State == PersonState.Accepted).ToList();
        var kit = await book.KitOf(row);
        return new RazorComponentResult<SignInSheetPage>(new { Frame = frame, Row = row, Kit = kit, Words = TrainingWords.Of(kit, frame.Language.Tag), Participants = people, Names = await book.IdentifyAll(caller, people) });
    }
}
