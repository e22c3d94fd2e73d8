using Entraide.Core.Text.Blocks;
using Entraide.Node.Accounts;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Guide;

/// <summary>The countries' own texts: the list, and one of them at its editor's desk, with what has to be decided first.</summary>
public static class OpenNational
{
    public static async Task<RazorComponentResult<NationalListPage>> List(Frame frame, Caller caller, TextStore store, Gate gate, Organisations organisations, TimeProvider time) =>
        await ListPage(frame, caller, store, gate, organisations, time, null);

    public static async Task<RazorComponentResult<NationalPage>> Show(Frame frame, Caller caller, TextStore store, Gate gate, TimeProvider time, string id) => await Page(frame, caller, store, gate, time, id, null);

    /// <summary>The steward names the organisation that writes a country's text, and begins a text where there is none.</summary>
    public static async Task<IResult> Entrust(Frame frame, Caller caller, TextStore store, Gate gate, Organisations organisations, TimeProvider time, [FromForm] string? country, [FromForm] string? languages, [FromForm] string? organisation)
    {
        var (code, tags) = ((country ?? "").Trim().ToUpperInvariant(), (languages ?? "").ToLowerInvariant().Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Distinct().ToList());
        var known = (await store.Now()).Countries.GetValueOrDefault(code);
        if (known is not null) tags = [.. known.Languages];
        if (!ShippedFiles.IsCountry(code) || tags.Count == 0 || tags.Exists(tag => Core.Text.Language.Find(tag) is null) || (await organisations.All()).All(one => one.Id != organisation))
        {
            await gate.Ask(caller, AccessAction.Grant, new Subject(Resource.NationalText, Zone.Node, "countries"));
            return await ListPage(frame, caller, store, gate, organisations, time, "national.fault.country");
        }
        await gate.Do(caller, AccessAction.Grant, new Subject(Resource.NationalText, Zone.Node, code, known?.OrganisationId), [], async scope =>
        {
            var db = scope.Db<GuideDb>();
            if (await db.Countries.SingleOrDefaultAsync(one => one.Country == code) is { } row) row.OrganisationId = organisation;
            else db.Countries.Add(new CountryText { Country = code, Languages = string.Join(' ', tags), OrganisationId = organisation });
            await TextStore.Count(db);
        }, reason: $"entrusted-to-{organisation}");
        store.LookAgain();
        return TypedResults.Redirect(frame.To("/national"));
    }

    internal static async Task<RazorComponentResult<NationalPage>> Page(Frame frame, Caller caller, TextStore store, Gate gate, TimeProvider time, string id, string? fault)
    {
        var state = await store.Now();
        await gate.Ask(caller, AccessAction.Open, SubjectOf(state, id));
        var (country, today) = (state.Countries[id], Today(time));
        return new RazorComponentResult<NationalPage>(new
        {
            Frame = frame,
            Caller = caller,
            State = state,
            Country = country,
            Drift = state.Drift(country, today),
            Today = today,
            Unreleased = Unreleased(state, country),
            Fault = fault,
        }) { StatusCode = fault is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity };
    }

    /// <summary>The operations that stand otherwise in the editor's hands than in what was released.</summary>
    internal static IReadOnlyList<string> Unreleased(TextState state, CountryState country)
    {
        var working = state.Documents.Keys.SelectMany(document => country.Working(document)).ToDictionary(one => one.Id, TextStore.ToJson, StringComparer.Ordinal);
        var released = country.Released.ToDictionary(one => one.Operation.Id, one => TextStore.ToJson(one.Operation), StringComparer.Ordinal);
        return [.. working.Keys.Union(released.Keys, StringComparer.Ordinal).Where(one => working.GetValueOrDefault(one) != released.GetValueOrDefault(one)).Order(StringComparer.Ordinal)];
    }

    /// <summary>Whether a release would say anything new: of its operations, or that they stand to a later edition of the core.</summary>
    internal static bool HasNews(TextState state, CountryState country) =>
        Unreleased(state, country).Count > 0 || state.Documents.Values.Any(document => country.DecidedEditions.GetValueOrDefault(document.Id, 1) < document.Current.Number && country.Working(document.Id).Count > 0);

    internal static Subject SubjectOf(TextState state, string id) => state.Countries.TryGetValue(id, out var country) ? TextSubjects.National(country) : TextSubjects.Missing(Resource.NationalText);

    internal static DateOnly Today(TimeProvider time) => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    private static async Task<RazorComponentResult<NationalListPage>> ListPage(Frame frame, Caller caller, TextStore store, Gate gate, Organisations organisations, TimeProvider time, string? fault)
    {
        await gate.Ask(caller, AccessAction.List, new Subject(Resource.NationalText, Zone.Node, "countries", caller.OrganisationId));
        var (state, today, steward) = (await store.Now(), Today(time), Policy.MayEver(caller.Role, caller.Purpose, AccessAction.Grant, Resource.NationalText));
        return new RazorComponentResult<NationalListPage>(new
        {
            Frame = frame,
            Countries = state.Countries.Values.Where(country => steward || (country.OrganisationId is not null && country.OrganisationId == caller.OrganisationId)).OrderBy(one => one.Country, StringComparer.Ordinal)
                .Select(country => (country, state.Drift(country, today, deferredToo: false).Count(one => one.Item.Gravity == ChangeClass.Critical), state.Drift(country, today, deferredToo: false).Count)).ToList(),
            Organisations = steward ? await organisations.All() : [],
            Steward = steward,
            Fault = fault,
        }) { StatusCode = fault is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity };
    }
}
