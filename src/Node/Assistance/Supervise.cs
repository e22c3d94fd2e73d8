using Entraide.Core.Assistance;
using Entraide.Node.Accounts;
using Entraide.Node.Guide;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Assistance;

/// <summary>A supervisor gives cases to somebody else to work on: one, or all of a colleague who leaves. What waited for the one waits for the other.</summary>
public static class AssignCases
{
    public static async Task<IResult> Give(HttpContext context, Frame frame, Caller caller, string id, [FromForm] string? number, CaseBook book, Gate gate, Staff staff)
    {
        if (Staff.Named(await Workers(caller, staff), number) is not { } account) return await OpenCase.Page(context, frame, caller, id, "case.fault.number", number);
        await Give(caller, id, account, book, gate);
        return TypedResults.Redirect(frame.To($"/cases/{id}"));
    }

    /// <summary>All active cases of one worker; each is given with an entry of its own in the ledger.</summary>
    public static async Task<IResult> GiveAll(Frame frame, Caller caller, [FromForm] string? from, [FromForm] string? to, CaseBook book, Gate gate, Staff staff)
    {
        var organisation = caller.OrganisationId ?? "none";
        var target = Staff.Named(await Workers(caller, staff), to);
        var leaver = Staff.Named(await book.Db.Cases.AsNoTracking().Where(one => one.OrganisationId == organisation).Select(one => one.AssignedTo).Concat(book.Db.Referrals.AsNoTracking().Where(one => one.RecipientId == organisation && one.ReceiverId != null).Select(one => one.ReceiverId!)).Distinct().ToListAsync(), from);
        // Asked of the gate whatever the numbers say, so that the attempt stands in the ledger.
        await gate.Ask(caller, AccessAction.Grant, CaseList.AllOf(Resource.Case, caller));
        if (target is null || leaver is null || target == leaver) return TypedResults.Redirect(frame.To("/cases?fault=number"));
        foreach (var id in await book.Db.Cases.AsNoTracking().Where(one => one.OrganisationId == organisation && one.AssignedTo == leaver).Select(one => one.RecordId).ToListAsync()) await Give(caller, id, target, book, gate);
        // What came to her from others waits for her too.
        foreach (var came in await book.Db.Referrals.AsNoTracking().Where(one => one.RecipientId == organisation && one.ReceiverId == leaver).Select(one => one.ReferralId).ToListAsync())
        {
            var (row, kase) = await OpenReferral.Find(book, came);
            if (row is not null && kase is not null && (await staff.Of(organisation, Refer.Receiving(row.Purpose), AccessAction.Change, Resource.Referral)).Contains(target)) await AnswerReferral.GiveTo(caller, came, OpenReferral.SubjectOf(row, kase, came), target, book, gate);
        }
        return TypedResults.Redirect(frame.To("/cases"));
    }

    private static async Task Give(Caller caller, string id, string account, CaseBook book, Gate gate)
    {
        await gate.Do(caller, AccessAction.Grant, CaseBook.SubjectOf(await book.Find(id), id), [], async scope =>
        {
            var (rows, now) = (scope.Db<AssistanceDb>(), book.Now);
            var row = await rows.Cases.SingleOrDefaultAsync(one => one.RecordId == id) ?? throw new NotThereException();
            row.AssignedTo = account;
            var record = await scope.Record();
            foreach (var referral in await rows.Referrals.Where(one => one.RecordId == id).ToListAsync())
            {
                var course = OpenReferral.CourseOf(referral, record).With(new ReferralHandedOver(now, caller.AccountId, ReferralSide.Sender, account));
                referral.Course = record.Seal(ReferralRow.CourseColumn, SealedForm.Write(course.Events));
            }
            scope.Db<PlatformDb>().Notices.Add(StoredNotice.To(account, "case.notice.given", now));
        }, reason: $"given-to-{account}");
    }

    private static async Task<IReadOnlyList<string>> Workers(Caller caller, Staff staff) => caller.OrganisationId is { } own ? await staff.Of(own, [Purpose.Care], AccessAction.Change, Resource.Case) : [];
}

/// <summary>
/// Opens a colleague's case in an emergency: for an hour, for one of four reasons. Whoever works on it and every supervisor are
/// told at once, and a supervisor reviews it within a day.
/// </summary>
public static class Emergencies
{
    public sealed record ReviewView(IReadOnlyList<(EmergencyAccess Row, string Number)> Waiting, IReadOnlyList<(EmergencyAccess Row, string Number)> Reviewed, bool IsFresh, DateTimeOffset Now);

    public static async Task<RazorComponentResult<EmergencyPage>> Ask(Frame frame, Caller caller, string id, CaseBook book, Gate gate)
    {
        var row = await book.Find(id);
        await gate.Ask(caller, AccessAction.BreakGlass, CaseBook.SubjectOf(row, id));
        return new RazorComponentResult<EmergencyPage>(new { Frame = frame, Id = id, Number = row!.Number });
    }

    public static async Task<IResult> Break(Frame frame, Caller caller, string id, [FromForm] EmergencyReason reason, [FromForm] string? sure, CaseBook book, Gate gate, Staff staff)
    {
        if (sure is null || !Enum.IsDefined(reason)) return TypedResults.Redirect(frame.To($"/cases/{id}/emergency"));
        var row = await book.Find(id);
        var supervisors = caller.OrganisationId is { } own ? await staff.Of(own, [Purpose.Care], AccessAction.Confirm, Resource.Case) : [];
        // Where nobody else could review it, the data-protection officer hears of it.
        if (supervisors.All(one => one == caller.AccountId)) supervisors = [.. supervisors, .. await staff.Of(caller.OrganisationId ?? "none", [Purpose.Audit], AccessAction.Export, Resource.Case)];
        var emergency = PlatformDb.NewId();
        await gate.Do(caller, AccessAction.BreakGlass, CaseBook.SubjectOf(row, id), [], scope =>
        {
            var now = book.Now;
            scope.Db<AssistanceDb>().Emergencies.Add(new EmergencyAccess { EmergencyId = emergency, RecordId = id, OrganisationId = row!.OrganisationId, OpenedBy = caller.AccountId, Reason = reason, At = now, Verdict = EmergencyVerdict.Open });
            foreach (var told in supervisors.Append(row.AssignedTo).Distinct()) scope.Db<PlatformDb>().Notices.Add(StoredNotice.To(told, "emergency.notice", now));
            return Task.CompletedTask;
        }, reason: "emergency-" + reason);
        return TypedResults.Redirect(frame.To($"/emergencies/{emergency}"));
    }

    /// <summary>The case, for as long as the emergency lasts, to be read.</summary>
    public static async Task<RazorComponentResult<EmergencyCasePage>> Show(Frame frame, Caller caller, string id, CaseBook book, LivingTexts texts)
    {
        var since = book.Now - EmergencyAccess.Lasts;
        var emergency = await book.Db.Emergencies.AsNoTracking().SingleOrDefaultAsync(one => one.EmergencyId == id && one.OpenedBy == caller.AccountId && one.At > since && one.Verdict != EmergencyVerdict.NotJustified);
        var row = emergency is null ? null : await book.Find(emergency.RecordId);
        var subject = emergency is null ? Subject.Missing(Resource.Case, Zone.Care, id) : CaseBook.SubjectOf(row, id) with { Shared = new Share(caller.AccountId, CaseBook.AllOfIt) };
        var opened = await book.Open(caller, subject, row, AccessAction.Open, CaseBook.AllOfIt);
        var record = await book.Record(caller, AccessAction.Open, subject, FieldClass.Technical, FieldClass.Narrative);
        var open = await book.Db.Entries.AsNoTracking().Where(one => one.RecordId == row!.RecordId && one.DueAt != null && one.DoneAt == null).OrderBy(one => one.DueAt).ToListAsync();
        return new RazorComponentResult<EmergencyCasePage>(new
        {
            Frame = frame, Case = opened, Until = emergency!.At + EmergencyAccess.Lasts, Clocks = await OpenCase.Clocks(texts, frame, opened, book.Now),
            Due = (IReadOnlyList<OpenCase.ReadEntry>)[.. open.Select(one => new OpenCase.ReadEntry(one, SealedForm.Read<string>(record.OpenBytes(DiaryEntry.TextColumn, one.Text)!)))],
        });
    }

    public static async Task<RazorComponentResult<EmergenciesPage>> List(Frame frame, Caller caller, CaseBook book, Gate gate)
    {
        await gate.Ask(caller, AccessAction.List, CaseList.AllOf(Resource.Case, caller));
        var (own, now) = (caller.OrganisationId!, book.Now);
        var all = book.Db.Emergencies.AsNoTracking().Where(one => one.OrganisationId == own).Join(book.Db.Cases.AsNoTracking(), one => one.RecordId, one => one.RecordId, (row, kase) => new { Row = row, kase.Number });
        // Every one that waits, and the last that were reviewed.
        var rows = (await all.Where(one => one.Row.ReviewedAt == null).ToListAsync()).Concat(await all.Where(one => one.Row.ReviewedAt != null).OrderByDescending(one => one.Row.At).Take(100).ToListAsync()).ToList();
        return new RazorComponentResult<EmergenciesPage>(new { Frame = frame, View = new ReviewView([.. rows.Where(one => one.Row.ReviewedAt is null).OrderBy(one => one.Row.At).Select(one => (one.Row, one.Number))],
            [.. rows.Where(one => one.Row.ReviewedAt is not null).Select(one => (one.Row, one.Number))], now - caller.ProvedAt <= Caller.StepUpFor, now) });
    }

    public static async Task<IResult> Review(Frame frame, Caller caller, string id, [FromForm] EmergencyVerdict verdict, CaseBook book, Gate gate)
    {
        var emergency = await book.Db.Emergencies.AsNoTracking().SingleOrDefaultAsync(one => one.EmergencyId == id);
        var row = emergency is null ? null : await book.Find(emergency.RecordId);
        // Nobody says of herself that she was right.
        if (emergency?.OpenedBy == caller.AccountId) row = null;
        await gate.Do(caller, AccessAction.Confirm, CaseBook.SubjectOf(row, id), [], async scope =>
        {
            if (verdict is not (EmergencyVerdict.Justified or EmergencyVerdict.NotJustified)) return;
            var current = await scope.Db<AssistanceDb>().Emergencies.SingleOrDefaultAsync(one => one.EmergencyId == id) ?? throw new NotThereException();
            if (current.ReviewedAt is not null) return;
            (current.Verdict, current.ReviewedBy, current.ReviewedAt) = (verdict, caller.AccountId, book.Now);
        }, reason: "emergency-" + verdict);
        return TypedResults.Redirect(frame.To("/emergencies"));
    }
}
