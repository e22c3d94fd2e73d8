using Entraide.Core.Training;
using Entraide.Node.Guide;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Training;

/// <summary>A training: its days, its parts, what was changed of it and why, its kit.</summary>
public static class OpenTraining
{
    /// <param name="Untranslated">Blocks that have no words in a language, or older ones, by language.</param>
    public sealed record TrainingView(TrainingRow Row, TrainingDesign Design, TrainingWords Words, KitAdaptation? Adaptation, KitRow? Kit, IReadOnlyList<(string Language, int Missing, int Unreviewed)> Untranslated, bool MayChange, bool MayMake, bool MayHold, string? Fault, string Said);

    public static async Task<IResult> Show(Frame frame, Caller caller, string id, TrainingDesk desk, KitShelf shelf, ModuleTexts snapshots, LivingTexts texts) => await Page(frame, caller, await desk.Open(caller, id), shelf, snapshots, texts, null, "");

    internal static async Task<RazorComponentResult<TrainingPage>> Page(Frame frame, Caller caller, TrainingRow row, KitShelf shelf, ModuleTexts snapshots, LivingTexts texts, string? fault, string said)
    {
        var design = row.Design();
        var (text, blocks) = (await snapshots.Snapshot(design.Document), DesignTexts.Of(design).Count());
        var languages = design.Languages.Where(language => language != design.SourceLanguage).Select(language =>
        {
            var words = text?.Translations.Where(one => one.Language == language).ToList() ?? [];
            return (language, blocks - words.Count, words.Count(one => one.State == Core.Text.Blocks.TranslationState.Translated && one.Origin != Core.Text.Blocks.TranslationOrigin.Written));
        }).ToList();
        var ours = row.OrganisationId is not null && row.OrganisationId == caller.OrganisationId;
        var view = new TrainingView(row, design, await TrainingWords.Read(texts, design, frame.Language.Tag), await shelf.AdaptationOf(row), await shelf.Newest(row), languages,
            ours && Policy.MayEver(caller.Role, caller.Purpose, AccessAction.Change, Resource.Training), Policy.MayEver(caller.Role, caller.Purpose, AccessAction.Create, Resource.Training), Policy.MayEver(caller.Role, caller.Purpose, AccessAction.Create, Resource.Delivery), fault, said);
        return new RazorComponentResult<TrainingPage>(new { Frame = frame, View = view }) { StatusCode = fault is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity };
    }

    /// <summary>The facilitator's pack, to print.</summary>
    public static async Task<IResult> Pack(Frame frame, Caller caller, string id, TrainingDesk desk, LivingTexts texts)
    {
        var design = (await desk.Open(caller, id)).Design();
        return new RazorComponentResult<PackPage>(new { Frame = frame, Design = design, Words = await TrainingWords.Read(texts, design, frame.Language.Tag) });
    }

    /// <summary>Why a part was changed.</summary>
    public static async Task<IResult> Explain(Frame frame, Caller caller, string id, IFormCollection form, TrainingDesk desk, Gate gate)
    {
        var row = await desk.Open(caller, id, AccessAction.Change);
        var (part, words) = (form["part"].ToString(), form["words"].ToString().Trim());
        if (part.Length is > 0 and < 100 && words.Length <= Reasons.Longest)
            await gate.Do(caller, AccessAction.Change, row.Subject(), [], async scope =>
            {
                var stored = await scope.Db<TrainingDb>().Trainings.SingleAsync(one => one.RecordId == id);
                stored.Reasons = Reasons.With(stored.Reasons, new AdaptationReason(part, words, form["planned"] != "no"));
                stored.Revision++;
            }, reason: "training-explained");
        return TypedResults.Redirect($"{frame.To($"/trainings/{id}")}#changes");
    }
}

/// <summary>Lets a training out as a kit, and takes a kit back.</summary>
public static class ReleaseKit
{
    public static async Task<IResult> Release(Frame frame, Caller caller, string id, TrainingDesk desk, KitShelf shelf, ModuleTexts snapshots, LivingTexts texts)
    {
        var row = await desk.Open(caller, id, AccessAction.Release);
        try
        {
            await shelf.Release(caller, row, AccessAction.Release, "kit-released");
            return TypedResults.Redirect($"{frame.To($"/trainings/{id}")}#kit");
        }
        catch (KitHeldUpException e)
        {
            return await OpenTraining.Page(frame, caller, row, shelf, snapshots, texts, e.Key, e.Said);
        }
    }

    /// <summary>The kit as a file.</summary>
    public static async Task<IResult> Download(Caller caller, string id, TrainingDesk desk, KitShelf shelf)
    {
        var row = await desk.Open(caller, id, AccessAction.Export);
        return await shelf.Newest(row) is { } kit ? TypedResults.File(kit.File, "application/zip", NameOf(kit)) : TypedResults.NotFound();
    }

    /// <summary>The file of a kit, as it is called when it is taken along.</summary>
    public static string NameOf(KitRow kit) => $"{kit.KitId}-{kit.Release}.kit.zip";

    /// <summary>Says that the newest kit must not be used any more.</summary>
    public static async Task<IResult> Recall(Frame frame, Caller caller, string id, TrainingDesk desk, KitShelf shelf, Gate gate)
    {
        var row = await desk.Open(caller, id, AccessAction.Release);
        if (await shelf.Newest(row) is { } kit)
            await gate.Do(caller, AccessAction.Release, row.Subject(), [], async scope =>
            {
                var rows = scope.Db<TrainingDb>();
                (await rows.Kits.SingleAsync(one => one.Hash == kit.Hash)).State = KitState.Recalled;
                var stored = await rows.Trainings.SingleAsync(one => one.RecordId == id);
                (stored.KitHash, stored.PublishedAt) = ("", null);
                foreach (var counted in await rows.Bundles.Where(one => one.KitHash == kit.Hash && one.State == BundleState.Included).ToListAsync()) (counted.State, counted.Reason) = (BundleState.Excluded, "recalled");
            }, reason: "kit-recalled");
        return TypedResults.Redirect(frame.To($"/trainings/{id}"));
    }
}
