using Entraide.Core.Training;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Sealing;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Training;

/// <summary>What came of a delivery, for whoever held it; and the bundle that goes back to the designer.</summary>
public static class DeliveryResults
{
    /// <summary>Words of somebody, of whom there are at least five.</summary>
    public sealed record Remark(FormKind Form, string Statement, string Code, string Words, bool IsCleared);

    /// <param name="Filter">Dimension and value that were chosen; empty for none.</param>
    public sealed record ResultsView(DeliveryRow Row, Kit Kit, TrainingWords Words, DeliveryFigures Figures, IReadOnlyList<Remark> Remarks, int HiddenRemarks, IReadOnlyDictionary<string, string> Filter);

    public static async Task<IResult> Show(Frame frame, Caller caller, string id, string? profession, string? country, DeliveryBook book)
    {
        var row = await book.Open(caller, id, AccessAction.Open, DeliveryBook.AllOfIt);
        var (kit, figures) = await Figures(row, book);
        var (remarks, hidden) = await Remarks(caller, row, kit, book);
        var filter = new Dictionary<string, string>(StringComparer.Ordinal);
        if (profession?.Length > 0) filter["profession"] = profession;
        if (country?.Length > 0) filter["country"] = country;
        return new RazorComponentResult<ResultsPage>(new { Frame = frame, View = new ResultsView(row, kit, TrainingWords.Of(kit, frame.Language.Tag), figures, remarks, hidden, filter) });
    }

    internal static async Task<(Kit Kit, DeliveryFigures Figures)> Figures(DeliveryRow row, DeliveryBook book)
    {
        var (db, id, kit) = (book.Db, row.RecordId, await book.KitOf(row));
        var answers = await db.Answers.AsNoTracking().Where(one => one.RecordId == id).Select(one => new { one.CodeHash, one.Form, one.Part, one.Language, one.Value }).ToListAsync();
        var sheets = answers.GroupBy(one => (one.CodeHash, one.Form)).Select(sheet => new AnsweredSheet(sheet.Key.CodeHash, sheet.Key.Form, sheet.First().Language, sheet.ToDictionary(one => one.Part, one => one.Value, StringComparer.Ordinal))).ToList();
        var people = await book.People(id);
        return (kit, DeliveryFigures.Of(row, kit.Design, sheets, people, await db.SignIns.AsNoTracking().Where(one => one.DeliveryId == id).ToListAsync(), await db.Held.AsNoTracking().Where(one => one.DeliveryId == id).ToListAsync()));
    }

    // Under five who wrote something, each could be told by the others: nothing is shown, not even to whoever held it.
    private static async Task<(List<Remark> Remarks, int Hidden)> Remarks(Caller caller, DeliveryRow row, Kit kit, DeliveryBook book)
    {
        var asked = kit.Design.Reaction.Concat(kit.Design.Behaviour).Where(one => !one.Scale).Select(one => one.Id).ToHashSet(StringComparer.Ordinal);
        var rows = (await book.Db.Answers.AsNoTracking().Where(one => one.RecordId == row.RecordId && one.Comment != null && (one.Form == FormKind.Reaction || one.Form == FormKind.Behaviour)).ToListAsync()).Where(one => asked.Contains(one.Part)).ToList();
        if (rows.Count == 0) return ([], 0);
        var record = await book.Record(caller, row);
        var (shown, hidden) = (new List<Remark>(), 0);
        foreach (var group in rows.GroupBy(one => (one.Form, one.Part)))
        {
            if (group.Count() < ResultBundle.Threshold) hidden += group.Count();
            else shown.AddRange(group.Select(one => new Remark(one.Form, one.Part, one.CodeHash, record.Open(AnswerRow.CommentColumn, one.Comment!)!, one.IsCleared)).OrderBy(one => one.Words, StringComparer.Ordinal));
        }
        return (shown, hidden);
    }

    /// <summary>Which remarks give nobody away and may leave.</summary>
    public static async Task<IResult> Clear(Frame frame, Caller caller, string id, IFormCollection form, DeliveryBook book)
    {
        var cleared = form["clear"].OfType<string>().ToHashSet(StringComparer.Ordinal);
        await book.Change(caller, id, async (scope, _) =>
        {
            foreach (var one in await scope.Db<TrainingDb>().Answers.Where(one => one.RecordId == id && one.Comment != null).ToListAsync()) one.IsCleared = cleared.Contains($"{one.Part} {one.CodeHash}");
        }, "remarks-cleared", AccessAction.Change, DeliveryBook.AllOfIt);
        return TypedResults.Redirect($"{frame.To($"/deliveries/{id}/results")}#remarks");
    }

    /// <summary>Makes the bundle, signs it, counts it here, and gives it as a file to send back.</summary>
    public static async Task<IResult> Bundle(Frame frame, Caller caller, string id, DeliveryBook book, KeyRing keys, TakeResults results)
    {
        var row = await book.Open(caller, id, AccessAction.Export, DeliveryBook.AllOfIt);
        if (row.State != DeliveryState.Closed) return TypedResults.Redirect(frame.To($"/deliveries/{id}/results"));
        var (kit, figures) = await Figures(row, book);
        var (remarks, _) = await Remarks(caller, row, kit, book);
        var sequence = 0;
        await book.Change(caller, id, (_, stored) =>
        {
            sequence = ++stored.Sequence;
            return Task.CompletedTask;
        }, "results-bundled");
        var file = Make(row, kit, figures, [.. remarks.Where(one => one.IsCleared).Select(one => one.Words)], sequence).Write(keys.Signer);
        await results.Take(Caller.Node(Purpose.Training), file);
        return TypedResults.File(file, "application/json", $"{kit.Design.Id}-{row.Country}-{sequence}.results.json");
    }

    internal static ResultBundle Make(DeliveryRow row, Kit kit, DeliveryFigures figures, IReadOnlyList<string> comments, int sequence)
    {
        var learning = figures.Learning;
        var adaptation = kit.Adaptation;
        return new ResultBundle(
            kit.Name, row.BundleId, sequence, row.Country, DeliveryBook.Day(row.Begins), DeliveryBook.Day(row.Ends), [.. row.Languages.Split(' ')], adaptation?.Label ?? ReplicationLabel.Replication,
            figures.People >= ResultBundle.Threshold ? figures.People : 0,
            [.. figures.Counts.Shown.Where(one => one.Filter.Count == 1).Select(one => new PeopleCount(one.Filter.First().Key, one.Filter.First().Value, one.People))], figures.Fidelity,
            figures.ShowsLearning ? new BundleLearning(learning.Pairs, learning.OnlyBefore, learning.OnlyAfter, figures.Most, learning.MeanBefore, learning.MeanAfter, learning.Gain, learning.Interval?.Low, learning.Interval?.High, learning.IsAtCeiling) : null,
            [.. figures.Items.Select((id, i) => (Id: id, Figures: figures.After.Items.Length > i ? figures.After.Items[i] : null)).Where(one => one.Figures is { Responses: >= ResultBundle.Threshold }).Select(one => new BundleItem(one.Id, one.Figures!.Responses, one.Figures.Facility!.Value, one.Figures.Discrimination))],
            figures.Cells, [.. figures.Reaction.Where(one => one.Mean is not null).Select(one => new BundleReaction(one.Statement, one.Responses, one.Mean!.Value))],
            adaptation?.Changes ?? [], adaptation?.Reasons ?? [], [.. comments]);
    }
}
