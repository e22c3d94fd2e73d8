using System.Globalization;
using Entraide.Core.Text;
using Entraide.Core.Training;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Training;

/// <summary>One sign-in as a device noted it.</summary>
/// <param name="Number">The participant's.</param>
public sealed record NotedSignIn(string Session, int Number, int Minutes);

/// <summary>
/// Who was there. A sign-in is one row for a session and a person, whoever notes it and however often: so lists of several
/// devices merge without a double, and sending one twice changes nothing.
/// </summary>
public static class Attendance
{
    /// <summary>Sign-ins in one delivery of a device.</summary>
    public const int MostNoted = 5000;

    /// <summary>In bytes.</summary>
    public const int LargestUpload = 512 * 1024;

    public sealed record AttendanceView(DeliveryRow Row, Kit Kit, TrainingWords Words, TrainingSession Session, IReadOnlyList<PersonRow> People, IReadOnlyDictionary<string, SignInRow> SignIns, bool IsKept);

    public static async Task<IResult> Show(Frame frame, Caller caller, string id, string? session, bool? kept, DeliveryBook book)
    {
        var row = await book.Open(caller, id);
        var kit = await book.KitOf(row);
        var chosen = kit.Design.Session(session) ?? kit.Design.Sessions.First();
        var signed = await book.Db.SignIns.AsNoTracking().Where(one => one.DeliveryId == id && one.Session == chosen.Id).ToDictionaryAsync(one => one.PersonId);
        return new RazorComponentResult<AttendancePage>(new { Frame = frame, View = new AttendanceView(row, kit, TrainingWords.Of(kit, frame.Language.Tag), chosen, [.. (await book.People(id)).Where(one => one.State == PersonState.Accepted)], signed, kept == true) });
    }

    /// <summary>The list of a session, as the facilitator ticked it or typed it from paper.</summary>
    public static async Task<IResult> Keep(Frame frame, Caller caller, string id, string? session, IFormCollection form, DeliveryBook book)
    {
        var row = await book.Open(caller, id, AccessAction.Change);
        if ((await book.KitOf(row)).Design.Session(session) is not { } chosen) return TypedResults.NotFound();
        var noted = (await book.People(id)).Where(one => one.State == PersonState.Accepted).Select(one => new NotedSignIn(chosen.Id, one.Number, Minutes(form[$"minutes-{one.Number}"], chosen.Minutes))).ToList();
        await Merge(caller, row, noted, form["paper"] == "yes" ? SignInEvidence.Sheet : SignInEvidence.Facilitator, "", correct: true, book);
        return TypedResults.Redirect(frame.To($"/deliveries/{id}/attendance?session={chosen.Id}&kept=true"));
    }

    // Late arrivals and early leavers have fewer minutes; nobody has more than there were.
    private static int Minutes(string? text, int most) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) ? Math.Min(minutes, most) : 0;

    /// <summary>What a device noted while it had no network: <c>{"device": ID, "signIns": [{"session", "number", "minutes"}]}</c>. Said twice, it is kept once.</summary>
    public static async Task<IResult> Upload(HttpContext context, Caller caller, string id, DeliveryBook book)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var row = await book.Open(caller, id, AccessAction.Change);
        var faults = new List<Fault>();
        var root = JsonPlace.Open(body.ToArray(), "sign-ins", faults).Only("device", "signIns");
        var device = root.Member("device").Text();
        if (device.Length > 64) root.Member("device").Fault("is too long.", "At most 64 letters.");
        var noted = root.Member("signIns").Items().Take(MostNoted).Select(one => new NotedSignIn(one.Only("session", "number", "minutes").Member("session").Text(), one.Member("number").Number(1, 100_000), one.Member("minutes").Number(1, DesignReader.LongestDay))).ToList();
        var design = (await book.KitOf(row)).Design;
        foreach (var unknown in noted.Select(one => one.Session).Distinct().Where(session => design.Session(session) is null)) root.Fault($"names the session {Quoted.Line(unknown)}, which this training has not.", "Open the page of this delivery again.");
        if (faults.Count > 0) return TypedResults.Problem(string.Join(' ', faults.Take(5)), statusCode: StatusCodes.Status422UnprocessableEntity);
        var unknownPeople = await Merge(caller, row, [.. noted.Select(one => one with { Minutes = Math.Min(one.Minutes, design.Session(one.Session)!.Minutes) })], SignInEvidence.Facilitator, device, correct: false, book);
        return TypedResults.Json(new { kept = noted.Count - unknownPeople.Count, unknown = unknownPeople });
    }

    /// <summary>Puts sign-ins to those that are there.</summary>
    /// <param name="correct">Whether fewer minutes, or none, take the place of more: only whoever sees the list can say that.</param>
    /// <returns>Numbers that nobody here has.</returns>
    internal static async Task<IReadOnlyList<int>> Merge(Caller caller, DeliveryRow row, IReadOnlyList<NotedSignIn> noted, SignInEvidence evidence, string device, bool correct, DeliveryBook book)
    {
        var unknown = new List<int>();
        await book.Change(caller, row.RecordId, async (scope, _) =>
        {
            unknown.Clear();
            var rows = scope.Db<TrainingDb>();
            var people = (await rows.People.Where(one => one.DeliveryId == row.RecordId).Select(one => new { one.Number, one.RecordId }).ToListAsync()).ToDictionary(one => one.Number, one => one.RecordId);
            var known = (await rows.SignIns.Where(one => one.DeliveryId == row.RecordId).ToListAsync()).ToDictionary(one => (one.Session, one.PersonId));
            foreach (var one in noted)
            {
                if (!people.TryGetValue(one.Number, out var person)) unknown.Add(one.Number);
                else if (!known.TryGetValue((one.Session, person), out var there))
                {
                    if (one.Minutes > 0) rows.SignIns.Add(known[(one.Session, person)] = new SignInRow { DeliveryId = row.RecordId, Session = one.Session, PersonId = person, Minutes = one.Minutes, Evidence = evidence, Device = device, At = book.Now });
                }
                else if (one.Minutes > there.Minutes || (correct && one.Minutes != there.Minutes)) (there.Minutes, there.Evidence, there.At) = (one.Minutes, evidence, book.Now);
            }
        }, $"attendance-{evidence.ToString().ToLowerInvariant()}");
        return unknown;
    }

    public sealed record HereView(DeliveryRow Row, Kit Kit, TrainingWords Words, PersonRow? Person, IReadOnlyList<string> SignIns, string? Said);

    /// <summary>Where a participant signs in herself: the sessions of today, and her code where this browser has not got it.</summary>
    public static async Task<IResult> ShowHere(HttpContext context, Frame frame, string door, DeliveryBook book) =>
        await book.AtDoor(door) is { State: DeliveryState.Running } row ? await HerePage(frame, row, context.Request.Cookies[TakePart.Cookie], null, book) : TypedResults.NotFound();

    private static async Task<RazorComponentResult<HerePage>> HerePage(Frame frame, DeliveryRow row, string? pass, string? said, DeliveryBook book)
    {
        var (kit, found) = (await book.KitOf(row), await book.With(pass));
        var person = found?.Delivery.RecordId == row.RecordId && found?.Person.State == PersonState.Accepted ? found?.Person : null;
        var signed = person is null ? [] : await book.Db.SignIns.AsNoTracking().Where(one => one.DeliveryId == row.RecordId && one.PersonId == person.RecordId && one.Minutes > 0).Select(one => one.Session).ToListAsync();
        return new RazorComponentResult<HerePage>(new { Frame = frame, View = new HereView(row, kit, TrainingWords.Of(kit, frame.Language.Tag), person, signed, said) }) { StatusCode = said is "here.unknown" ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK };
    }

    public static async Task<IResult> SignIn(HttpContext context, Frame frame, string door, IFormCollection form, DeliveryBook book)
    {
        if (await book.AtDoor(door) is not { State: DeliveryState.Running } row) return TypedResults.NotFound();
        var pass = form["pass"].ToString() is { Length: > 0 } typed ? typed : context.Request.Cookies[TakePart.Cookie];
        var design = (await book.KitOf(row)).Design;
        if (await book.With(pass) is not var (person, delivery) || delivery.RecordId != row.RecordId || person.State != PersonState.Accepted || design.Session(form["session"]) is not { } session) return await HerePage(frame, row, pass, "here.unknown", book);
        await Merge(DeliveryBook.Node, row, [new NotedSignIn(session.Id, person.Number, session.Minutes)], SignInEvidence.Herself, "", correct: false, book);
        return await HerePage(frame, row, pass, "here.done", book);
    }
}
