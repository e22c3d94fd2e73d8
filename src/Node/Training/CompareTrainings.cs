using Entraide.Core.Statistics;
using Entraide.Core.Training;
using Entraide.Node.Guide;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Training;

/// <summary>Replications of a training side by side: how truly each was held, what was learnt, and which question is harder in one language than it should be.</summary>
public static class CompareTrainings
{
    /// <summary>A question that people of a language answer rightly less often than others who know as much.</summary>
    public sealed record HarderItem(string Item, string Language, int People, double Odds, double Adjusted);

    public sealed record CompareView(TrainingRow Row, TrainingDesign Design, TrainingWords Words, IReadOnlyList<(BundleRow Row, ResultBundle Bundle)> Replications, IReadOnlyList<HarderItem> Harder, bool MayDoubt, string? Said);

    public static async Task<IResult> Show(Frame frame, Caller caller, string id, string? said, TrainingDesk desk, LivingTexts texts)
    {
        var row = await desk.Open(caller, id);
        var design = row.Design();
        var replications = await Replications(desk.Db, row.KitId);
        var view = new CompareView(row, design, await TrainingWords.Read(texts, design, frame.Language.Tag), replications, Harder([.. replications.Select(one => one.Bundle)], design), Policy.MayEver(caller.Role, caller.Purpose, AccessAction.Create, Resource.Training), said is "doubted" or "undoubted" ? $"compare.{said}" : null);
        return new RazorComponentResult<ComparePage>(new { Frame = frame, View = view });
    }

    /// <summary>The results that are counted: of the training, and of copies of it. Those of a copy stand under both.</summary>
    internal static async Task<List<(BundleRow Row, ResultBundle Bundle)>> Replications(TrainingDb db, string kitId) =>
        [.. (await db.Bundles.AsNoTracking().Where(one => one.State == BundleState.Included && (one.KitId == kitId || db.Kits.Any(kit => kit.KitId == kitId && kit.Hash == one.KitHash))).ToListAsync()).Select(one => (one, TakeResults.Of(one))).OrderBy(one => one.Item2.Begins).ThenBy(one => one.Item2.Country, StringComparer.Ordinal)];

    /// <summary>Questions that are harder in one language than among matched peers, over all replications together.</summary>
    public static IReadOnlyList<HarderItem> Harder(IReadOnlyCollection<ResultBundle> bundles, TrainingDesign design)
    {
        var items = design.After.ToList();
        // A copy that asks something else under the same name is another question.
        var cells = bundles.Where(one => one.Label == ReplicationLabel.Replication).SelectMany(one => one.Cells).Where(cell => items.Contains(cell.Item)).Select(cell => new LanguageCell(items.IndexOf(cell.Item), cell.Language, cell.Band, cell.People, cell.Right)).ToList();
        return [.. LanguageBias.FromCells(cells).Where(one => one.IsHarder).Select(one => new HarderItem(items[one.Item], one.Language, one.People, one.Odds!.Value, one.Adjusted))];
    }

    /// <summary>Sends the words of a question in a language back to those who review translations.</summary>
    public static async Task<IResult> Doubt(Frame frame, Caller caller, string id, IFormCollection form, TrainingDesk desk, ModuleTexts texts, Gate gate)
    {
        var row = await desk.Open(caller, id);
        var (item, language, doubted) = (row.Design().Item(form["item"]), form["language"].ToString(), false);
        await gate.Do(caller, AccessAction.Create, row.Subject(), [], async scope =>
        {
            foreach (var block in item is null ? [] : DesignTexts.Item(item).Where(one => !one.Id.EndsWith(".why", StringComparison.Ordinal)))
                doubted |= await texts.Doubt(scope, row.Design().Document, block.Id, language, "harder in this language than among matched peers in trainings that were held");
        }, reason: "translation-doubted");
        texts.LookAgain();
        return TypedResults.Redirect(frame.To($"/trainings/{id}/compare?said={(doubted ? "doubted" : "undoubted")}"));
    }
}
