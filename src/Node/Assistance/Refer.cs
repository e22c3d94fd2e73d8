using System.Collections.Immutable;
using Entraide.Core.Assistance;
using Entraide.Node.Accounts;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Assistance;

/// <summary>What the other side reads before it answers. No name, no place, no nationality, no free words but a short line of constraints.</summary>
/// <param name="AgeBand">A code of the field <c>age</c>; empty where it was not said. The same for sex.</param>
public sealed record ReferralOutline(ImmutableArray<ServiceKind> Needs, string AgeBand, string Sex, string Language, ReferralUrgency Urgency, ImmutableArray<string> Constraints);

public enum ReferralUrgency { Today, ThisWeek, CanWait }

/// <summary>Refers a person: chooses from the directory who could help, and sends an outline by which nobody is known.</summary>
public static class Refer
{
    /// <summary>What the other side has to provide for. Codes, since free words would tell who she is.</summary>
    public static readonly ImmutableArray<string> Constraints = ["women-only", "men-only", "with-children", "step-free", "interpreter", "not-this-region", "round-the-clock", "pet"];

    /// <summary>An outline goes for these purposes; with police and courts nothing begins by a referral of care.</summary>
    public static readonly ImmutableArray<SharingPurpose> Purposes = [SharingPurpose.Care, SharingPurpose.Safety, SharingPurpose.LegalAid, SharingPurpose.Compensation, SharingPurpose.FamilyTracing, SharingPurpose.Identification, SharingPurpose.Investigation];

    public sealed record ReferView(CaseRow Row, IReadOnlyList<(ServiceOffer Offer, string Name)> Offers, string AgeBand, string Sex, string Language, string? Fault, IFormCollection? Given);

    /// <summary>When an answer is due.</summary>
    public static TimeSpan AnswerWithin(ReferralUrgency urgency) => urgency switch { ReferralUrgency.Today => TimeSpan.FromHours(4), ReferralUrgency.ThisWeek => TimeSpan.FromHours(48), _ => TimeSpan.FromDays(7) };

    public static async Task<RazorComponentResult<ReferPage>> Show(Frame frame, Caller caller, string id, CaseBook book, Gate gate, Organisations organisations) => await Page(frame, caller, id, null, null, book, gate, organisations);

    public static async Task<IResult> Send(Frame frame, Caller caller, string id, IFormCollection form, CaseBook book, Gate gate, Organisations organisations, Staff staff)
    {
        var row = await book.Find(id);
        var offer = await book.Db.Services.AsNoTracking().SingleOrDefaultAsync(one => one.RecordId == form["service"].ToString());
        var outline = Read(form);
        var purposeIs = Enum.TryParse<SharingPurpose>(form["purpose"], out var purpose) && Purposes.Contains(purpose);
        string? fault = offer is null || offer.OrganisationId == caller.OrganisationId ? "refer.fault.service" : outline.Needs.IsEmpty ? "refer.fault.needs" : !purposeIs ? "refer.fault.purpose" : null;
        if (fault is not null) return await Page(frame, caller, id, fault, form, book, gate, organisations);
        // Even an outline goes only with her yes; the gate of consent is asked before anything is made.
        var record = await book.Record(caller, AccessAction.Open, CaseBook.SubjectOf(row, id), CaseBook.AllOfIt);
        if (ConsentGate.Passing(OpenedCase.ConsentsOf(row!, record), offer!.OrganisationId, purpose, [DataItem.Outline], book.Now).IsEmpty) return await Page(frame, caller, id, "refer.fault.consent", form, book, gate, organisations);
        var now = book.Now;
        // The button was pressed twice: it is on its way.
        if (await book.Db.Referrals.AsNoTracking().FirstOrDefaultAsync(one => one.RecordId == id && one.RecipientId == offer.OrganisationId && one.Purpose == purpose && one.Stage == ReferralState.Offered && one.AnswerBy > now) is { } sent) return TypedResults.Redirect(frame.To($"/referrals/{sent.ReferralId}"));
        // Nothing is sent to where nobody could answer it.
        if ((await staff.Of(offer.OrganisationId, Receiving(purpose), AccessAction.Change, Resource.Referral)).Count == 0) return await Page(frame, caller, id, "refer.fault.nobody", form, book, gate, organisations);
        var referral = await SendOutline(caller, row!, offer.OrganisationId, purpose, outline, book, gate, staff);
        return TypedResults.Redirect(frame.To($"/referrals/{referral}"));
    }

    /// <summary>Sends it; gives its id. The consent is asked once more within the change.</summary>
    public static async Task<string> SendOutline(Caller caller, CaseRow row, string recipient, SharingPurpose purpose, ReferralOutline outline, CaseBook book, Gate gate, Staff staff)
    {
        var (referral, now) = (PlatformDb.NewId(), book.Now);
        var course = Referral.Begin(new ReferralOffered(now, caller.AccountId, recipient, now + AnswerWithin(outline.Urgency)));
        var told = await staff.Of(recipient, Receiving(purpose), AccessAction.Change, Resource.Referral);
        await gate.Do(caller, AccessAction.Create, row.Subject(Resource.Referral), [FieldClass.Technical, FieldClass.Facts], async scope =>
        {
            var rows = scope.Db<AssistanceDb>();
            var current = await rows.Cases.SingleOrDefaultAsync(one => one.RecordId == row.RecordId && one.AssignedTo == caller.AccountId && one.ClosedAt == null) ?? throw new NotThereException();
            var record = await scope.Record();
            if (ConsentGate.Passing(OpenedCase.ConsentsOf(current, record), recipient, purpose, [DataItem.Outline], now).IsEmpty) throw new NotThereException();
            rows.Referrals.Add(new ReferralRow
            {
                ReferralId = referral, RecordId = row.RecordId, OrganisationId = row.OrganisationId, RecipientId = recipient, Purpose = purpose, SentAt = now, AnswerBy = course.AnswerBy, Stage = ReferralState.Offered,
                Outline = record.Seal(ReferralRow.OutlineColumn, SealedForm.Write(outline)), Course = record.Seal(ReferralRow.CourseColumn, SealedForm.Write(course.Events)),
            });
            await new CaseChange(scope, rows, current, record, now).SetDue();
            foreach (var account in told.Take(50)) scope.Db<PlatformDb>().Notices.Add(StoredNotice.To(account, "referral.notice.came", now));
        }, reason: "referral-sent");
        return referral;
    }

    /// <summary>The purposes of the policy for which a referral for this purpose can be received.</summary>
    internal static Purpose[] Receiving(SharingPurpose purpose) => Enum.TryParse<Purpose>(purpose.ToString(), out var same) ? [same] : [];

    private static ReferralOutline Read(IFormCollection form) => new(
        [.. form["need"].Select(one => Enum.TryParse<ServiceKind>(one, out var kind) && Enum.IsDefined(kind) ? kind : (ServiceKind?)null).OfType<ServiceKind>().Distinct()],
        Code("age", form["age"]), Code("sex", form["sex"]), Code("language", form["language"]),
        Enum.TryParse<ReferralUrgency>(form["urgency"], out var urgency) && Enum.IsDefined(urgency) ? urgency : ReferralUrgency.ThisWeek,
        [.. Constraints.Where(one => form["constraint"].Contains(one))]);

    private static string Code(string field, string? given) => CaseFields.ById[field].Choices.Contains(given ?? "") ? given! : "";

    private static async Task<RazorComponentResult<ReferPage>> Page(Frame frame, Caller caller, string id, string? fault, IFormCollection? given, CaseBook book, Gate gate, Organisations organisations)
    {
        var opened = await book.Open(caller, id, AccessAction.Change);
        var view = new ReferView(opened.Row, await ListServices.Read(caller, book, gate, organisations, others: true), opened.Value("age"), opened.Value("sex"), opened.Value("language"), fault, given);
        return new RazorComponentResult<ReferPage>(new { Frame = frame, View = view }) { StatusCode = fault is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity };
    }
}
