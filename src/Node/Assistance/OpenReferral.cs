using System.Collections.Immutable;
using Entraide.Core.Assistance;
using Entraide.Node.Accounts;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Sealing;
using Entraide.Node.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Assistance;

/// <summary>
/// Opens a referral, on either side. What was disclosed is not copied: the receiver reads through to the case, as far as a
/// consent of this very moment lets her; once it is taken back or has run out, there is nothing to read.
/// </summary>
public static class OpenReferral
{
    /// <summary>What the page shows and offers.</summary>
    /// <param name="IsSender">Whether she sees it from the side that sent it.</param>
    /// <param name="Read">What the receiver reads; empty for the sender.</param>
    /// <param name="Disclosed">The items that were disclosed, and those of them that may be read now.</param>
    public sealed record ReferralView(ReferralRow Row, ReferralOutline Outline, Referral Course, bool IsSender, bool MayAct, string From, string To, string? CaseNumber, ImmutableArray<DataItem> Agreed, ImmutableArray<DataItem> Disclosed, ImmutableArray<DataItem> Readable, bool MayHandOver,
        IReadOnlyList<(CaseField Field, ImmutableArray<FieldValue> Values)> Read, DateTimeOffset Now, string? Fault)
    {
        public ReferralState State => Course.State(Now);

        /// <summary>What somebody has to do.</summary>
        public ReferralTask? Task => Course.Task(Now, !Readable.IsEmpty);
    }

    public static Task<RazorComponentResult<ReferralPage>> Show(HttpContext context, Frame frame, Caller caller, string id) => Page(context, frame, caller, id, null);

    internal static async Task<RazorComponentResult<ReferralPage>> Page(HttpContext context, Frame frame, Caller caller, string id, string? fault)
    {
        var (book, names) = (context.RequestServices.GetRequiredService<CaseBook>(), (await context.RequestServices.GetRequiredService<Organisations>().All()).ToDictionary(one => one.Id, one => one.Name, StringComparer.Ordinal));
        var (row, kase) = await Find(book, id);
        var record = await book.Record(caller, AccessAction.Open, SubjectOf(row, kase, id), FieldClass.Technical, FieldClass.Facts);
        // While the ledger was written, a consent may have been taken back: what counts is what stands now.
        (row, kase) = await Find(book, id);
        if (kase is null) throw new NotThereException();
        var (outline, course, consents) = (SealedForm.Read<ReferralOutline>(record.OpenBytes(ReferralRow.OutlineColumn, row!.Outline)!), CourseOf(row, record), OpenedCase.ConsentsOf(kase, record));
        var sender = row.OrganisationId == caller.OrganisationId;
        // An outline is a way out of its own: without her yes of now, not even that is read.
        var acts = ConsentGate.Of(caller.Purpose) == row.Purpose || !Policy.MayEver(caller.Role, caller.Purpose, AccessAction.Change, Resource.Referral);
        if (!sender && !(acts && MayReadOutline(row, course, consents, book.Now))) outline = new ReferralOutline([], "", "", "", outline.Urgency, []);
        var (disclosed, now) = (DisclosedIn(course), book.Now);
        var readable = Readable(row, course, consents, now);
        // She reads to whom it was given there, for the purpose of the referral; her colleagues see that there is something.
        var read = row.ReceiverId == caller.AccountId && !readable.IsEmpty && ConsentGate.Of(caller.Purpose) == row.Purpose ? await ReadThrough(book, caller, kase, row, readable) : [];
        var view = new ReferralView(row, outline, course, sender, Policy.MayEver(caller.Role, caller.Purpose, AccessAction.Change, Resource.Referral) && (sender ? kase.AssignedTo == caller.AccountId : ConsentGate.Of(caller.Purpose) == row.Purpose),
            names.GetValueOrDefault(row.OrganisationId, ""), names.GetValueOrDefault(row.RecipientId, ""), sender ? kase.Number : null, Agreed(row, consents, now), disclosed, readable,
            !sender && row.ReceiverId is not null && Policy.MayEver(caller.Role, caller.Purpose, AccessAction.Grant, Resource.Referral), read, now, fault);
        return new RazorComponentResult<ReferralPage>(new { Frame = frame, View = view, CaseId = sender ? row.RecordId : "" }) { StatusCode = fault is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity };
    }

    internal static async Task<(ReferralRow? Row, CaseRow? Case)> Find(CaseBook book, string id)
    {
        var row = await book.Db.Referrals.AsNoTracking().SingleOrDefaultAsync(one => one.ReferralId == id);
        return (row, row is null ? null : await book.Find(row.RecordId));
    }

    /// <summary>The referral as the policy sees it: part of its case, and shared with the one organisation that it was sent to.</summary>
    internal static Subject SubjectOf(ReferralRow? row, CaseRow? kase, string id) => row is null || kase is null
        ? Subject.Missing(Resource.Referral, Zone.Care, id)
        // What was begun between two organisations is brought to its end, whether the case is closed or not.
        : kase.Subject(Resource.Referral) with { State = RecordState.Active, Shared = new Share(row.RecipientId, FieldClass.Technical, FieldClass.Facts) };

    internal static Referral CourseOf(ReferralRow row, OpenRecord record) => Referral.Of(SealedForm.Read<ImmutableArray<ReferralEvent>>(record.OpenBytes(ReferralRow.CourseColumn, row.Course)!));

    /// <summary>The items that were disclosed so far; none before it was accepted.</summary>
    internal static ImmutableArray<DataItem> DisclosedIn(Referral course) => [.. course.Events.OfType<ReferralDisclosed>().SelectMany(one => one.Items).Distinct().Order()];

    /// <summary>Of what was disclosed, what the receiver may read now: it stands, and a consent of this moment covers it.</summary>
    public static ImmutableArray<DataItem> Readable(ReferralRow row, Referral course, Consents consents, DateTimeOffset now) => course.State(now) is ReferralState.Disclosed or ReferralState.Served
        ? ConsentGate.Passing(consents, row.RecipientId, row.Purpose, DisclosedIn(course), now) : [];

    internal static bool MayReadOutline(ReferralRow row, Referral course, Consents consents, DateTimeOffset now) =>
        course.State(now) is not (ReferralState.Withdrawn or ReferralState.Declined) && !ConsentGate.Passing(consents, row.RecipientId, row.Purpose, [DataItem.Outline], now).IsEmpty;

    /// <summary>What she has agreed to for this recipient and purpose, besides the outline.</summary>
    internal static ImmutableArray<DataItem> Agreed(ReferralRow row, Consents consents, DateTimeOffset now) => ConsentGate.Passing(consents, row.RecipientId, row.Purpose, Enum.GetValues<DataItem>().Where(item => item != DataItem.Outline), now);

    private static async Task<IReadOnlyList<(CaseField, ImmutableArray<FieldValue>)>> ReadThrough(CaseBook book, Caller caller, CaseRow kase, ReferralRow row, ImmutableArray<DataItem> readable)
    {
        var classes = CaseFields.ClassesOf(readable);
        if (classes.Length == 0) return [];
        var opened = await book.Open(caller, ConsentGate.Share(kase, row.RecipientId, readable), kase, AccessAction.Open, [FieldClass.Technical, .. classes]);
        return ConsentGate.SharedFields(opened, ConsentGate.Passing(opened.Consents, row.RecipientId, row.Purpose, readable, book.Now));
    }
}
