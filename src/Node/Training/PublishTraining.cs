using Entraide.Core.Text;
using Entraide.Core.Training;
using Entraide.Node.Guide;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Training;

/// <summary>Publishes a training that was held: its design, what was learnt, and the kit, so that others can replicate it.</summary>
public static class PublishTraining
{
    /// <summary>In letters.</summary>
    public const int LongestLessons = 8000;

    /// <param name="Held">Replications whose results are counted.</param>
    public sealed record PublishedView(TrainingRow Row, Kit Kit, KitRow File, TrainingWords Words, int Held);

    /// <summary>One step: the lessons are kept, the next release of the kit is made with them, and the page is there. Where the kit cannot be made, the lessons stay and nothing is published.</summary>
    public static async Task<IResult> Publish(Frame frame, Caller caller, string id, IFormCollection form, TrainingDesk desk, KitShelf shelf, ModuleTexts snapshots, LivingTexts texts, Gate gate)
    {
        var row = await desk.Open(caller, id, AccessAction.Release);
        if (form["withdraw"] == "yes")
        {
            await Mark(caller, row, gate, stored => stored.PublishedAt = null, "training-withdrawn");
            return TypedResults.Redirect(frame.To($"/trainings/{id}"));
        }
        var (lessons, language) = (form["lessons"].ToString().Trim(), Language.Find(form["written"])?.Tag ?? frame.Language.Tag);
        if (lessons.Length is 0 or > LongestLessons) return await OpenTraining.Page(frame, caller, row, shelf, snapshots, texts, "publish.fault.lessons", "");
        try
        {
            await Mark(caller, row, gate, stored => (stored.Lessons, stored.LessonsLanguage) = (lessons, language), "lessons-written");
            row = await desk.Open(caller, id, AccessAction.Release);
            await shelf.Release(caller, row, AccessAction.Release, "kit-released");
            await Mark(caller, row, gate, stored => stored.PublishedAt = shelf.Now, "training-published");
            return TypedResults.Redirect(frame.To($"/published/{row.KitId}"));
        }
        catch (KitHeldUpException e)
        {
            return await OpenTraining.Page(frame, caller, row, shelf, snapshots, texts, e.Key, e.Said);
        }
    }

    private static Task<AccessTicket> Mark(Caller caller, TrainingRow row, Gate gate, Action<TrainingRow> change, string reason) =>
        gate.Do(caller, AccessAction.Release, row.Subject(), [], async scope => change(await scope.Db<TrainingDb>().Trainings.SingleAsync(one => one.RecordId == row.RecordId)), reason: reason);

    /// <summary>All that are published here, for everybody.</summary>
    public static async Task<IResult> List(Frame frame, KitShelf shelf, LivingTexts texts)
    {
        var published = await shelf.Db.Trainings.AsNoTracking().Where(one => one.PublishedAt != null && one.KitHash != "").OrderByDescending(one => one.PublishedAt).Take(200).ToListAsync();
        var listed = new List<(TrainingRow Row, TrainingDesign Design, TrainingWords Words)>();
        foreach (var row in published) listed.Add((row, row.Design(), await TrainingWords.Read(texts, row.Design(), frame.Language.Tag)));
        return new RazorComponentResult<PublishedListPage>(new { Frame = frame, Listed = listed });
    }

    public static async Task<IResult> Show(Frame frame, string kit, KitShelf shelf)
    {
        if (await Find(kit, shelf) is not var (row, file)) return TypedResults.NotFound();
        var held = await shelf.Db.Bundles.AsNoTracking().CountAsync(one => one.KitId == row.KitId && one.State == BundleState.Included);
        var read = KitFile.Read(file.File).Kit;
        return new RazorComponentResult<PublishedPage>(new { Frame = frame, View = new PublishedView(row, read, file, TrainingWords.Of(read, frame.Language.Tag), held) });
    }

    public static async Task<IResult> Download(string kit, KitShelf shelf) => await Find(kit, shelf) is var (_, file) ? TypedResults.File(file.File, "application/zip", ReleaseKit.NameOf(file)) : TypedResults.NotFound();

    private static async Task<(TrainingRow Row, KitRow File)?> Find(string kit, KitShelf shelf) =>
        await shelf.Db.Trainings.AsNoTracking().SingleOrDefaultAsync(one => one.KitId == kit && one.PublishedAt != null) is { } row && await shelf.Newest(row) is { } file ? (row, file) : null;
}
