using System.Globalization;
using System.Text;
using Entraide.Core.Figures;
using Entraide.Core.Text;
using Entraide.Node.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Impact;

/// <summary>What everybody may read: the figures of a year with notes on their quality, releases, and estimates with their range.</summary>
public static class ShowFigures
{
    /// <param name="Year">The year that is shown; null where none was published.</param>
    public sealed record FiguresView(PublicYear? Year, IReadOnlyList<int> Years, IReadOnlyList<ListedRelease> Releases, IReadOnlyList<EstimateRow> Estimates);

    /// <summary>A release as it is listed, without what it holds.</summary>
    public sealed record ListedRelease(string RecordId, ReleaseKind Kind, int Year, string Settings);

    public static Task<IResult> Newest(Frame frame, ImpactDb db) => Page(frame, db, null);

    public static Task<IResult> Show(Frame frame, int year, ImpactDb db) => Page(frame, db, year);

    private static async Task<IResult> Page(Frame frame, ImpactDb db, int? year)
    {
        var years = await db.Editions.AsNoTracking().Where(one => one.PublishedAt != null).Select(one => one.Year).Distinct().OrderByDescending(one => one).ToListAsync();
        var shown = year ?? years.FirstOrDefault();
        if (year is not null && !years.Contains(shown)) return TypedResults.NotFound();
        var releases = await db.Releases.AsNoTracking().Where(one => one.PublishedAt != null).OrderByDescending(one => one.PublishedAt).Take(100).Select(one => new ListedRelease(one.RecordId, one.Kind, one.Year, one.Settings)).ToListAsync();
        var estimates = await db.Estimates.AsNoTracking().Where(one => one.PublishedAt != null).OrderByDescending(one => one.PublishedAt).Take(20).ToListAsync();
        return new RazorComponentResult<FiguresPage>(new { Frame = frame, View = new FiguresView(await Find(db, shown), years, releases, estimates) });
    }

    private static async Task<PublicYear?> Find(ImpactDb db, int year) =>
        await db.Editions.AsNoTracking().Where(one => one.Year == year && one.PublishedAt != null).OrderByDescending(one => one.Number).FirstOrDefaultAsync() is { } row ? PublicYear.Read(row.Published) : null;

    /// <summary>The tables of a year as one file.</summary>
    public static async Task<IResult> Csv(int year, ImpactDb db)
    {
        if (await Find(db, year) is not { } found) return TypedResults.NotFound();
        var lines = found.Tables.SelectMany(table => table.Cells.Select(cell => CsvText.Line([table.Id, table.Kind, .. FactSchema.All.Select(dimension => table.Dimensions.Contains(dimension.Id) ? cell.Codes.GetValueOrDefault(dimension.Id, "*") : ""), cell.Count?.ToString(CultureInfo.InvariantCulture) ?? ""])));
        return TypedResults.File(Encoding.UTF8.GetBytes(CsvText.Line(["table", "kind", .. FactSchema.All.Select(dimension => dimension.Id), "count"]) + string.Concat(lines)), "text/csv; charset=utf-8", $"figures-{year}.csv");
    }

    public static async Task<IResult> Json(int year, ImpactDb db) => await Find(db, year) is { } found ? TypedResults.Bytes(found.Write(), "application/json") : TypedResults.NotFound();

    /// <summary>The counts of victims of a year in the case data standard.</summary>
    public static async Task<IResult> Htcds(int year, ImpactDb db) => await Find(db, year) is { } found
        ? TypedResults.Bytes(HtcdsAggregates.Write(year, found.Tables.Where(table => table.Kind == FactSchema.WordOf(FactKind.Victim)).SelectMany(table => table.Cells).Select(cell => ((IReadOnlyDictionary<string, string>)cell.Codes, cell.Count))).ToArray(), "application/json") : TypedResults.NotFound();

    /// <summary>What every column and code of the files means, in a language.</summary>
    public static IResult Dictionary(Frame frame)
    {
        var (say, to) = (frame.Say, new CanonicalJson().Open('{'));
        to.Name("language").Value(frame.Language.Tag).Name("count").Value(say["figures.dictionary.count"]).Name("margin").Value(say["figures.dictionary.margin"]).Name("kind").Open('{');
        foreach (var kind in Enum.GetValues<FactKind>()) to.Name(FactSchema.WordOf(kind)).Value($"{say["figure.kind." + FactSchema.WordOf(kind)]} (2011/36/EU art. 19a(2)({FactSchema.LetterOf(kind)}))");
        to.Close('}').Name("dimensions").Open('{');
        foreach (var dimension in FactSchema.All)
        {
            to.Name(dimension.Id).Open('{').Name("means").Value(say["figure." + dimension.Id]).Name("codes").Open('{');
            foreach (var (code, text) in dimension.IsCountry ? WorldRegions.All.Append(FactDimension.Unknown).Select(region => (region, say["region." + region])) : dimension.Codes.Select(code => (code, say[$"figure.{dimension.Id}.{code}"]))) to.Name(code).Value(text);
            to.Close('}').Close('}');
        }
        return TypedResults.Bytes(to.Close('}').Close('}').Bytes.ToArray(), "application/json");
    }

    public static async Task<IResult> Release(string id, ImpactDb db) => await Released(db, id) is { } row ? TypedResults.File(row.Published, "text/csv; charset=utf-8", NameOf(row) + ".csv") : TypedResults.NotFound();

    /// <summary>The same in the form that the field exchanges: rows under the columns of the global data hub, counts in the case data standard.</summary>
    public static async Task<IResult> InStandard(string id, ImpactDb db)
    {
        if (await Released(db, id) is not { } row) return TypedResults.NotFound();
        if (row.Kind == ReleaseKind.Tables) return TypedResults.File(HtcdsAggregates.Write(row.Year, ReleaseText.Counts(row.Published)).ToArray(), "application/json", NameOf(row) + "-htcds.json");
        var (columns, rows) = CsvRows.Read(new MemoryStream(row.Published), "release");
        var lines = rows.Select(one => CsvText.Line(CtdcColumns.Row(row.Year, columns.Zip(one.Cells).ToDictionary(cell => cell.First, cell => cell.Second, StringComparer.Ordinal))));
        return TypedResults.File(Encoding.UTF8.GetBytes(CsvText.Line(CtdcColumns.All) + string.Concat(lines)), "text/csv; charset=utf-8", NameOf(row) + "-ctdc.csv");
    }

    /// <summary>What <see cref="InStandard"/> gives for a kind, as the field calls it.</summary>
    public static string StandardOf(ReleaseKind kind) => kind == ReleaseKind.Tables ? "HTCDS" : "CTDC";

    private static Task<ReleaseRow?> Released(ImpactDb db, string id) => db.Releases.AsNoTracking().SingleOrDefaultAsync(one => one.RecordId == id && one.PublishedAt != null);

    private static string NameOf(ReleaseRow row) => $"{ReleaseDesk.WordOf(row.Kind)}-{row.Year}-{row.RecordId[..8]}";

    public static async Task<IResult> Estimate(string id, ImpactDb db) => await db.Estimates.AsNoTracking().SingleOrDefaultAsync(one => one.RecordId == id && one.PublishedAt != null) is { } row
        ? TypedResults.Bytes(row.Published, "application/json") : TypedResults.NotFound();
}
