using Entraide.Core.Training;
using Entraide.Node.Guide;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Training;

/// <summary>All trainings that are here, whose they are, and the kits that wait in quarantine.</summary>
public static class ListTrainings
{
    /// <param name="Newer">The release of the training that it was copied from which is here now; null where none is newer.</param>
    public sealed record ListedTraining(TrainingRow Row, TrainingDesign Design, TrainingWords Words, bool IsOurs, int? Newer);

    public sealed record ListView(IReadOnlyList<ListedTraining> Trainings, IReadOnlyList<KitRow> Waiting, IReadOnlyList<SignerRow> Signers, IReadOnlyList<string> OwnKeys, bool MayMake, string? Fault);

    public static Task<RazorComponentResult<TrainingsPage>> Show(Frame frame, Caller caller, KitShelf shelf, LivingTexts texts, Gate gate) => Page(frame, caller, shelf, texts, gate, null);

    internal static async Task<RazorComponentResult<TrainingsPage>> Page(Frame frame, Caller caller, KitShelf shelf, LivingTexts texts, Gate gate, string? fault)
    {
        await gate.Ask(caller, AccessAction.List, new Subject(Resource.Training, Zone.Node, "trainings"));
        var listed = new List<ListedTraining>();
        var kits = await shelf.Db.Kits.AsNoTracking().Select(one => new { one.Hash, one.KitId, one.Release, one.State }).ToListAsync();
        foreach (var row in await shelf.Db.Trainings.AsNoTracking().OrderByDescending(one => one.ChangedAt).Take(500).ToListAsync())
        {
            var design = row.Design();
            var parent = kits.Find(one => one.Hash == row.ParentHash);
            var newer = parent is null ? null : kits.Where(one => one.KitId == parent.KitId && one.State == KitState.Current && one.Release > parent.Release).Select(one => (int?)one.Release).Max();
            listed.Add(new ListedTraining(row, design, await TrainingWords.Read(texts, design, frame.Language.Tag), row.OrganisationId is not null && row.OrganisationId == caller.OrganisationId, newer));
        }
        var waiting = await shelf.Db.Kits.AsNoTracking().Where(one => one.State == KitState.Quarantined).OrderBy(one => one.At).ToListAsync();
        var view = new ListView(listed, waiting, await shelf.Db.Signers.AsNoTracking().OrderBy(one => one.Name).ToListAsync(), shelf.OwnKeys, Policy.MayEver(caller.Role, caller.Purpose, AccessAction.Create, Resource.Training), fault);
        return new RazorComponentResult<TrainingsPage>(new { Frame = frame, View = view }) { StatusCode = fault is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity };
    }
}
