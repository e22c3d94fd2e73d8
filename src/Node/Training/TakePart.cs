using System.Text.Json;
using Entraide.Core.Text;
using Entraide.Core.Training;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Training;

/// <summary>
/// A participant: she registers, comes back with the code that only she has, sees her group and the days, and can go again.
/// She has no account, and nothing here leads to what she answers.
/// </summary>
public static class TakePart
{
    /// <summary>Her code, for three days, in the browser that she opened her page in.</summary>
    public const string Cookie = "__Host-p";

    public const string RateLimit = "training-door";

    /// <summary>In letters: a name, a way to reach her, an organisation.</summary>
    public const int Longest = 200;

    /// <summary>Those who can have asked to take part in one delivery.</summary>
    public const int MostPeople = 500;

    public sealed record JoinView(DeliveryRow Row, TrainingWords Words, Kit Kit, IFormCollection? Given, string? Fault);

    /// <param name="SignIns">The sessions that she signed in to.</param>
    public sealed record OwnTrainingView(PersonRow Person, DeliveryRow Row, Kit Kit, TrainingWords Words, IReadOnlyList<string> SignIns, IReadOnlyList<CertificateRow> Certificates, string? NewPass, string? Said);

    public static async Task<IResult> ShowJoin(Frame frame, string door, DeliveryBook book) =>
        await book.AtDoor(door) is { State: DeliveryState.Open } row ? await JoinPage(frame, row, null, null, book) : TypedResults.NotFound();

    private static async Task<RazorComponentResult<JoinTrainingPage>> JoinPage(Frame frame, DeliveryRow row, IFormCollection? given, string? fault, DeliveryBook book)
    {
        var kit = await book.KitOf(row);
        return new RazorComponentResult<JoinTrainingPage>(new { Frame = frame, View = new JoinView(row, TrainingWords.Of(kit, frame.Language.Tag), kit, given, fault) }) { StatusCode = fault is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity };
    }

    /// <summary>She registers; her code is shown this once.</summary>
    public static async Task<IResult> Join(HttpContext context, Frame frame, string door, IFormCollection form, DeliveryBook book)
    {
        if (await book.AtDoor(door) is not { State: DeliveryState.Open } row) return TypedResults.NotFound();
        var (profession, country) = (form["profession"].ToString(), form["country"].ToString().Trim().ToUpperInvariant());
        var identity = new PersonIdentity(form["name"].ToString().Trim(), form["contact"].ToString().Trim(), form["organisation"].ToString().Trim());
        if (identity.Name.Length == 0 || ((string[])[identity.Name, identity.Contact, identity.Organisation]).Any(one => one.Length > Longest)) return await JoinPage(frame, row, form, "join.fault.name", book);
        if (!Professions.All.Contains(profession)) return await JoinPage(frame, row, form, "join.fault.profession", book);
        if (country.Length != 2 || !country.All(char.IsAsciiLetterUpper)) return await JoinPage(frame, row, form, "delivery.fault.country", book);
        if (form["agreed"] != "yes") return await JoinPage(frame, row, form, "join.fault.agreed", book);
        if (await book.Db.People.CountAsync(one => one.DeliveryId == row.RecordId) >= MostPeople) return await JoinPage(frame, row, form, "join.fault.full", book);
        var (id, pass) = (PlatformDb.NewId(), OneTimeCode.New());
        await book.Gate.Do(DeliveryBook.Node, AccessAction.Create, new Subject(Resource.Participation, Zone.Node, id, row.OrganisationId), DeliveryBook.Names, async scope =>
        {
            var (rows, record) = (scope.Db<TrainingDb>(), scope.NewRecord());
            // One after the other: the ledger's turn is held until this is stored.
            var number = await rows.People.Where(one => one.DeliveryId == row.RecordId).MaxAsync(one => (int?)one.Number) ?? 0;
            rows.People.Add(new PersonRow
            {
                RecordId = id, OrganisationId = row.OrganisationId, DeliveryId = row.RecordId, Number = number + 1, Profession = profession, Country = country, Language = Language.Find(form["spoken"])?.Tag ?? frame.Language.Tag,
                State = PersonState.Applied, PassHash = OneTimeCode.HashOf(pass)!, Identity = record.Seal(PersonRow.IdentityColumn, JsonSerializer.SerializeToUtf8Bytes(identity)), At = book.Now,
            });
        }, reason: "participant-registered");
        Remember(context, pass);
        return await OwnPage(frame, pass, book, pass, null);
    }

    /// <summary>Her page, where this browser has her code; otherwise the place to type it.</summary>
    public static Task<RazorComponentResult<OwnTrainingPage>> Show(HttpContext context, Frame frame, DeliveryBook book) => OwnPage(frame, context.Request.Cookies[Cookie], book, null, null);

    /// <summary>She types her code, or goes.</summary>
    public static async Task<IResult> Open(HttpContext context, Frame frame, IFormCollection form, DeliveryBook book)
    {
        var pass = form.ContainsKey("pass") ? form["pass"].ToString() : context.Request.Cookies[Cookie];
        if (form["do"] == "forget" || await book.With(pass) is not var (person, _))
        {
            context.Response.Cookies.Delete(Cookie, Options(null));
            return new RazorComponentResult<OwnTrainingPage>(new { Frame = frame, Said = form["do"] == "forget" ? "me.forgotten" : "me.unknown" }) { StatusCode = form["do"] == "forget" ? StatusCodes.Status200OK : StatusCodes.Status404NotFound };
        }
        if (form["do"] != "withdraw")
        {
            Remember(context, pass!);
            return TypedResults.Redirect(frame.To("/training/me"));
        }
        await Withdraw(person, book);
        context.Response.Cookies.Delete(Cookie, Options(null));
        return new RazorComponentResult<OwnTrainingPage>(new { Frame = frame, Said = "me.withdrawn" });
    }

    // Her name goes, with the key that opens it; that somebody of her profession was there stays counted.
    private static Task<AccessTicket> Withdraw(PersonRow person, DeliveryBook book) => book.Gate.Do(DeliveryBook.Node, AccessAction.Erase, person.Subject(), [], async scope =>
    {
        var stored = await scope.Db<TrainingDb>().People.SingleAsync(one => one.RecordId == person.RecordId);
        (stored.State, stored.Identity, stored.Group) = (PersonState.Withdrawn, null, 0);
        await scope.EraseRecord();
    }, reason: "participant-withdrew");

    private static async Task<RazorComponentResult<OwnTrainingPage>> OwnPage(Frame frame, string? pass, DeliveryBook book, string? newPass, string? said)
    {
        if (await book.With(pass) is not var (person, row)) return new RazorComponentResult<OwnTrainingPage>(new { Frame = frame });
        var kit = await book.KitOf(row);
        var signed = await book.Db.SignIns.AsNoTracking().Where(one => one.DeliveryId == row.RecordId && one.PersonId == person.RecordId && one.Minutes > 0).Select(one => one.Session).ToListAsync();
        var certificates = await book.Db.Certificates.AsNoTracking().Where(one => one.PersonId == person.RecordId).OrderBy(one => one.IssuedAt).ToListAsync();
        return new RazorComponentResult<OwnTrainingPage>(new { Frame = frame, View = new OwnTrainingView(person, row, kit, TrainingWords.Of(kit, frame.Language.Tag), signed, certificates, newPass, said) });
    }

    private static void Remember(HttpContext context, string pass) => context.Response.Cookies.Append(Cookie, pass, Options(TimeSpan.FromDays(3)));

    private static CookieOptions Options(TimeSpan? lasts) => new() { HttpOnly = true, Secure = true, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true, MaxAge = lasts };
}
