using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Sealing;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Identification;

/// <summary>Opens a screening: whoever works on it reads all of it, her supervisor reads it without the notes.</summary>
public static class OpenScreening
{
    /// <summary>What the page shows and offers.</summary>
    /// <param name="View">Its notes are null where who reads may not see them.</param>
    /// <param name="MayBegin">Whether she may open a case from it.</param>
    /// <param name="IsFresh">Whether she has just proved who she is, and may do what cannot be taken back.</param>
    /// <param name="Given">What was given and refused, to be mended.</param>
    public sealed record ScreeningView(Screening Row, DraftView View, bool IsMine, bool MayGive, bool MayBegin, bool IsFresh, string? Fault, string? Given);

    public static Task<RazorComponentResult<ScreeningPage>> Show(HttpContext context, Frame frame, Caller caller, string id) => Page(context, frame, caller, id, null, null);

    /// <summary>The page, with what was wrong with a form on it.</summary>
    internal static async Task<RazorComponentResult<ScreeningPage>> Page(HttpContext context, Frame frame, Caller caller, string id, string? fault, string? given)
    {
        T Get<T>() where T : notnull => context.RequestServices.GetRequiredService<T>();
        var row = await Get<IdentificationDb>().Screenings.AsNoTracking().SingleOrDefaultAsync(one => one.RecordId == id);
        var ticket = await Get<Gate>().Ask(caller, AccessAction.Open, SubjectOf(row, id), OpenDraft.Told);
        var record = await Get<KeyRing>().Open(ticket, Get<PlatformDb>());
        var text = DraftText.Read(record.OpenBytes(Screening.FactsColumn, row!.Facts)!) ?? throw new InvalidOperationException("A screening holds facts that this version of the node cannot read.");
        var notes = record.OpenBytes(Screening.NarrativeColumn, row.Narrative) is { } narrative ? KeptNotes.Read(narrative) : null;
        return new RazorComponentResult<ScreeningPage>(new
        {
            Frame = frame,
            Now = new ScreeningView(row, new DraftView((await InstrumentLibrary.BindAsync(context))!, text, notes), notes is not null && row.AssignedTo == caller.AccountId && Policy.MayEver(caller.Role, caller.Purpose, AccessAction.Change, Resource.Screening),
                Policy.MayEver(caller.Role, caller.Purpose, AccessAction.Grant, Resource.Screening), row.AssignedTo == caller.AccountId && Policy.MayEver(caller.Role, caller.Purpose, AccessAction.Create, Resource.Case), Get<TimeProvider>().GetUtcNow() - caller.ProvedAt <= Caller.StepUpFor, fault, given),
        }) { StatusCode = fault is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity };
    }

    /// <summary>The screening as the policy sees it; one that is not there is refused on the same path as a foreign one.</summary>
    internal static Subject SubjectOf(Screening? row, string id) => row?.Subject() ?? Subject.Missing(Resource.Screening, Zone.Care, id);

    /// <summary>The same, as it stands in the store now.</summary>
    internal static async Task<Subject> SubjectOf(IdentificationDb db, string id) => SubjectOf(await db.Screenings.AsNoTracking().SingleOrDefaultAsync(one => one.RecordId == id), id);
}
