using Entraide.Core.Training;
using Entraide.Node.Training;
using Entraide.Tests.Core.Training;
using Entraide.Tests.Databases;
using Entraide.Tests.Node.Accounts;
using Entraide.Tests.Node.Training;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Entraide.Journeys;

/// <summary>The shipped training, copied and held: planned, running and closed, so that every page has something on it.</summary>
internal sealed class Taught : IDisposable
{
    private readonly Academy academy;

    private Taught(Academy academy) => this.academy = academy;

    public SignedIn Designer => academy.Designer;
    public SignedIn Trainer => academy.Trainer;
    public required string TrainingId { get; init; }
    public required string KitId { get; init; }

    /// <summary>A session of it.</summary>
    public required string Session { get; init; }

    /// <summary>The hash of a kit that waits in quarantine.</summary>
    public required string Waiting { get; init; }

    public required string OpenDoor { get; init; }
    public required string RunningId { get; init; }
    public required string RunningDoor { get; init; }
    public required string ClosedId { get; init; }
    public required string CertificateId { get; init; }

    /// <summary>The code of somebody who took part and has a certificate, as her browser keeps it.</summary>
    public required Cookie Pass { get; init; }

    public static async Task<Taught> Prepare(RunningNode node)
    {
        var held = await Academy.On(node);
        var shipped = await held.Stored(db => db.Trainings.SingleAsync(one => one.KitId == "joint-labour"));
        var training = await held.Copy(shipped.RecordId);
        var (row, design) = (await held.Stored(db => db.Trainings.SingleAsync(one => one.RecordId == training)), shipped.Design());
        var optional = design.Sessions.First(one => one.Component != Component.Core);
        var activity = optional.Activities.First(one => one.Shortest < one.Minutes);
        await Academy.Edit(held.Designer, $"/en/trainings/{training}/session?part={optional.Id}", ($"minutes-{activity.Id}", $"{activity.Shortest}"), ("do", "keep"));
        await held.Designer.Post($"/en/trainings/{training}", $"/en/trainings/{training}/explain", ("part", $"activity:{activity.Id}"), ("words", "Our day ends earlier."));
        await held.Release(training);
        var publish = await held.Designer.Post($"/en/trainings/{training}", $"/en/trainings/{training}/publish", ("lessons", "Bring an interpreter from the first hour.\nKeep the judge for the second day."), ("written", "en"));
        Assert.True(publish.StatusCode == System.Net.HttpStatusCode.Redirect, await Academy.Said(publish));
        var waiting = (await held.Inspect(Academy.File(SmallTraining.Kit()))).Split('/')[^1];

        var open = await held.Plan(training);
        var running = await held.Plan(training);
        await held.Fill(running, 6);
        await held.Step(running, DeliveryState.Running);
        var (closed, pass) = await Closed(held, training, design);
        var certificate = await held.Stored(db => db.Certificates.Where(one => one.DeliveryId == closed && db.People.Any(person => person.RecordId == one.PersonId && person.Number == 1)).Select(one => one.CertificateId).FirstAsync());
        return new Taught(held)
        {
            TrainingId = training, KitId = row.KitId, Session = optional.Id, Waiting = waiting, OpenDoor = await held.Door(open), RunningId = running, RunningDoor = await held.Door(running), ClosedId = closed, CertificateId = certificate,
            Pass = new Cookie { Name = TakePart.Cookie, Value = pass, Domain = "127.0.0.1", Path = "/", Secure = true, HttpOnly = true, SameSite = SameSiteAttribute.Lax },
        };
    }

    // Held to its end: with results, words, and certificates.
    private static async Task<(string Delivery, string Pass)> Closed(Academy held, string training, TrainingDesign design)
    {
        var delivery = await held.Plan(training);
        var passes = await held.Fill(delivery, 8);
        var door = await held.Door(delivery);
        await held.Trainer.Post($"/en/deliveries/{delivery}", $"/en/deliveries/{delivery}/group");
        await held.Step(delivery, DeliveryState.Running);
        await held.Upload(delivery, $$"""{"device":"one","signIns":[{{string.Join(',', design.Sessions.SelectMany(session => Enumerable.Range(1, 7).Select(number => $$"""{"session":"{{session.Id}}","number":{{number}},"minutes":{{session.Minutes}}}""")))}}]}""");
        foreach (var (code, i) in (await held.Codes(delivery, 8)).Select((code, i) => (code, i)))
            foreach (var form in (FormKind[])[FormKind.Before, FormKind.After, FormKind.Reaction]) await held.Answer(door, form, code, Academy.Sheet(design, form, form == FormKind.Before ? 3 + i % 3 : 6 + i % 4));
        await held.Held(delivery);
        await held.Step(delivery, DeliveryState.Closed);
        await held.Trainer.Post($"/en/deliveries/{delivery}/certificates", $"/en/deliveries/{delivery}/certificates");
        await held.Bundle(delivery);
        return (delivery, passes[0]);
    }

    public void Dispose() => academy.Leave();
}
