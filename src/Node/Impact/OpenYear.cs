using System.Collections.Immutable;
using System.Globalization;
using Entraide.Core.Figures;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Impact;

/// <summary>The rapporteur's desk: the years, what is missing in each, freezing, restating, publishing, and the answers to those who ask.</summary>
public static class OpenYear
{
    private const int LongestReason = 500;

    public sealed record YearsView(IReadOnlyList<(int Year, DateOnly Due, int Bodies, EditionRow? Newest)> Years);

    /// <param name="Changed">What has changed since the newest edition.</param>
    /// <param name="Restated">For each edition but the first, what it changed.</param>
    public sealed record YearView(int Year, FactCube Cube, FigureQuality Quality, IReadOnlyList<EditionRow> Editions, ImmutableArray<RestatedFigure> Changed, IReadOnlyDictionary<int, ImmutableArray<RestatedFigure>> Restated, string? Fault);

    public static async Task<IResult> List(Frame frame, Caller caller, FactBook book)
    {
        await book.Gate.Ask(caller, AccessAction.List, FactBook.AllOf(Resource.Figures, caller));
        var given = await book.Db.Contributions.AsNoTracking().Select(one => new { one.FirstYear, one.LastYear, one.Source }).ToListAsync();
        var editions = await book.Db.Editions.AsNoTracking().OrderBy(one => one.Number).ToListAsync();
        var years = given.SelectMany(one => Enumerable.Range(one.FirstYear, one.LastYear - one.FirstYear + 1)).Concat(editions.Select(one => one.Year)).Distinct().OrderDescending()
            .Select(year => (year, YearOfFigures.DueFor(year), given.Where(one => one.FirstYear <= year && one.LastYear >= year).Select(one => one.Source).Distinct().Count(), editions.LastOrDefault(one => one.Year == year))).ToList();
        return new RazorComponentResult<YearsPage>(new { Frame = frame, View = new YearsView(years) });
    }

    public static Task<IResult> Show(Frame frame, Caller caller, int year, FactBook book) => Page(frame, caller, year, book, null);

    private static async Task<IResult> Page(Frame frame, Caller caller, int year, FactBook book, string? fault)
    {
        await book.Gate.Ask(caller, AccessAction.Open, FactBook.AllOf(Resource.Figures, caller), FactBook.Counted);
        var (cube, quality) = await book.Count(caller, year);
        var editions = await book.Editions(year);
        var cubes = new Dictionary<int, FactCube>();
        foreach (var one in editions) cubes[one.Number] = (await book.OpenEdition(caller, one)).Cube;
        var restated = editions.Where(one => cubes.ContainsKey(one.Number - 1)).ToDictionary(one => one.Number, one => Restatement.Between(cubes[one.Number - 1], cubes[one.Number]));
        var view = new YearView(year, cube, quality, editions, editions.Count == 0 ? [] : Restatement.Between(cubes[editions[0].Number], cube), restated, fault);
        return new RazorComponentResult<YearPage>(new { Frame = frame, View = view }) { StatusCode = fault is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity };
    }

    /// <summary>Freezes what stands now as the next edition.</summary>
    public static async Task<IResult> Freeze(Frame frame, Caller caller, int year, IFormCollection form, FactBook book)
    {
        var reason = form["reason"].ToString().Trim();
        if (reason.Length is 0 or > LongestReason) return await Page(frame, caller, year, book, "figures.fault.reason");
        // Who does not say what she has seen has seen nothing of it.
        if (!int.TryParse(form["after"], NumberStyles.None, CultureInfo.InvariantCulture, out var after)) return await Page(frame, caller, year, book, "figures.fault.since");
        return await book.Freeze(caller, year, reason, after) is { } fault ? await Page(frame, caller, year, book, fault) : TypedResults.Redirect(frame.To($"/national-figures/{year}"));
    }

    /// <summary>Lets everybody read an edition, made safe. Nobody reads one that is older than what was published, so that it is not published any more.</summary>
    public static async Task<IResult> Publish(Frame frame, Caller caller, int year, int number, FactBook book)
    {
        var row = await book.Edition(year, number) ?? throw new NotThereException();
        var (cube, quality) = await book.OpenEdition(caller, row);
        var before = (await book.Editions(year)).FirstOrDefault(one => one.PublishedAt is not null);
        if (before?.Number >= number) return TypedResults.Redirect(frame.To($"/figures/{year}"));
        var told = await book.Told(year);
        var published = PublishFigures.Make(cube, quality, number, row.Reason, before is null ? null : PublicYear.Read(before.Published), told).Write();
        try
        {
            await book.Gate.Do(caller, AccessAction.Release, row.Subject(), FactBook.Counted, async scope =>
            {
                var rows = scope.Db<ImpactDb>();
                await FactBook.KnowsAll(rows, year, told.Publications);
                var stored = await rows.Editions.SingleOrDefaultAsync(one => one.RecordId == row.RecordId) ?? throw new NotThereException();
                (stored.PublishedAt, stored.Published) = (book.Now, published);
            }, reason: "figures-published");
        }
        catch (OvertakenException)
        {
            // Something else of the year was published meanwhile: made again, safe together with that.
            return await Publish(frame, caller, year, number, book);
        }
        return TypedResults.Redirect(frame.To($"/figures/{year}"));
    }

    /// <summary>An edition as an answer to who collects such figures: exact counts, for authorities.</summary>
    public static async Task<IResult> Export(Caller caller, int year, int number, string scheme, FactBook book)
    {
        if (await book.Edition(year, number) is not { } row || !YearlyTables.ByScheme.TryGetValue(scheme, out var tables))
        {
            await book.Gate.Ask(caller, AccessAction.Export, Subject.Missing(Resource.Figures, Zone.Node, "unknown"), FactBook.Counted);
            return TypedResults.NotFound();
        }
        var (cube, _) = await book.OpenEdition(caller, row, AccessAction.Export);
        var lines = tables.SelectMany(table => YearlyTables.Fill(cube, table).Select(cell => CsvText.Line([table.Id, FactSchema.LetterOf(table.Kind), FactSchema.WordOf(table.Kind), .. FactSchema.All.Select(dimension => table.Dimensions.IndexOf(dimension) is var place and >= 0 ? cell.Codes[place] : ""), cell.Count.ToString(CultureInfo.InvariantCulture)])));
        var text = CsvText.Line(["table", "letter", "kind", .. FactSchema.All.Select(dimension => dimension.Id), "count"]) + string.Concat(lines);
        return TypedResults.File(System.Text.Encoding.UTF8.GetBytes(text), "text/csv; charset=utf-8", $"{scheme}-{year}-{number}.csv");
    }
}
