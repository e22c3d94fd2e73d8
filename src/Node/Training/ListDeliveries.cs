using System.Globalization;
using Entraide.Core.Text;
using Entraide.Node.Guide;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Training;

/// <summary>The deliveries of an organisation, and planning a new one.</summary>
public static class ListDeliveries
{
    public const int LongestPlace = 200;

    /// <param name="Held">The trainings that can be held: those that have a kit.</param>
    public sealed record DeliveriesView(IReadOnlyList<(DeliveryRow Row, string Title)> Deliveries, IReadOnlyList<(TrainingRow Row, string Title)> Held, string? Chosen, IFormCollection? Given, string? Fault);

    public static Task<RazorComponentResult<DeliveriesPage>> Show(Frame frame, Caller caller, string? training, DeliveryBook book, LivingTexts texts) => Page(frame, caller, training, null, null, book, texts);

    private static async Task<RazorComponentResult<DeliveriesPage>> Page(Frame frame, Caller caller, string? training, IFormCollection? given, string? fault, DeliveryBook book, LivingTexts texts)
    {
        var organisation = caller.OrganisationId ?? "none";
        await book.Gate.Ask(caller, AccessAction.List, new Subject(Resource.Delivery, Zone.Node, "deliveries", organisation));
        var rows = await book.Db.Deliveries.AsNoTracking().Where(one => one.OrganisationId == organisation).Take(500).ToListAsync();
        var trainings = await book.Db.Trainings.AsNoTracking().ToListAsync();
        var titles = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var one in trainings) titles[one.RecordId] = (await TrainingWords.Read(texts, one.Design(), frame.Language.Tag)).Plain("title");
        var view = new DeliveriesView([.. rows.OrderByDescending(one => one.Begins, StringComparer.Ordinal).Select(one => (one, titles.GetValueOrDefault(one.TrainingId, one.KitId)))], [.. trainings.Where(one => one.KitHash.Length > 0).Select(one => (one, titles[one.RecordId]))], training, given, fault);
        return new RazorComponentResult<DeliveriesPage>(new { Frame = frame, View = view }) { StatusCode = fault is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity };
    }

    public static async Task<IResult> Plan(Frame frame, Caller caller, IFormCollection form, DeliveryBook book, LivingTexts texts)
    {
        var (row, fault) = await Read(caller, form, book);
        if (row is null) return await Page(frame, caller, form["training"], form, fault, book, texts);
        await book.Gate.Do(caller, AccessAction.Create, row.Subject(), DeliveryBook.AllOfIt, scope =>
        {
            scope.NewRecord();
            scope.Db<TrainingDb>().Deliveries.Add(row);
            return Task.CompletedTask;
        }, reason: "delivery-planned");
        return TypedResults.Redirect(frame.To($"/deliveries/{row.RecordId}"));
    }

    private static async Task<(DeliveryRow? Row, string? Fault)> Read(Caller caller, IFormCollection form, DeliveryBook book)
    {
        var id = form["training"].ToString();
        if (await book.Db.Trainings.AsNoTracking().SingleOrDefaultAsync(one => one.RecordId == id) is not { KitHash.Length: > 0 } training) return (null, "delivery.fault.training");
        var (country, place, zone) = (form["country"].ToString().Trim().ToUpperInvariant(), form["place"].ToString().Trim(), form["zone"].ToString().Trim());
        if (country.Length != 2 || !country.All(char.IsAsciiLetterUpper)) return (null, "delivery.fault.country");
        if (place.Length is 0 or > LongestPlace) return (null, "delivery.fault.place");
        if (Day(form["begins"]) is not { } begins || Day(form["ends"]) is not { } ends || begins > ends) return (null, "delivery.fault.days");
        if (zone.Length > 60 || !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)) return (null, "delivery.fault.zone");
        var languages = Language.All.Select(one => one.Tag).Where(one => form["language"].Contains(one)).ToList();
        if (languages.Count == 0) return (null, "delivery.fault.languages");
        return (new DeliveryRow
        {
            RecordId = PlatformDb.NewId(), OrganisationId = caller.OrganisationId ?? "none", TrainingId = training.RecordId, KitId = training.KitId, KitHash = training.KitHash, Country = country, Place = place,
            Begins = begins.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Ends = ends.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), TimeZone = zone, Languages = string.Join(' ', languages),
            State = DeliveryState.Planned, Door = PlatformDb.NewId()[..16], BundleId = PlatformDb.NewId(), ChangedAt = book.Now,
        }, null);
    }

    private static DateOnly? Day(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
