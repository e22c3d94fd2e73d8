using Entraide.Core.Assistance;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Storage;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Assistance;

/// <summary>The diary of a case: what was done and what is to be done. Added and ticked off, never rewritten.</summary>
public static class Diary
{
    /// <summary>In letters.</summary>
    public const int Longest = 4000;

    /// <summary>The form of an entry.</summary>
    public sealed record EntryForm
    {
        public EntryKind Kind { get; set; }
        public string? Text { get; set; }

        /// <summary>The day on which it is due, or takes place.</summary>
        public string? Due { get; set; }
        public string? Recorded { get; set; }

        /// <summary>That she knows that it was told before, and has it told again.</summary>
        public string? Again { get; set; }
    }

    public static async Task<IResult> Add(HttpContext context, Frame frame, Caller caller, string id, [FromForm] EntryForm form, CaseBook book)
    {
        var (text, due) = (Typed.Of(form.Text), Days.Read(form.Due));
        Task<Microsoft.AspNetCore.Http.HttpResults.RazorComponentResult<CasePage>> Refused(string fault) => OpenCase.Page(context, frame, caller, id, fault, text, form);
        if (!Enum.IsDefined(form.Kind) || form.Kind is EntryKind.FromHer or EntryKind.Sent) return TypedResults.BadRequest();
        if (text.Length == 0) return await Refused("diary.fault.empty");
        if (text.Length > Longest) return await Refused("diary.fault.long");
        if (due is null && (form.Kind is EntryKind.Task or EntryKind.Appointment || form.Due is { Length: > 0 })) return await Refused("diary.fault.day");
        var (repeats, other) = (false, false);
        try
        {
            await book.Change(caller, id, CaseBook.AllOfIt, async change =>
            {
                if (form.Kind == EntryKind.Interview && form.Again is null)
                {
                    var before = await change.Rows.Entries.Where(one => one.RecordId == id && one.Kind == EntryKind.Interview).Select(one => one.WrittenBy).ToListAsync();
                    var child = change.Sheet(FieldClass.Facts).Current("age").Any(one => one.Value is "child" or "perhaps-child");
                    (repeats, other) = (before.Count > 0, child && before.Any(by => by != caller.AccountId));
                    if (repeats || other) throw new RefusedStepException();
                }
                change.Add(form.Kind, caller.AccountId, text, due is { } day ? Days.Moment(day) : null, form.Recorded is not null);
                await change.SetDue();
            }, reason: $"diary-{form.Kind}");
        }
        catch (RefusedStepException)
        {
            // Nothing was written, in the case or in the ledger.
        }
        return other ? await Refused("diary.fault.child") : repeats ? await Refused("diary.fault.again") : TypedResults.Redirect(frame.To($"/cases/{id}#diary"));
    }

    public static async Task<IResult> Done(Frame frame, Caller caller, string id, [FromForm] string? entry, CaseBook book)
    {
        // A closed case is no longer changed, but what is due in it is still ticked off.
        var closed = (await book.Find(id))?.ClosedAt is not null;
        await book.Change(caller, id, closed ? [FieldClass.Technical] : [FieldClass.Technical, FieldClass.Facts], async change =>
        {
            // Ticked off twice is ticked off once.
            if (await change.Rows.Entries.SingleOrDefaultAsync(one => one.EntryId == entry && one.RecordId == id) is { DoneAt: null } row) row.DoneAt = change.Now;
            await change.SetDue();
        }, reason: "diary-done");
        return TypedResults.Redirect(frame.To($"/cases/{id}#diary"));
    }

    /// <summary>Sets a clock going, or on another day; no day stops it.</summary>
    public static async Task<IResult> SetClock(HttpContext context, Frame frame, Caller caller, string id, [FromForm] string? rule, [FromForm] string? began, CaseBook book)
    {
        if (!ClockRules.ById.TryGetValue(rule ?? "", out var clock)) return await OpenCase.Page(context, frame, caller, id, "clock.fault.rule", null);
        var day = Days.Read(began);
        if (day is null && !string.IsNullOrWhiteSpace(began)) return await OpenCase.Page(context, frame, caller, id, "clock.fault.day", began);
        await book.Change(caller, id, [FieldClass.Technical, FieldClass.Facts], async change =>
        {
            var (field, facts) = (ClockRules.Field(clock), change.Sheet(FieldClass.Facts));
            facts = facts.Write(field, day is { } set ? Days.Words(Days.Moment(set)) : "", caller.AccountId, change.Now, [.. facts.Current(field).Select(one => one.Number)]);
            change.Keep(FieldClass.Facts, facts);
            await change.SetDue(facts);
        }, reason: "clock-" + clock.Id);
        return TypedResults.Redirect(frame.To($"/cases/{id}#clocks"));
    }

    /// <summary>Closes a case. It stays readable; a new need is a new case.</summary>
    public static async Task<IResult> Close(HttpContext context, Frame frame, Caller caller, string id, [FromForm] string? sure, CaseBook book)
    {
        if (sure is null) return TypedResults.Redirect(frame.To($"/cases/{id}"));
        var waiting = await book.Db.Referrals.AsNoTracking().AnyAsync(one => one.RecordId == id && !one.IsSettled && one.Stage != ReferralState.Disclosed);
        // Nobody is left between two organisations.
        if (waiting) return await OpenCase.Page(context, frame, caller, id, "case.fault.waiting", null);
        await book.Change(caller, id, [], async change =>
        {
            change.Row.ClosedAt = change.Now;
            await change.Rows.Guests.Where(one => one.RecordId == id && one.EndedAt == null).ForEachAsync(guest => guest.EndedAt = change.Now);
            await change.SetDue();
        }, reason: "closed");
        return TypedResults.Redirect(frame.To($"/cases/{id}"));
    }
}
