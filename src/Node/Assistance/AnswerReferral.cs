using System.Collections.Immutable;
using Entraide.Core.Assistance;
using Entraide.Node.Accounts;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Storage;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Assistance;

/// <summary>What can be done with a referral, on either side. Reasons are codes: free words about a person would go where no consent was asked.</summary>
public enum ReferralStep { Accept, Decline, Serve, Account, Withdraw, Renew, FollowUp, Disclose }

/// <summary>Takes a referral one step on. Each step is written with its entry in the ledger, and told to the other side; what cannot happen now is refused with the reason.</summary>
public static class AnswerReferral
{
    /// <summary>The codes that a step can give as its reason, by the step.</summary>
    public static readonly IReadOnlyDictionary<ReferralStep, ImmutableArray<string>> Words = new Dictionary<ReferralStep, ImmutableArray<string>>
    {
        [ReferralStep.Decline] = ["no-place", "not-our-field", "language", "not-safe-here", "age-or-sex", "closed-now"],
        [ReferralStep.Serve] = [.. Enum.GetNames<ServiceKind>()],
        [ReferralStep.Account] = ["deleted", "nothing-kept", "kept-by-law", "given-back"],
        [ReferralStep.Withdraw] = ["she-asked", "help-found", "danger", "mistake"],
        [ReferralStep.FollowUp] = ["other-organisation", "we-help", "she-declined", "lost-contact"],
    };

    private static readonly ReferralStep[] OfReceiver = [ReferralStep.Accept, ReferralStep.Decline, ReferralStep.Serve, ReferralStep.Account];

    public static async Task<IResult> Step(HttpContext context, Frame frame, Caller caller, string id, string step, IFormCollection form, CaseBook book, Gate gate)
    {
        if (!Enum.TryParse<ReferralStep>(step, ignoreCase: true, out var wanted) || !Enum.IsDefined(wanted)) return TypedResults.NotFound();
        if (wanted == ReferralStep.Disclose) return await Disclose(context, frame, caller, id, form, book, gate);
        var word = form["word"].ToString();
        var known = !Words.TryGetValue(wanted, out var words) || words.Contains(word);
        // An unknown code is as none: the referral itself says that something is missing.
        var fault = await Take(caller, id, wanted, known ? word : "", book, gate);
        return fault is null ? TypedResults.Redirect(frame.To($"/referrals/{id}")) : await OpenReferral.Page(context, frame, caller, id, "referral.fault." + fault);
    }

    /// <summary>Takes the step; gives what stands against it.</summary>
    public static async Task<ReferralFault?> Take(Caller caller, string id, ReferralStep step, string word, CaseBook book, Gate gate)
    {
        var (row, kase) = await OpenReferral.Find(book, id);
        var subject = OpenReferral.SubjectOf(row, kase, id);
        var receives = OfReceiver.Contains(step);
        // Each side has its own steps, and a receiver takes them for the purpose of the referral.
        if (row is not null && (receives ? row.RecipientId != caller.OrganisationId || ConsentGate.Of(caller.Purpose) != row.Purpose : row.OrganisationId != caller.OrganisationId)) subject = Subject.Missing(Resource.Referral, Zone.Care, id);
        ReferralFault? fault = null;
        try
        {
            await gate.Do(caller, AccessAction.Change, subject, [FieldClass.Technical, FieldClass.Facts], async scope =>
            {
                var rows = scope.Db<AssistanceDb>();
                var (now, record) = (book.Now, await scope.Record());
                var current = await rows.Referrals.SingleOrDefaultAsync(one => one.ReferralId == id) ?? throw new NotThereException();
                var holder = await rows.Cases.SingleAsync(one => one.RecordId == current.RecordId);
                if (!receives && holder.AssignedTo != caller.AccountId) throw new NotThereException();
                var course = OpenReferral.CourseOf(current, record);
                var next = Event(step, word, now, caller.AccountId);
                if ((fault = course.Fault(next)) is not null) throw new RefusedStepException();
                Keep(current, course.With(next), record, now);
                await new CaseChange(scope, rows, holder, record, now).SetDue();
                if (step == ReferralStep.Accept) current.ReceiverId = caller.AccountId;
                if (receives) Tell(scope, holder.AssignedTo, "referral.notice.answered", now);
                else if (current.ReceiverId is { } receiver && step == ReferralStep.Withdraw) Tell(scope, receiver, "referral.notice.withdrawn", now);
            }, reason: "referral-" + step);
        }
        catch (RefusedStepException)
        {
            // Nothing was written, in the referral or in the ledger.
        }
        return fault;
    }

    /// <summary>Opens to the receiver what she agreed to for them, under a consent of this moment: all that was ticked, or nothing.</summary>
    private static async Task<IResult> Disclose(HttpContext context, Frame frame, Caller caller, string id, IFormCollection form, CaseBook book, Gate gate)
    {
        var fault = await Disclose(caller, id, GiveConsent.Items(form["item"]), book, gate);
        return fault is null ? TypedResults.Redirect(frame.To($"/referrals/{id}")) : await OpenReferral.Page(context, frame, caller, id, fault);
    }

    public static async Task<string?> Disclose(Caller caller, string id, ImmutableArray<DataItem> items, CaseBook book, Gate gate)
    {
        var (row, kase) = await OpenReferral.Find(book, id);
        var subject = row?.OrganisationId == caller.OrganisationId ? OpenReferral.SubjectOf(row, kase, id) : Subject.Missing(Resource.Referral, Zone.Care, id);
        string? fault = null;
        try
        {
            await gate.Do(caller, AccessAction.Change, subject, [FieldClass.Technical, FieldClass.Facts], async scope =>
            {
                var rows = scope.Db<AssistanceDb>();
                var (now, record) = (book.Now, await scope.Record());
                var current = await rows.Referrals.SingleOrDefaultAsync(one => one.ReferralId == id) ?? throw new NotThereException();
                var holder = await rows.Cases.SingleAsync(one => one.RecordId == current.RecordId);
                if (holder.AssignedTo != caller.AccountId) throw new NotThereException();
                var (course, next) = (OpenReferral.CourseOf(current, record), new ReferralDisclosed(now, caller.AccountId, items));
                if (course.Fault(next) is { } cannot) fault = "referral.fault." + cannot;
                else if (!OpenedCase.ConsentsOf(holder, record).Ask(current.RecipientId, current.Purpose, items, now).IsAllowed) fault = "referral.fault.consent";
                if (fault is not null) throw new RefusedStepException();
                Keep(current, course.With(next), record, now);
                await new CaseChange(scope, rows, holder, record, now).SetDue();
                if (current.ReceiverId is { } receiver) Tell(scope, receiver, "referral.notice.disclosed", now);
            }, reason: "referral-disclosed");
        }
        catch (RefusedStepException)
        {
            // Nothing was opened, and the ledger does not say that it was.
        }
        return fault;
    }

    /// <summary>A supervisor of the receiving organisation gives it to a colleague there.</summary>
    public static async Task<IResult> HandOver(HttpContext context, Frame frame, Caller caller, string id, [FromForm] string? number, CaseBook book, Gate gate, Staff staff)
    {
        var (row, kase) = await OpenReferral.Find(book, id);
        var subject = row is not null && row.RecipientId == caller.OrganisationId ? OpenReferral.SubjectOf(row, kase, id) : Subject.Missing(Resource.Referral, Zone.Care, id);
        var people = caller.OrganisationId is { } own && row is not null ? await staff.Of(own, Refer.Receiving(row.Purpose), AccessAction.Change, Resource.Referral) : [];
        if (Staff.Named(people, number) is not { } account && row is not null && subject.Exists) return await OpenReferral.Page(context, frame, caller, id, "referral.fault.Nobody");
        await GiveTo(caller, id, subject, Staff.Named(people, number) ?? "", book, gate);
        return TypedResults.Redirect(frame.To($"/referrals/{id}"));
    }

    /// <summary>Gives what came to somebody else of the receiving organisation.</summary>
    public static async Task GiveTo(Caller caller, string id, Subject subject, string to, CaseBook book, Gate gate) =>
        await gate.Do(caller, AccessAction.Grant, subject, [], async scope =>
        {
            var current = await scope.Db<AssistanceDb>().Referrals.SingleOrDefaultAsync(one => one.ReferralId == id) ?? throw new NotThereException();
            var (record, now) = (await scope.Record(), book.Now);
            var next = new ReferralHandedOver(now, caller.AccountId, ReferralSide.Receiver, to);
            var course = OpenReferral.CourseOf(current, record);
            if (course.Fault(next) is not null) throw new NotThereException();
            Keep(current, course.With(next), record, now);
            current.ReceiverId = to;
            Tell(scope, to, "referral.notice.given", now);
        }, reason: $"given-to-{to}");

    private static ReferralEvent Event(ReferralStep step, string word, DateTimeOffset now, string by) => step switch
    {
        ReferralStep.Accept => new ReferralAccepted(now, by),
        ReferralStep.Decline => new ReferralDeclined(now, by, word),
        ReferralStep.Serve => new ReferralServed(now, by, word),
        ReferralStep.Account => new ReferralAccounted(now, by, word),
        ReferralStep.Withdraw => new ReferralWithdrawn(now, by, word),
        ReferralStep.Renew => new ReferralRenewed(now, by, now + Refer.AnswerWithin(ReferralUrgency.ThisWeek)),
        _ => new ReferralFollowedUp(now, by, word),
    };

    private static void Keep(ReferralRow row, Referral course, Platform.Sealing.OpenRecord record, DateTimeOffset now)
    {
        row.Course = record.Seal(ReferralRow.CourseColumn, SealedForm.Write(course.Events));
        (row.AnswerBy, row.IsLapseTold) = (course.AnswerBy, row.IsLapseTold && course.AnswerBy <= now);
        // What time decides is not stored: a referral lapses without anybody's doing.
        row.Stage = course.State(course.Events[^1].At);
        row.IsSettled = course.Events.Any(one => one is ReferralFollowedUp or ReferralWithdrawn or ReferralServed);
    }

    private static void Tell(Platform.Ledger.WriteScope scope, string account, string key, DateTimeOffset now) => scope.Db<PlatformDb>().Notices.Add(StoredNotice.To(account, key, now));
}
