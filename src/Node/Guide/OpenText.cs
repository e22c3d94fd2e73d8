using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Guide;

/// <summary>One text at its steward's desk: its blocks, what is changed and not released, and what releasing it will do.</summary>
public static class OpenText
{
    public static async Task<RazorComponentResult<TextPage>> Show(Frame frame, Caller caller, TextStore store, GuideDb db, Gate gate, TimeProvider time, string id) =>
        await Page(frame, caller, store, db, gate, time, id, null);

    internal static async Task<RazorComponentResult<TextPage>> Page(Frame frame, Caller caller, TextStore store, GuideDb db, Gate gate, TimeProvider time, string id, string? fault)
    {
        var state = await store.Now();
        await gate.Ask(caller, AccessAction.Open, SubjectOf(state, id));
        var document = state.Documents[id];
        return new RazorComponentResult<TextPage>(new
        {
            Frame = frame,
            Caller = caller,
            Document = document,
            Effects = Effects.Of(state, document, await db.Pending.AsNoTracking().Where(one => one.Document == id).ToListAsync()),
            Fresh = time.GetUtcNow() - caller.ProvedAt <= Caller.StepUpFor,
            Fault = fault,
        }) { StatusCode = fault is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity };
    }

    internal static Subject SubjectOf(TextState state, string id) => state.Documents.ContainsKey(id) ? TextSubjects.Core(id) : TextSubjects.Missing(Resource.CoreText);
}
