using Entraide.Core.Text.Blocks;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Guide;

/// <summary>Makes a country's text what its readers get. What moved critically in the core has to be decided first.</summary>
public static class ReleaseNational
{
    public static async Task<IResult> Release(Frame frame, Caller caller, TextStore store, Gate gate, TimeProvider time, string id)
    {
        var state = await store.Now();
        var subject = OpenNational.SubjectOf(state, id);
        if (!state.Countries.TryGetValue(id, out var country))
        {
            await gate.Ask(caller, AccessAction.Release, subject);
            return TypedResults.NotFound();
        }
        if (HeldUp(state, country, OpenNational.Today(time)) is { } fault) return await OpenNational.Page(frame, caller, store, gate, time, id, fault);
        try
        {
            await Keep();
        }
        catch (HeldUpException e)
        {
            store.LookAgain();
            return await OpenNational.Page(frame, caller, store, gate, time, id, e.Key);
        }
        store.LookAgain();
        return TypedResults.Redirect(frame.To($"/national/{id}"));

        Task Keep() => gate.Do(caller, AccessAction.Release, subject, [], async scope =>
        {
            var db = scope.Db<GuideDb>();
            // The core or the text may have moved since it was looked at: then what would be released is not what was checked.
            if (await db.Revisions.AnyAsync(one => one.Id == 1 && one.Number != state.Revision)) throw new HeldUpException("national.fault.moved");
            db.Releases.Add(new StoredRelease
            {
                Country = id,
                Number = country.ReleaseNumber + 1,
                Operations = TextStore.Lines(country.Operations.Where(versions => versions.Last().Operation is not null).Select(versions => (versions.Key, versions.Last().Number)).OrderBy(one => one.Key, StringComparer.Ordinal)),
                Editions = TextStore.Lines(state.Documents.Values.Select(document => (document.Id, document.Current.Number)).OrderBy(one => one.Id, StringComparer.Ordinal)),
                AuthorId = caller.AccountId,
                At = time.GetUtcNow(),
            });
            await TextStore.Count(db);
        }, reason: $"release-{country.ReleaseNumber + 1}");
    }

    /// <summary>Why a country's text cannot be released now, as the key of a sentence; null where it can.</summary>
    public static string? HeldUp(TextState state, CountryState country, DateOnly today) =>
        state.Drift(country, today).Any(one => one.Item.Gravity == ChangeClass.Critical) ? "national.fault.critical"
        : !OpenNational.HasNews(state, country) ? "national.release.nothing"
        : state.Documents.Values.Any(document => country.Working(document.Id).Any(one => document.Block(one.Target) is { } target && one.Fault(target) is not null)) ? "national.fault.agree"
        : null;
}
