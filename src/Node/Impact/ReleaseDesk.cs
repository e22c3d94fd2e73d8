using System.Globalization;
using System.Text;
using System.Text.Json;
using Entraide.Core.Disclosure;
using Entraide.Core.Figures;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Sealing;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Impact;

/// <summary>Accuracy by length of combination, as it is kept.</summary>
public sealed record KeptAccuracy(int Length, double MeanCount, double MeanError, double Suppressed, double Fabricated);

/// <summary>What an attacker could learn from a release: tried, not asserted. It knows the truth, so it is sealed.</summary>
/// <param name="Hidden">Counts, or rows, that are not shown.</param>
/// <param name="Recovered">Of the small groups, how many the attacker recovers.</param>
/// <param name="Narrowest">The narrowest range of people that is left to a hidden count; null for the other kinds.</param>
/// <param name="HighestRisk">How likely somebody picks the right row of a person whom she knows to be there; null for the other kinds.</param>
/// <param name="Certain">Classes in which a sensitive value is certain.</param>
/// <param name="Told">How many editions and tables of the year were published when it was made.</param>
/// <param name="Copies">Of the people in the data, the share whose row stands in the release, by chance or not; null for the other kinds.</param>
public sealed record KeptReport(int Rows, int Hidden, int Recovered, double? Narrowest, double? HighestRisk, double? MeanRisk, int Certain, double? Copies, List<KeptAccuracy> Accuracy, int Told = 0);

/// <summary>The release desk: data of a year made safe, the attack on it looked at, then published; what was spent of privacy adds up.</summary>
public static class ReleaseDesk
{
    /// <summary>The ε of all synthetic releases of one year's people together, at <see cref="PrivateReleaseOptions.UsualDelta"/>; fixed here, in public, and in no form.</summary>
    public const double Budget = 12;

    public sealed record ReleasesView(IReadOnlyList<ReleaseRow> Releases, IReadOnlyList<int> Years, IReadOnlyList<(int Year, double Spent, double Left)> Budgets, string? Fault, string Said);

    public sealed record ReleaseView(ReleaseRow Row, KeptReport Report, IReadOnlyList<string> FirstLines, PrivacyBudget Budget);

    private static readonly FactDimension[] Columns = [FactSchema.Sex, FactSchema.Age, FactSchema.Citizenship, FactSchema.From, FactSchema.In, FactSchema.Form];

    // The quasi-identifiers of anonymised rows, each with the hierarchy by which it may be told less exactly.
    private static readonly (FactDimension Dimension, Func<string, string[]> Levels)[] Quasi =
    [
        (FactSchema.Sex, code => [code, Hierarchy.Top]), (FactSchema.Age, code => [code, Hierarchy.Top]), (FactSchema.Citizenship, code => [code, code is "own" or "other-eu" ? "eu-or-own" : code, Hierarchy.Top]),
        (FactSchema.From, region => [region, Hierarchy.Top]), (FactSchema.In, region => [region, Hierarchy.Top]),
    ];

    /// <summary>The word of a kind in names of files.</summary>
    public static string WordOf(ReleaseKind kind) => kind switch { ReleaseKind.Tables => "tables", ReleaseKind.Anonymised => "anonymised", _ => "synthetic" };

    public static Task<IResult> Show(Frame frame, Caller caller, FactBook book) => Page(frame, caller, book, null, "");

    private static async Task<IResult> Page(Frame frame, Caller caller, FactBook book, string? fault, string said)
    {
        await book.Gate.Ask(caller, AccessAction.List, FactBook.AllOf(Resource.Release, caller));
        var rows = await book.Db.Releases.AsNoTracking().OrderByDescending(one => one.At).Take(200).ToListAsync();
        var years = await book.Db.Editions.AsNoTracking().Select(one => one.Year).Distinct().OrderByDescending(one => one).ToListAsync();
        var budgets = new List<(int, double, double)>();
        foreach (var year in years)
            if (await BudgetOf(book, year) is { Spent.Length: > 0 } budget) budgets.Add((year, budget.EpsilonSpent, LeftOf(budget)));
        return new RazorComponentResult<ReleasesPage>(new { Frame = frame, View = new ReleasesView(rows, years, budgets, fault, said) }) { StatusCode = fault is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity };
    }

    // Drafts spend too: whoever looked at one has seen noise that a second draft would average out.
    private static async Task<PrivacyBudget> BudgetOf(FactBook book, int year) =>
        PrivacyBudget.Of($"{year}", Budget, PrivateReleaseOptions.UsualDelta, (await book.Db.Releases.AsNoTracking().Where(one => one.Year == year && one.Loss > 0).OrderBy(one => one.At).ToListAsync()).Select(one => new SpentLoss(one.RecordId, DateOnly.FromDateTime(one.At.UtcDateTime), one.Loss)));

    // Down, so that what she reads is what she may spend.
    private static double LeftOf(PrivacyBudget budget) => Math.Floor(budget.EpsilonLeft * 100) / 100;

    public static async Task<IResult> Build(Frame frame, Caller caller, IFormCollection form, FactBook book, CancellationToken stop)
    {
        await book.Gate.Ask(caller, AccessAction.Create, FactBook.AllOf(Resource.Release, caller), FactBook.Counted);
        if (!int.TryParse(form["year"], NumberStyles.None, CultureInfo.InvariantCulture, out var year)) return await Page(frame, caller, book, "contributions.fault.year", "");
        if (!Enum.TryParse<ReleaseKind>(form["kind"], out var kind) || !Enum.IsDefined(kind)) return await Page(frame, caller, book, "releases.fault.kind", "");
        var editions = await book.Editions(year);
        if (editions is not [var edition, ..]) return await Page(frame, caller, book, "releases.fault.edition", "");
        var rows = PublishFigures.Rows((await book.OpenEdition(caller, edition)).Cube, FactKind.Victim, Columns);
        if (rows.RowCount == 0) return await Page(frame, caller, book, "releases.fault.none", "");
        string[] by = [.. PublishFigures.Together.Select(one => one.Id).Where(one => form["by"].Contains(one))];
        if (kind == ReleaseKind.Tables && by.Length == 0) return await Page(frame, caller, book, "releases.fault.by", "");
        // A comma is how most of our languages write a fraction.
        var epsilon = double.TryParse(form["epsilon"].ToString().Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var entered) ? entered : 0;
        if (kind == ReleaseKind.Synthetic && epsilon is not >= PrivateReleaseOptions.LeastEpsilon) return await Page(frame, caller, book, "releases.fault.epsilon", "");
        try
        {
            var (content, report, settings, loss) = kind switch
            {
                ReleaseKind.Tables => Tables(rows, by, await book.Told(year), stop),
                ReleaseKind.Anonymised => Anonymised(rows, int.TryParse(form["k"], out var k) ? k : 0, stop),
                _ => Synthetic(rows, epsilon, await BudgetOf(book, year), stop),
            };
            return TypedResults.Redirect(frame.To($"/releases/{await Keep(caller, book, kind, year, content, report, $"edition={edition.Number};{settings}", loss)}"));
        }
        catch (DisclosureException) when (kind == ReleaseKind.Synthetic)
        {
            return await Page(frame, caller, book, "releases.fault.budget", LeftOf(await BudgetOf(book, year)).ToString(CultureInfo.InvariantCulture));
        }
        catch (DisclosureException) when (kind == ReleaseKind.Anonymised)
        {
            return await Page(frame, caller, book, "releases.fault.k", "");
        }
    }

    private static async Task<string> Keep(Caller caller, FactBook book, ReleaseKind kind, int year, string content, KeptReport report, string settings, double loss)
    {
        var id = PlatformDb.NewId();
        await book.Gate.Do(caller, AccessAction.Create, new Subject(Resource.Release, Zone.Node, id, caller.OrganisationId ?? "none"), FactBook.Counted, async scope =>
        {
            var (record, rows) = (scope.NewRecord(), scope.Db<ImpactDb>());
            // Looked at again within the transaction: two who build at once do not both spend the rest.
            if (loss > 0) _ = PrivacyBudget.Of($"{year}", Budget, PrivateReleaseOptions.UsualDelta, (await rows.Releases.Where(one => one.Year == year && one.Loss > 0).ToListAsync()).Select(one => new SpentLoss(one.RecordId, default, one.Loss))).Spend(id, default, loss);
            rows.Releases.Add(new ReleaseRow
            {
                RecordId = id, OrganisationId = caller.OrganisationId ?? "none", Kind = kind, Year = year, Settings = settings, At = book.Now, Loss = loss, Published = [],
                Content = record.Seal(ReleaseRow.ContentColumn, content), Report = record.Seal(ReleaseRow.ReportColumn, JsonSerializer.SerializeToUtf8Bytes(report)),
            });
        }, reason: "release-built");
        return id;
    }

    private static (string, KeptReport, string, double) Tables(Microdata rows, string[] by, ShownCounts told, CancellationToken stop)
    {
        var made = SafeTables.Protect(rows, by, PublishFigures.Threshold, PublishFigures.Round, told.Filters, PublishFigures.Categories, null, stop);
        var tables = made.With(cell => told.Steady(cell.Filter, cell.Shown));
        // The figures of an earlier edition fit no table of this one's people: the attacker has this one's where they are shown.
        var (recovered, narrowest) = TableAttack.Outcome(TableAttack.On([.. made.Cells.Zip(tables.Cells, (cell, shown) => shown.Shown is null ? shown : cell)], tables.RoundedTo, stop), tables.Threshold);
        var report = new KeptReport(rows.RowCount, tables.Cells.Count(cell => cell.Shown is null), recovered, narrowest, null, null, 0, null, [], told.Publications);
        return (ReleaseText.Csv(tables), report, $"by={string.Join(',', by)};threshold={tables.Threshold};round={tables.RoundedTo}", 0);
    }

    private static (string, KeptReport, string, double) Anonymised(Microdata rows, int k, CancellationToken stop)
    {
        // No smaller a group than any table shows.
        if (k < PublishFigures.Threshold) throw new DisclosureException($"k is {k}. Choose {PublishFigures.Threshold} or more.");
        var model = new PrivacyModel(k, new DistinctDiversity(FactSchema.Form.Id, 2));
        Hierarchy[] hierarchies = [.. Quasi.Select(one => Hierarchy.Of(one.Dimension.Id, [.. (one.Dimension.IsCountry ? [.. WorldRegions.All, FactDimension.Unknown] : one.Dimension.Codes).Select(code => (IReadOnlyList<string>)one.Levels(code))]))];
        var result = Anonymiser.Find(rows, hierarchies, model, 0.05, LossMeasure.Loss, null, stop);
        var risk = ReidentificationRisk.Of(result.Release, [.. Quasi.Select(one => one.Dimension.Id)], FactSchema.Form.Id);
        return (CsvText.Of(result.Release), new KeptReport(rows.RowCount, result.Suppressed, 0, null, risk.Highest, risk.Mean, risk.Certain.Length, null, []), $"k={k};l=2;suppress=5", 0);
    }

    private static (string, KeptReport, string, double) Synthetic(Microdata rows, double epsilon, PrivacyBudget budget, CancellationToken stop)
    {
        var options = new PrivateReleaseOptions(epsilon);
        // Refused before anything is drawn.
        _ = budget.Spend("this release", default, PrivateMarginals.LossOf(options, areRangesFixed: true).Rho);
        var bits = new SystemBits();
        ColumnRange[] ranges = [.. rows.Columns.Select(column => ColumnRange.Of(column.Name, PublishFigures.Categories[column.Name]))];
        var marginals = PrivateMarginals.Of(rows, ranges, options, bits, stop);
        var drawn = SyntheticRows.Draw(marginals, bits, null, stop);
        var published = Enumerable.Range(0, drawn.RowCount).Select(row => string.Join(',', drawn.Columns.Select(column => column[row]))).ToHashSet(StringComparer.Ordinal);
        var copies = (double)Enumerable.Range(0, rows.RowCount).Count(row => published.Contains(string.Join(',', rows.Columns.Select(column => column[row])))) / rows.RowCount;
        var accuracy = AccuracyReport.Of(rows, drawn, options.Length).Select(one => new KeptAccuracy(one.Length, one.MeanCount, one.MeanError, one.Suppressed, one.Fabricated)).ToList();
        return (CsvText.Of(drawn), new KeptReport(rows.RowCount, 0, 0, null, null, null, 0, copies, accuracy), $"ε={epsilon.ToString(CultureInfo.InvariantCulture)};δ=1e-6;length={options.Length}", marginals.Rho);
    }

    public static async Task<IResult> Open(Frame frame, Caller caller, string id, FactBook book, KeyRing keys, PlatformDb platform)
    {
        var (row, record) = await Read(caller, id, book, keys, platform);
        var lines = Encoding.UTF8.GetString(record.OpenBytes(ReleaseRow.ContentColumn, row.Content)!).Split('\n').Take(12).ToList();
        var view = new ReleaseView(row, JsonSerializer.Deserialize<KeptReport>(record.OpenBytes(ReleaseRow.ReportColumn, row.Report)!)!, lines, await BudgetOf(book, row.Year));
        return new RazorComponentResult<ReleasePage>(new { Frame = frame, View = view });
    }

    private static async Task<(ReleaseRow Row, OpenRecord Record)> Read(Caller caller, string id, FactBook book, KeyRing keys, PlatformDb platform)
    {
        var row = await book.Db.Releases.AsNoTracking().SingleOrDefaultAsync(one => one.RecordId == id);
        return (row!, await keys.Open(await book.Gate.Ask(caller, AccessAction.Open, row?.Subject() ?? Subject.Missing(Resource.Release, Zone.Node, id), FactBook.Counted), platform));
    }

    public static async Task<IResult> Publish(Frame frame, Caller caller, string id, FactBook book, KeyRing keys, PlatformDb platform)
    {
        var (row, record) = await Read(caller, id, book, keys, platform);
        var content = record.OpenBytes(ReleaseRow.ContentColumn, row.Content)!;
        var known = JsonSerializer.Deserialize<KeptReport>(record.OpenBytes(ReleaseRow.ReportColumn, row.Report)!)!.Told;
        try
        {
            await book.Gate.Do(caller, AccessAction.Release, row.Subject(), FactBook.Counted, async scope =>
            {
                var rows = scope.Db<ImpactDb>();
                if (row.Kind == ReleaseKind.Tables) await FactBook.KnowsAll(rows, row.Year, known);
                // Two of them, each safe, are not safe together: classes that overlap are taken apart.
                if (row.Kind == ReleaseKind.Anonymised && await rows.Releases.AnyAsync(one => one.Year == row.Year && one.Kind == ReleaseKind.Anonymised && one.PublishedAt != null)) throw new OvertakenException("releases.fault.once");
                var stored = await rows.Releases.SingleOrDefaultAsync(one => one.RecordId == id) ?? throw new NotThereException();
                (stored.PublishedAt, stored.Published) = (book.Now, content);
            }, reason: "release-published");
        }
        catch (OvertakenException e)
        {
            return await Page(frame, caller, book, e.Fault, "");
        }
        return TypedResults.Redirect(frame.To("/figures"));
    }
}
