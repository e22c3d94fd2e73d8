using System.Globalization;
using System.Text.Json;
using Entraide.Core.Estimation;
using Entraide.Core.Text;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Sealing;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Impact;

/// <summary>One line of an estimate as it is kept: a method, or a list left out.</summary>
public sealed record KeptAlternative(string Method, string? Without, double? Population, double? Low, double? High, string? Refusal);

/// <summary>A note, with the lists and the number that it names.</summary>
public sealed record KeptNote(string Warning, List<string> Lists, double? Value);

/// <summary>How many stand on both lists of a pair; null for "fewer than five" where everybody reads it.</summary>
public sealed record KeptOverlap(string Lists, int? People);

/// <summary>An estimate as it is kept and shown, in no language.</summary>
public sealed record KeptEstimate(int Observed, List<string> Lists, string Method, double? Population, double? Low, double? High, double? LowError, double? HighError, string Interval, double Lowest, double Highest, List<string> Model, List<KeptNote> Notes, List<KeptAlternative> Alternatives, List<KeptOverlap> Overlaps, string Seed, int Replicates)
{
    /// <summary>Overlaps of fewer people are not told to everybody.</summary>
    public const int SmallOverlap = 5;

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web);

    public static KeptEstimate Read(byte[] bytes) => JsonSerializer.Deserialize<KeptEstimate>(bytes, JsonSerializerOptions.Web)!;

    public static KeptEstimate Of(PopulationEstimate estimate) => new(estimate.Table.Observed, [.. estimate.Table.Lists], EstimateText.WordOf(estimate.Options.Method), Finite(estimate.Population), Finite(estimate.Interval.Low), Finite(estimate.Interval.High), Finite(estimate.Interval.LowError), Finite(estimate.Interval.HighError), EstimateText.WordOf(estimate.Kind), estimate.Lowest, estimate.Highest,
        [.. estimate.Model?.Interactions.Select(term => string.Join(':', estimate.Table.Names(term))) ?? []], [.. estimate.Notes.Select(note => new KeptNote(note.Warning.ToString(), [.. note.Lists], note.Value))],
        [.. estimate.Alternatives.Select(one => new KeptAlternative(EstimateText.WordOf(one.Method), one.Without, Finite(one.Population), Finite(one.Low), Finite(one.High), one.Refusal?.ToString()))],
        [.. estimate.Table.Overlaps.Select(pair => new KeptOverlap(string.Join(':', estimate.Table.Names(pair.Lists)), pair.Count))], estimate.Options.Seed.ToString(CultureInfo.InvariantCulture), estimate.Kind == IntervalKind.BiasCorrectedAccelerated ? estimate.Options.Replicates : 0);

    private static bool IsSmall(KeptOverlap pair) => pair.People is > 0 and < SmallOverlap;

    /// <summary>Whether everybody may read it: of two lists with a small overlap, any estimate tells the overlap.</summary>
    public bool MayBeTold => Lists.Count > 2 || !Overlaps.Exists(IsSmall);

    /// <summary>
    /// For everybody: without overlaps so small that they tell of people, and every figure in three digits. The last digits of an
    /// estimate say nothing of the world, but whoever tries all small overlaps finds by them which were there. Two lists alone tell
    /// their overlap whatever the digits (N is the product of their sizes by it), so what is worked out of such two is left out.
    /// </summary>
    public KeptEstimate ForEverybody()
    {
        bool TellsOverlap(KeptAlternative one) => one.Without is not null && Lists.Count == 3 && Overlaps.Exists(pair => IsSmall(pair) && !pair.Lists.Split(':').Contains(one.Without));
        KeptAlternative[] told = [.. Alternatives.Where(one => !TellsOverlap(one))];
        // The range is the whole one, of all models that were tried; but an extreme that is left out must not stand there.
        double[] figures = [.. told.Select(one => one.Population).Append(Population).OfType<double>().DefaultIfEmpty(Observed)];
        bool IsLeftOut(double extreme) => Alternatives.Except(told).Any(one => one.Population == extreme);
        var (lowest, highest) = (IsLeftOut(Lowest) ? figures.Min() : Lowest, IsLeftOut(Highest) ? figures.Max() : Highest);
        return this with
        {
            Population = Rounded(Population), Low = Rounded(Low), High = Rounded(High), LowError = Rounded(LowError), HighError = Rounded(HighError),
            Lowest = Rounded(lowest)!.Value, Highest = Rounded(highest)!.Value,
            Alternatives = [.. told.Select(one => one with { Population = Rounded(one.Population), Low = Rounded(one.Low), High = Rounded(one.High) })],
            Overlaps = [.. Overlaps.Select(one => IsSmall(one) ? one with { People = null } : one)],
            // Notes that count who stands on several lists count what is hidden.
            Notes = [.. Notes.Where(note => !(Overlaps.Exists(IsSmall) && note.Warning is nameof(EstimationWarning.FewOverlaps) or nameof(EstimationWarning.OneOverlappingHistory) or nameof(EstimationWarning.OneOverlappingPair))).Select(note => note with { Value = Rounded(note.Warning == nameof(EstimationWarning.NotStable) && told.Length < Alternatives.Count ? highest / lowest : note.Value) })],
        };
    }

    private static double? Rounded(double? value) => value is { } number ? double.Parse(number.ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : null;

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}

/// <summary>The researcher's desk: a hidden population from overlapping lists, with its whole range.</summary>
public static class EstimationDesk
{
    public const int LargestFile = 256 * 1024;

    private const int LongestTitle = 200;

    public sealed record EstimatesView(IReadOnlyList<(EstimateRow Row, KeptEstimate Result)> Estimates, string? Fault, string Said);

    public sealed record OneView(EstimateRow Row, KeptEstimate Result, bool MayPublish);

    public static Task<IResult> Show(Frame frame, Caller caller, FactBook book, KeyRing keys, PlatformDb platform) => Page(frame, caller, book, keys, platform, null, "");

    private static async Task<IResult> Page(Frame frame, Caller caller, FactBook book, KeyRing keys, PlatformDb platform, string? fault, string said)
    {
        await book.Gate.Ask(caller, AccessAction.List, FactBook.AllOf(Resource.Estimate, caller));
        var rows = await book.Db.Estimates.AsNoTracking().Where(one => one.OrganisationId == caller.OrganisationId).OrderByDescending(one => one.At).Take(100).ToListAsync();
        var listed = new List<(EstimateRow, KeptEstimate)>();
        if (rows.Count > 0)
        {
            var tickets = await book.Gate.AskForAll(caller, AccessAction.Open, FactBook.AllOf(Resource.Estimate, caller), [.. rows.Select(row => row.Subject())], FactBook.Counted);
            foreach (var (row, record) in rows.Zip(await keys.OpenAll(tickets, platform)))
                if (record is not null) listed.Add((row, KeptEstimate.Read(record.OpenBytes(EstimateRow.ResultColumn, row.Result)!)));
        }
        return new RazorComponentResult<EstimatesPage>(new { Frame = frame, View = new EstimatesView(listed, fault, said) }) { StatusCode = fault is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity };
    }

    public static async Task<IResult> Make(Frame frame, Caller caller, IFormCollection form, FactBook book, KeyRing keys, PlatformDb platform, CancellationToken stop)
    {
        await book.Gate.Ask(caller, AccessAction.Create, FactBook.AllOf(Resource.Estimate, caller), FactBook.Counted);
        var title = form["title"].ToString().Trim();
        if (title.Length is 0 or > LongestTitle) return await Page(frame, caller, book, keys, platform, "estimates.fault.title", "");
        if (form.Files is not [var file] || file.Length > LargestFile) return await Page(frame, caller, book, keys, platform, "contributions.fault.file", "");
        if (!EstimateText.Methods.TryGetValue(form["method"].ToString(), out var method)) return await Page(frame, caller, book, keys, platform, "estimates.fault.method", "");
        try
        {
            await using var stream = file.OpenReadStream();
            var (table, _) = CaptureFile.Read(CsvRows.Read(stream, frame.Say["contributions.the-file"]), frame.Say["contributions.the-file"]);
            var id = await Keep(caller, book, title, table, Options(method, table.Lists.Length, form["seed"]), stop);
            return TypedResults.Redirect(frame.To($"/estimates/{id}"));
        }
        catch (EstimationException e)
        {
            return await Page(frame, caller, book, keys, platform, "estimates.fault.refused", $"{frame.Say["estimate.refusal." + e.Refusal]}. {(frame.Language == Language.English ? e.Message : "")}");
        }
        catch (FileRefusedException e)
        {
            return await Page(frame, caller, book, keys, platform, "estimates.fault.refused", e.Say(frame.Say));
        }
    }

    // More lists make each resampled table dearer: with many, fewer are drawn, and the error of the limits says what that costs.
    private static EstimationOptions Options(EstimationMethod method, int lists, string? seed) =>
        new(method, Replicates: lists <= 8 && method != EstimationMethod.BayesianInformation ? Bootstrap.UsualReplicates : 1000, Seed: ulong.TryParse(seed, NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : 1);

    /// <summary>Estimates and keeps it, with its lists sealed.</summary>
    internal static async Task<string> Keep(Caller caller, FactBook book, string title, CaptureTable table, EstimationOptions options, CancellationToken stop)
    {
        var result = KeptEstimate.Of(Estimator.Estimate(table, options, null, stop));
        var id = PlatformDb.NewId();
        var csv = CsvText.Line([.. table.Lists, "count"]) + string.Concat(table.Seen.Select(one => CsvText.Line([.. table.Lists.Select((_, list) => $"{one.Lists >> list & 1}"), $"{one.Count}"])));
        await book.Gate.Do(caller, AccessAction.Create, new Subject(Resource.Estimate, Zone.Node, id, caller.OrganisationId ?? "none"), FactBook.Counted, scope =>
        {
            var record = scope.NewRecord();
            scope.Db<ImpactDb>().Estimates.Add(new EstimateRow
            {
                RecordId = id, OrganisationId = caller.OrganisationId ?? "none", Title = title, At = book.Now, Table = record.Seal(EstimateRow.TableColumn, csv), Result = record.Seal(EstimateRow.ResultColumn, result.Write()), Published = [],
                Options = $"--method {EstimateText.WordOf(options.Method)} --threshold {options.Threshold.ToString(CultureInfo.InvariantCulture)} --max-order {options.MaxOrder} --bootstrap {options.Replicates} --seed {options.Seed}",
            });
            return Task.CompletedTask;
        }, reason: "estimate-made");
        return id;
    }

    public static async Task<IResult> Open(Frame frame, Caller caller, string id, FactBook book, KeyRing keys, PlatformDb platform)
    {
        var (row, result, _) = await Read(caller, id, book, keys, platform);
        return new RazorComponentResult<EstimatePage>(new { Frame = frame, View = new OneView(row, result, Policy.MayEver(caller.Role, caller.Purpose, AccessAction.Release, Resource.Estimate)) });
    }

    /// <summary>The lists, for whoever may open the estimate: with the options, anybody makes the same of them.</summary>
    public static async Task<IResult> Table(Caller caller, string id, FactBook book, KeyRing keys, PlatformDb platform)
    {
        var (row, _, record) = await Read(caller, id, book, keys, platform);
        return TypedResults.File(record.OpenBytes(EstimateRow.TableColumn, row.Table)!, "text/csv; charset=utf-8", $"lists-{row.RecordId[..8]}.csv");
    }

    private static async Task<(EstimateRow Row, KeptEstimate Result, OpenRecord Record)> Read(Caller caller, string id, FactBook book, KeyRing keys, PlatformDb platform)
    {
        var row = await book.Db.Estimates.AsNoTracking().SingleOrDefaultAsync(one => one.RecordId == id);
        var record = await keys.Open(await book.Gate.Ask(caller, AccessAction.Open, row?.Subject() ?? Subject.Missing(Resource.Estimate, Zone.Node, id), FactBook.Counted), platform);
        return (row!, KeptEstimate.Read(record.OpenBytes(EstimateRow.ResultColumn, row!.Result)!), record);
    }

    public static async Task<IResult> Publish(Frame frame, Caller caller, string id, FactBook book, KeyRing keys, PlatformDb platform)
    {
        var (row, result, _) = await Read(caller, id, book, keys, platform);
        // The page says why there is no button; who sends the form all the same is told again.
        if (!result.MayBeTold) return TypedResults.Redirect(frame.To($"/estimates/{id}"));
        await book.Gate.Do(caller, AccessAction.Release, row.Subject(), FactBook.Counted, async scope =>
        {
            var stored = await scope.Db<ImpactDb>().Estimates.SingleOrDefaultAsync(one => one.RecordId == id) ?? throw new NotThereException();
            (stored.PublishedAt, stored.Published) = (book.Now, result.ForEverybody().Write());
        }, reason: "estimate-published");
        return TypedResults.Redirect(frame.To("/figures"));
    }
}
