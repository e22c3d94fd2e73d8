using System.Globalization;
using Entraide.Core.Text.Blocks;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Guide;

/// <summary>What the form says about something that moved.</summary>
public sealed class DriftForm
{
    public string? Operation { get; set; }
    public DriftKind Kind { get; set; }
    public int Version { get; set; }
    public DriftAnswer Answer { get; set; }
    public string? Reason { get; set; }
    public string? Until { get; set; }
}

/// <summary>
/// A national editor decides about what moved in the core. To keep her text is remembered for the version that she saw, and
/// for that one only: the next change asks her again.
/// </summary>
public static class DecideDrift
{
    public static async Task<IResult> Decide(Frame frame, Caller caller, TextStore store, Gate gate, TimeProvider time, string id, [FromForm] DriftForm form)
    {
        var state = await store.Now();
        var (subject, today) = (OpenNational.SubjectOf(state, id), OpenNational.Today(time));
        if (!state.Countries.TryGetValue(id, out var country))
        {
            await gate.Ask(caller, AccessAction.Change, subject);
            return TypedResults.NotFound();
        }
        var found = state.Drift(country, today).Where(one => one.Item.Operation.Id == form.Operation && one.Item.Kind == form.Kind).ToList();
        DateOnly? until = DateOnly.TryParseExact(form.Until, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
        if (found is not [var (document, item)]) return await OpenNational.Page(frame, caller, store, gate, time, id, "national.fault.moved");
        var current = state.Documents[document].Block(item.Operation.Target);
        if ((current?.Number ?? 0) != form.Version) return await OpenNational.Page(frame, caller, store, gate, time, id, "national.fault.moved");
        if (Fault(item, current, form, until, today) is { } fault) return await OpenNational.Page(frame, caller, store, gate, time, id, fault);
        try
        {
            await Keep();
        }
        catch (HeldUpException e)
        {
            return await OpenNational.Page(frame, caller, store, gate, time, id, e.Key);
        }
        store.LookAgain();
        return TypedResults.Redirect(frame.To($"/national/{id}"));

        Task Keep() => gate.Do(caller, AccessAction.Change, subject, [], async scope =>
        {
            var db = scope.Db<GuideDb>();
            db.Decisions.Add(new DriftDecision
            {
                Id = PlatformDb.NewId(),
                Country = id,
                OperationId = item.Operation.Id,
                Kind = item.Kind,
                Version = form.Version,
                Answer = form.Answer,
                Reason = (form.Reason ?? "").Trim(),
                Until = form.Answer == DriftAnswer.Defer ? until!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null,
                AuthorId = caller.AccountId,
                At = time.GetUtcNow(),
            });
            if (form.Answer is DriftAnswer.Keep or DriftAnswer.TakeCore)
            {
                if (await db.Operations.AnyAsync(one => one.Country == id && one.OperationId == item.Operation.Id && one.Number > country.Operations[item.Operation.Id].Last().Number)) throw new HeldUpException("national.fault.moved");
                db.Operations.Add(Next(country, item.Operation.Id, document, form.Answer == DriftAnswer.TakeCore ? null : Kept(item, form, until), caller, time));
            }
            await TextStore.Count(db);
        }, reason: $"drift-{form.Answer.ToString().ToLowerInvariant()}");
    }

    // What was decided is this one thing: a new date for review, or another place, says nothing of words that have changed
    // too. Nor has the steward agreed to hide what the paragraph says now.
    private static OverlayOperation Kept(DriftItem item, DriftForm form, DateOnly? until)
    {
        var basedOn = item.Kind is DriftKind.ReviewDatePassed or DriftKind.TargetMoved ? item.Operation.BasedOn : form.Version;
        return item.Operation with
        {
            BasedOn = basedOn,
            StewardAgreed = item.Operation.StewardAgreed && basedOn == item.Operation.BasedOn,
            ReviewBy = item.Kind == DriftKind.ReviewDatePassed ? until : item.Operation.ReviewBy,
        };
    }

    /// <summary>The next version of an operation; without content it is taken back.</summary>
    internal static StoredOperation Next(CountryState? country, string operation, string document, OverlayOperation? content, Caller caller, TimeProvider time) => new()
    {
        Country = country!.Country,
        OperationId = operation,
        Number = country.Operations[operation].Select(one => one.Number).DefaultIfEmpty(0).Max() + 1,
        Document = document,
        Content = content is null ? null : TextStore.ToJson(content),
        AuthorId = caller.AccountId,
        At = time.GetUtcNow(),
    };

    private static string? Fault(DriftItem item, BlockVersion? current, DriftForm form, DateOnly? until, DateOnly today) => form.Answer switch
    {
        _ when (form.Reason ?? "").Length > 500 => "national.fault.reason",
        DriftAnswer.Keep when current is null => "national.fault.gone",
        DriftAnswer.Keep when string.IsNullOrWhiteSpace(form.Reason) => "national.fault.reason",
        DriftAnswer.Keep when item.Kind == DriftKind.ReviewDatePassed && !(until > today) => "national.fault.until",
        DriftAnswer.Keep when (item.Operation with { StewardAgreed = true }).Fault(current) is not null => "national.fault.rule",
        DriftAnswer.Defer when !(until > today) => "national.fault.until",
        DriftAnswer.Keep or DriftAnswer.TakeCore or DriftAnswer.Defer => null,
        _ => "text.fault.form",
    };
}
