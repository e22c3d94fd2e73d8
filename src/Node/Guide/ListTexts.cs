using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Guide;

/// <summary>All texts that are edited here, with what waits to be released and how far the translations are.</summary>
public static class ListTexts
{
    public sealed record Listed(DocumentState Document, int Pending, int Unconfirmed);

    public static async Task<RazorComponentResult<TextsPage>> Show(Frame frame, Caller caller, TextStore store, GuideDb db, Gate gate)
    {
        await gate.Ask(caller, AccessAction.List, TextSubjects.Core("texts"));
        var (state, pending) = (await store.Now(), await db.Pending.AsNoTracking().ToListAsync());
        return new RazorComponentResult<TextsPage>(new
        {
            Frame = frame,
            Caller = caller,
            Texts = state.Documents.Values.OrderBy(one => one.Id, StringComparer.Ordinal)
                .Select(document => new Listed(document, pending.Count(one => one.Document == document.Id), pending.Count(one => one.Document == document.Id && one.Class < one.Floor && one.ApproverId is null))).ToList(),
            Countries = state.Countries.Values.OrderBy(one => one.Country, StringComparer.Ordinal).ToList(),
        });
    }
}
