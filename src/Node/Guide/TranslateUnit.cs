using Entraide.Core.Text.Blocks;
using Entraide.Core.Text.Terms;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Guide;

/// <summary>What the form says of a translation. What a form does not send is left out, so that these are no parameters.</summary>
public sealed record UnitForm
{
    public string? Block { get; init; }

    /// <summary>The language translated into.</summary>
    public string? Target { get; init; }
    public string? Words { get; init; }

    /// <summary>The version of the source that was shown.</summary>
    public int BasedOn { get; init; }

    /// <summary>The number of the translation that was shown; 0 for none.</summary>
    public int Seen { get; init; }

    /// <summary>Why what the checks found is kept all the same.</summary>
    public string? Reason { get; init; }
}

/// <summary>What a reviewer says of a translation.</summary>
public sealed record VerdictForm
{
    public string? Block { get; init; }
    public string? Target { get; init; }
    public int Seen { get; init; }
    public TranslationState Verdict { get; init; }
    public string? Note { get; init; }
}

/// <summary>One unit in one language, with everything that helps to translate it; to keep and to review it.</summary>
public static class TranslateUnit
{
    /// <param name="from">The place of an earlier translation to begin with.</param>
    public static async Task<Results<RazorComponentResult<UnitPage>, NotFound>> Show(Frame frame, Caller caller, TextStore store, Lazy<Termbase> terms, GuideDb db, Gate gate, string id, [FromQuery(Name = "language")] string? target, string? block, string? from, int? saved)
    {
        var state = await store.Now();
        await gate.Ask(caller, AccessAction.Open, OpenTranslation.SubjectOf(state, id));
        var text = TranslatableText.Find(state, id)!;
        if (text.Block(block) is not { } version || !text.Takes(target)) return TypedResults.NotFound();
        var view = await UnitView.Of(state, text, target!, version, terms.Value, db);
        var proposed = view.Memory.FirstOrDefault(one => one.Entry.Place == from).Entry?.Target;
        return Draw(frame, caller, view, terms.Value, proposed ?? view.Unit.Latest?.Text ?? "", null, saved: saved);
    }

    public static async Task<IResult> Save(Frame frame, Caller caller, TextStore store, Lazy<Termbase> terms, GuideDb reading, Gate gate, TimeProvider time, string id, [FromForm] UnitForm form)
    {
        var state = await store.Now();
        var subject = OpenTranslation.SubjectOf(state, id);
        if (TranslatableText.Find(state, id) is not { } text || text.Block(form.Block) is not { } block || !text.Takes(form.Target))
        {
            await gate.Ask(caller, AccessAction.Change, subject);
            return TypedResults.NotFound();
        }
        var (target, words, reason) = (form.Target!, form.Words ?? "", (form.Reason ?? "").Trim());
        var plan = TranslationPlan.Of(text, terms.Value, target, new BroughtUnit(block.BlockId, form.BasedOn, words), caller.Role == Role.Reviewer);
        var fault = plan.Fault ?? (reason.Length > KeepTranslation.LongestNote ? "unit.fault.note" : plan.Findings.Count > 0 && plan.IsStored && reason.Length == 0 ? "unit.fault.reason" : null);
        if (fault is not null) return await Refuse(fault);
        try
        {
            // What is there already is not written again, and asked for all the same.
            if (!plan.IsStored) await gate.Ask(caller, AccessAction.Change, subject);
            else
                await gate.Do(caller, AccessAction.Change, subject, [], async scope =>
                {
                    var memory = UnitView.Remembered(state, text.SourceLanguage, target).Find(block.Text, UnitView.Place(text, block.BlockId)).Where(one => one.Entry.Target == plan.Unit.Text).Select(one => (int?)one.Percent).FirstOrDefault();
                    var origin = memory switch { null => TranslationOrigin.Human, 100 => TranslationOrigin.MemoryExact, _ => TranslationOrigin.MemoryFuzzy };
                    await KeepTranslation.Add(scope.Db<GuideDb>(), text, target, plan, origin, caller, KeepTranslation.Note(plan, reason), form.Seen, time.GetUtcNow());
                    await TextStore.Count(scope.Db<GuideDb>());
                }, reason: plan.Fate == UnitFate.Kept ? "translated-older-source" : "translated");
        }
        catch (HeldUpException e)
        {
            store.LookAgain();
            return await Refuse(e.Key);
        }
        store.LookAgain();
        return TypedResults.Redirect($"{Address(frame, id, target, block.BlockId)}&saved={form.BasedOn}");

        async Task<RazorComponentResult<UnitPage>> Refuse(string key)
        {
            var now = await store.Now();
            await gate.Ask(caller, AccessAction.Change, subject);
            var fresh = TranslatableText.Find(now, id)!;
            // What she wrote is kept with the source that she saw.
            return Draw(frame, caller, await UnitView.Of(now, fresh, target, fresh.Block(block.BlockId) ?? block, terms.Value, reading), terms.Value, words, key, form.BasedOn, reason, plan.Findings);
        }
    }

    public static async Task<IResult> Review(Frame frame, Caller caller, TextStore store, Lazy<Termbase> terms, GuideDb reading, Gate gate, TimeProvider time, string id, [FromForm] VerdictForm form)
    {
        var state = await store.Now();
        var subject = OpenTranslation.SubjectOf(state, id);
        if (TranslatableText.Find(state, id) is not { } text || text.Block(form.Block) is not { } block || !text.Takes(form.Target) || text.Latest(block.BlockId, form.Target!) is not { } version)
        {
            await gate.Ask(caller, AccessAction.Confirm, subject);
            return TypedResults.NotFound();
        }
        var (target, note) = (form.Target!, (form.Note ?? "").Trim());
        try
        {
            await gate.Do(caller, AccessAction.Confirm, subject, [], async scope =>
            {
                var db = scope.Db<GuideDb>();
                if (note.Length > KeepTranslation.LongestNote) throw new HeldUpException("unit.fault.note");
                if (form.Verdict == TranslationState.Rejected && note.Length == 0) throw new HeldUpException("unit.fault.why");
                var number = await KeepTranslation.Newest(db, text, block.BlockId, target);
                if (number != form.Seen || number != version.Number) throw new HeldUpException("unit.fault.meanwhile");
                var row = await db.Translations.SingleOrDefaultAsync(one => one.Document == id && one.BlockId == block.BlockId && one.Language == target && one.Number == number);
                if (TranslationPlan.ReviewFault(text, version, row?.TranslatorId, caller.AccountId, form.Verdict) is { } fault) throw new HeldUpException(fault);
                db.Translations.Add(new StoredTranslation
                {
                    Document = id, BlockId = block.BlockId, Language = target, Number = number + 1, Text = version.Text, BasedOn = version.BasedOn, State = form.Verdict,
                    Origin = version.Origin, TranslatorId = row?.TranslatorId, ReviewerId = caller.AccountId, Note = note, At = time.GetUtcNow(),
                });
                await TextStore.Count(db);
            }, reason: $"translation-{form.Verdict.ToString().ToLowerInvariant()}");
        }
        catch (HeldUpException e)
        {
            store.LookAgain();
            var now = await store.Now();
            await gate.Ask(caller, AccessAction.Open, subject);
            var fresh = TranslatableText.Find(now, id)!;
            return Draw(frame, caller, await UnitView.Of(now, fresh, target, fresh.Block(block.BlockId) ?? block, terms.Value, reading), terms.Value, fresh.Latest(block.BlockId, target)!.Text, e.Key, note: note);
        }
        store.LookAgain();
        return TypedResults.Redirect($"{Address(frame, id, target, block.BlockId)}&saved={version.BasedOn}");
    }

    internal static string Address(Frame frame, string id, string target, string block) => frame.To($"/translate/{id}/unit?language={target}&block={Uri.EscapeDataString(block)}");

    private static RazorComponentResult<UnitPage> Draw(Frame frame, Caller caller, UnitView view, Termbase terms, string words, string? fault, int? basedOn = null, string reason = "", IReadOnlyList<CheckFinding>? findings = null, int? saved = null, string note = "") => new(new
    {
        Frame = frame,
        Caller = caller,
        View = view,
        Words = words,
        Fault = fault,
        BasedOn = basedOn ?? view.Block.Number,
        Reason = reason,
        Note = note,
        Saved = saved,
        Findings = findings ?? (words.Length == 0 ? [] : TranslationChecks.Run(terms, view.Text.SourceLanguage, view.Block.Text, view.Target, words)),
    }) { StatusCode = fault is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity };
}
