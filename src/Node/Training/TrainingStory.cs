using System.Globalization;
using Entraide.Core.Text;
using Entraide.Core.Training;
using Entraide.Node.Accounts;
using Entraide.Node.Guide;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Sealing;
using Microsoft.Extensions.Primitives;

namespace Entraide.Node.Training;

/// <summary>
/// The demonstration's part: a training is held, replicated in a second country, compared. People and answers are invented;
/// everything goes through the same forms as it would from the pages.
/// </summary>
public static class TrainingStory
{
    private const string Shipped = "joint-labour";

    // Codes that ISO 3166 leaves to its users: for countries that do not exist.
    private const string First = "XH", Second = "XS";

    private static readonly Frame Frame = new(Language.English, "", "");

    public static async Task Demonstrate(IServiceProvider services, DemoTale tale)
    {
        var (desk, shelf, book) = (services.GetRequiredService<TrainingDesk>(), services.GetRequiredService<KitShelf>(), services.GetRequiredService<DeliveryBook>());
        var all = await services.GetRequiredService<Organisations>().All();
        if (all.FirstOrDefault(one => one.Name == DemoOrganisations.Training) is not { } inspectorate || all.FirstOrDefault(one => one.Name == DemoOrganisations.Receiving) is not { } elsewhere || await shelf.Find(Shipped) is not { } shipped) return;

        tale.Step("A training is held");
        var kit = await shelf.Release(Caller.Node(Purpose.Training), shipped, AccessAction.Change, "demonstration");
        tale.Say($"Diego of {inspectorate.Name} has a training that came with the program, as a signed kit of {kit.File.Length / 1024} kB: /en/trainings/{shipped.RecordId}");
        var delivery = await Hold(services, Acting(Role.Trainer, inspectorate.Id, book), shipped.RecordId, First, 24, adapted: false);
        tale.Say($"Tamar holds it: 24 people of four professions and two countries, mixed groups, tests under codes that nobody can trace. Her desk: /en/deliveries/{delivery}");

        tale.Step("It is replicated in a second country");
        var designer = Acting(Role.TrainingDesigner, elsewhere.Id, book);
        var copy = await Copied(services, designer, shipped.RecordId);
        var row = await desk.Open(designer, copy);
        var session = row.Design().Sessions.First(one => one.Component != Component.Core);
        await desk.Change(designer, copy, row.Revision, design => Without(design, session.Id), new Dictionary<string, string>(), "demonstration");
        row = await desk.Open(designer, copy);
        await shelf.Release(designer, row, AccessAction.Release, "demonstration");
        var adaptation = (await shelf.AdaptationOf(row))!;
        Expect(adaptation.Label == ReplicationLabel.Replication, "leaving out what is optional made another training of it");
        tale.Say($"{elsewhere.Name} copies it, leaves out one part that may be left out, and it is still a replication: /en/trainings/{copy}");
        await Hold(services, Acting(Role.Trainer, elsewhere.Id, book), copy, Second, 20, adapted: true);

        tale.Step("The two are compared");
        var replications = await CompareTrainings.Replications(shelf.Db, Shipped);
        Expect(replications is [{ Bundle.Country: First }, { Bundle.Country: Second }], "the results of both are not there");
        foreach (var (_, bundle) in replications) tale.Say($"  {bundle.Country}: {bundle.People} people, gain {Figures.Of(bundle.Learning?.Gain)} {Figures.Interval(bundle.Learning?.Low, bundle.Learning?.High)}");
        tale.Say($"Each gain with its interval, fidelity as a profile, no group under five: /en/trainings/{shipped.RecordId}/compare");
    }

    private static TrainingDesign Without(TrainingDesign design, string session) => design with { Modules = [.. design.Modules.Select(one => one with { Sessions = one.Sessions.RemoveAll(known => known.Id == session) })] };

    private static async Task<string> Copied(IServiceProvider services, Caller designer, string training) => Address(await MakeTraining.FromCopy(Frame, designer, training, services.GetRequiredService<KitShelf>(), services.GetRequiredService<ModuleTexts>(), services.GetRequiredService<LivingTexts>(), services.GetRequiredService<Gate>()));

    private static async Task<string> Hold(IServiceProvider services, Caller trainer, string training, string country, int people, bool adapted)
    {
        var (book, texts) = (services.GetRequiredService<DeliveryBook>(), services.GetRequiredService<LivingTexts>());
        var day = DateOnly.FromDateTime(book.Now.UtcDateTime);
        var id = Address(await ListDeliveries.Plan(Frame, trainer, Form([("training", training), ("country", country), ("place", adapted ? "Harbour School" : "House of Labour"), ("begins", Iso(day.AddDays(-2))), ("ends", Iso(day.AddDays(-1))), ("zone", "Europe/Brussels"), ("language", "en")]), book, texts));
        await OpenDelivery.Step(Frame, trainer, id, Form([("to", nameof(DeliveryState.Open))]), book);
        var row = await book.Open(trainer, id);
        string[] professions = ["labour-inspector", "police", "prosecutor", "social-worker"];
        for (var i = 0; i < people; i++)
            await TakePart.Join(new DefaultHttpContext(), Frame, row.Door, Form([("name", $"Participant {i + 1}"), ("profession", professions[i % professions.Length]), ("country", i % 2 == 0 ? First : Second), ("spoken", "en"), ("agreed", "yes")]), book);
        await OpenDelivery.Select(Frame, trainer, id, Form([("person", "all"), ("to", "accept")]), book);
        await OpenDelivery.Group(Frame, trainer, id, book);
        await OpenDelivery.Step(Frame, trainer, id, Form([("to", nameof(DeliveryState.Running))]), book);
        var design = (await book.KitOf(row)).Design;
        await Attendance.Merge(trainer, row, [.. design.Sessions.SelectMany(session => Enumerable.Range(1, people).Select(number => new NotedSignIn(session.Id, number, session.Minutes)))], SignInEvidence.Facilitator, "", correct: false, book);
        await Answer(trainer, row, design, people, book);
        await HeldActivities.Keep(Frame, trainer, id, Form([.. design.Activities.Select(one => ("outcome-" + one.Id, nameof(DeliveryOutcome.Delivered))), ("observer", nameof(Observer.Peer)), ("quality", "4")]), book);
        await OpenDelivery.Step(Frame, trainer, id, Form([("to", nameof(DeliveryState.Closed))]), book);
        await DeliveryResults.Bundle(Frame, trainer, id, book, services.GetRequiredService<KeyRing>(), services.GetRequiredService<TakeResults>());
        return id;
    }

    // Nobody knows everything before; most know more afterwards, and not everybody the same.
    private static async Task Answer(Caller trainer, DeliveryRow row, TrainingDesign design, int people, DeliveryBook book)
    {
        var codes = Enumerable.Range(0, people).Select(_ => OneTimeCode.New()).ToList();
        await book.Change(trainer, row.RecordId, (scope, _) =>
        {
            scope.Db<TrainingDb>().Codes.AddRange(codes.Select(code => new AnswerCode { CodeHash = OneTimeCode.HashOf(code)!, DeliveryId = row.RecordId }));
            return Task.CompletedTask;
        }, "demonstration");
        for (var i = 0; i < people; i++)
            foreach (var (form, known) in ((FormKind, int)[])[(FormKind.Before, 4 + i % 4), (FormKind.After, 6 + i % 5)])
            {
                var answers = design.Asked(form).Select(id => design.Item(id)!).SelectMany((item, at) => ((i * 7 + at * 5) % 12 < known ? item.Key : [item.Options.First(option => !item.Key.Contains(option))]).Select(option => ("answer-" + item.Id, option)));
                Expect(await AnswerForm.Accept(DeliveryBook.Node, row, form, Form([("code", codes[i]), .. answers]), "en", book) is null, "a sheet was not kept");
            }
        for (var i = 0; i < people; i++)
            Expect(await AnswerForm.Accept(DeliveryBook.Node, row, FormKind.Reaction, Form([("code", codes[i]), .. design.Reaction.Where(one => one.Scale).Select((one, at) => ("answer-" + one.Id, $"{3 + (i + at) % 3}"))]), "en", book) is null, "what was thought of it was not kept");
    }

    private static Caller Acting(Role role, string organisation, DeliveryBook book) => new("demonstration", "", organisation, role, Purpose.Training, book.Now);

    private static FormCollection Form(IEnumerable<(string Name, string Value)> fields) => new(fields.GroupBy(one => one.Name, StringComparer.Ordinal).ToDictionary(group => group.Key, group => new StringValues([.. group.Select(one => one.Value)]), StringComparer.Ordinal));

    private static string Address(IResult answer) => answer is Microsoft.AspNetCore.Http.HttpResults.RedirectHttpResult { Url: { } url } ? url.Split('/')[^1] : throw new RefusedException("The demonstration does not hold: a form was refused.");

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static void Expect(bool holds, string otherwise)
    {
        if (!holds) throw new RefusedException($"The demonstration does not hold: {otherwise}.");
    }
}
