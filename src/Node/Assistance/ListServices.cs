using System.Collections.Immutable;
using System.Globalization;
using Entraide.Core.Text;
using Entraide.Node.Accounts;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Assistance;

/// <summary>The directory of services: what each organisation offers, for whom, in which languages, with how many places. No address is in it.</summary>
public static class ListServices
{
    public sealed record ServicesView(IReadOnlyList<(ServiceOffer Offer, string Name)> Offers, string? OwnOrganisation, bool MayKeep, string? Fault, IFormCollection? Given);

    public static Task<RazorComponentResult<ServicesPage>> Show(Frame frame, Caller caller, CaseBook book, Gate gate, Organisations organisations) => Page(frame, caller, book, gate, organisations, null, null);

    /// <summary>All offers, those with places first.</summary>
    /// <param name="others">Whether those of the caller's own organisation are left out.</param>
    internal static async Task<IReadOnlyList<(ServiceOffer Offer, string Name)>> Read(Caller caller, CaseBook book, Gate gate, Organisations organisations, bool others)
    {
        await gate.Ask(caller, AccessAction.List, new Subject(Resource.Service, Zone.Care, "services"));
        var names = (await organisations.All()).ToDictionary(one => one.Id, one => one.Name, StringComparer.Ordinal);
        var offers = await book.Db.Services.AsNoTracking().Where(one => !others || one.OrganisationId != caller.OrganisationId).Take(1000).ToListAsync();
        return [.. offers.Select(one => (one, names.GetValueOrDefault(one.OrganisationId, ""))).OrderBy(one => one.one.Places == 0).ThenBy(one => one.one.Kind).ThenBy(one => one.Item2, StringComparer.Ordinal)];
    }

    internal static async Task<RazorComponentResult<ServicesPage>> Page(Frame frame, Caller caller, CaseBook book, Gate gate, Organisations organisations, string? fault, IFormCollection? given)
    {
        var view = new ServicesView(await Read(caller, book, gate, organisations, others: false), caller.OrganisationId, Policy.MayEver(caller.Role, caller.Purpose, AccessAction.Create, Resource.Service), fault, given);
        return new RazorComponentResult<ServicesPage>(new { Frame = frame, View = view }) { StatusCode = fault is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity };
    }
}

/// <summary>A supervisor keeps what her organisation offers.</summary>
public static class KeepServices
{
    public static readonly ImmutableArray<string> ForWhom = ["women", "men", "children", "families", "disabled"];

    /// <summary>Places of one service.</summary>
    public const int MostPlaces = 999;

    public static async Task<IResult> Add(Frame frame, Caller caller, IFormCollection form, CaseBook book, Gate gate, Organisations organisations)
    {
        var id = PlatformDb.NewId();
        var (offer, fault) = Read(form, id, caller.OrganisationId ?? "none", book.Now);
        if (offer is null) return await ListServices.Page(frame, caller, book, gate, organisations, fault, form);
        await gate.Do(caller, AccessAction.Create, offer.Subject(), [], scope =>
        {
            scope.Db<AssistanceDb>().Services.Add(offer);
            return Task.CompletedTask;
        }, reason: "service-offered");
        return TypedResults.Redirect(frame.To("/services"));
    }

    /// <summary>How many places there are now: what changes every day is changed with one number.</summary>
    public static async Task<IResult> SetPlaces(Frame frame, Caller caller, string id, [FromForm] string? places, CaseBook book, Gate gate)
    {
        var row = await book.Db.Services.AsNoTracking().SingleOrDefaultAsync(one => one.RecordId == id);
        await gate.Do(caller, AccessAction.Change, row?.Subject() ?? Subject.Missing(Resource.Service, Zone.Care, id), [], async scope =>
        {
            var current = await scope.Db<AssistanceDb>().Services.SingleOrDefaultAsync(one => one.RecordId == id) ?? throw new NotThereException();
            if (PlacesIn(places) is { } number) (current.Places, current.ChangedAt) = (number, book.Now);
        }, reason: "service-places");
        return TypedResults.Redirect(frame.To("/services"));
    }

    public static async Task<IResult> Remove(Frame frame, Caller caller, string id, CaseBook book, Gate gate)
    {
        var row = await book.Db.Services.AsNoTracking().SingleOrDefaultAsync(one => one.RecordId == id);
        await gate.Do(caller, AccessAction.Erase, row?.Subject() ?? Subject.Missing(Resource.Service, Zone.Care, id), [], async scope =>
        {
            var rows = scope.Db<AssistanceDb>();
            rows.Services.Remove(await rows.Services.SingleOrDefaultAsync(one => one.RecordId == id) ?? throw new NotThereException());
        }, reason: "service-ended");
        return TypedResults.Redirect(frame.To("/services"));
    }

    private static (ServiceOffer? Offer, string? Fault) Read(IFormCollection form, string id, string organisation, DateTimeOffset now)
    {
        if (!Enum.TryParse<ServiceKind>(form["kind"], out var kind) || !Enum.IsDefined(kind)) return (null, "service.fault.kind");
        if (PlacesIn(form["places"]) is not { } places) return (null, "service.fault.places");
        if (HoursIn(form) is not { } hours) return (null, "service.fault.hours");
        return (new ServiceOffer
        {
            RecordId = id, OrganisationId = organisation, Kind = kind, Places = places, Hours = hours, ChangedAt = now,
            For = string.Join(',', ForWhom.Where(one => form["for"].Contains(one))), Languages = string.Join(',', Language.All.Select(one => one.Tag).Where(one => form["language"].Contains(one))),
        }, null);
    }

    // Days and hours, never words: what can be typed there would be where it is.
    private static string? HoursIn(IFormCollection form)
    {
        if (form.ContainsKey("always")) return ServiceOffer.Always;
        var days = string.Concat("1234567".Where(day => form["day"].Contains(day.ToString())));
        return days.Length > 0 && TimeOnly.TryParseExact(form["from"], "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var from) && TimeOnly.TryParseExact(form["to"], "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var to) && from < to
            ? $"{days} {from:HH:mm}-{to:HH:mm}" : null;
    }

    private static int? PlacesIn(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var places) && places <= MostPlaces ? places : null;
}
