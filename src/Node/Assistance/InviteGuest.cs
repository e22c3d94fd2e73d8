using System.Collections.Immutable;
using Entraide.Core.Assistance;
using Entraide.Node.Accounts;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Assistance;

/// <summary>
/// Lets a lawyer or a doctor from outside into one case, as far as one class of its fields, until a day. Within the class she
/// reads what the person has agreed to for her organisation, and nothing else; the consent is asked at each reading.
/// </summary>
public static class InviteGuest
{
    /// <summary>The classes of which a guest can be given one.</summary>
    public static readonly ImmutableArray<FieldClass> Classes = [FieldClass.Narrative, FieldClass.Identity, FieldClass.Location, FieldClass.Facts];

    /// <summary>In days.</summary>
    public const int Longest = 90;

    public sealed record GuestForm
    {
        public string? Organisation { get; set; }

        /// <summary>The number of her account, which she tells.</summary>
        public string? Number { get; set; }
        public FieldClass Class { get; set; }
        public string? Until { get; set; }
    }

    /// <summary>A case as a guest finds it: when it was opened to her, and until when.</summary>
    public sealed record GuestCase(string GuestId, FieldClass Class, DateTimeOffset Until, string From);

    /// <summary>What a guest reads.</summary>
    public sealed record GuestView(GuestCase Case, IReadOnlyList<(CaseField Field, ImmutableArray<FieldValue> Values)> Read);

    public static async Task<IResult> Invite(HttpContext context, Frame frame, Caller caller, string id, [FromForm] GuestForm form, CaseBook book, Organisations organisations, Staff staff)
    {
        var now = book.Now;
        var known = (await organisations.All()).Any(one => one.Id == form.Organisation) && form.Organisation != caller.OrganisationId;
        var people = known ? await staff.Of(form.Organisation!, Enum.GetValues<Purpose>(), AccessAction.Change, Resource.Referral) : [];
        var (account, until) = (Staff.Named(people, form.Number), Days.Read(form.Until));
        if (account is null) return await ShowSharing.Page(context, frame, caller, id, null, "guest.fault.number");
        if (!Classes.Contains(form.Class) || until is not { } day || Days.Moment(day) < now.AddDays(-1) || Days.Moment(day) > now.AddDays(Longest)) return await ShowSharing.Page(context, frame, caller, id, null, "guest.fault.until");
        await book.Change(caller, id, [], change =>
        {
            change.Rows.Guests.Add(new Guest { GuestId = PlatformDb.NewId(), RecordId = id, OrganisationId = change.Row.OrganisationId, AccountId = account, GuestOrganisationId = form.Organisation!, Class = form.Class, Since = now, Until = Days.Moment(day.AddDays(1)) });
            change.Tell(account, "guest.notice.invited");
            return Task.CompletedTask;
        }, reason: $"guest-{account}");
        return TypedResults.Redirect(frame.To($"/cases/{id}/sharing"));
    }

    public static async Task<IResult> End(Frame frame, Caller caller, string id, [FromForm] string? guest, CaseBook book)
    {
        await book.Change(caller, id, [], async change =>
        {
            if (await change.Rows.Guests.SingleOrDefaultAsync(one => one.GuestId == guest && one.RecordId == id) is { EndedAt: null } row) row.EndedAt = change.Now;
        }, reason: "guest-ended");
        return TypedResults.Redirect(frame.To($"/cases/{id}/sharing"));
    }

    /// <summary>The cases that she was let into.</summary>
    public static async Task<RazorComponentResult<GuestListPage>> List(Frame frame, Caller caller, CaseBook book, Organisations organisations)
    {
        // Her own invitations: it says that there is something, and until when.
        var (now, names) = (book.Now, (await organisations.All()).ToDictionary(one => one.Id, one => one.Name, StringComparer.Ordinal));
        var rows = await book.Db.Guests.AsNoTracking().Where(one => one.AccountId == caller.AccountId && one.EndedAt == null && one.Until > now).OrderBy(one => one.Until).ToListAsync();
        return new RazorComponentResult<GuestListPage>(new { Frame = frame, Cases = (IReadOnlyList<GuestCase>)[.. rows.Select(one => new GuestCase(one.GuestId, one.Class, one.Until, names.GetValueOrDefault(one.OrganisationId, "")))] });
    }

    public static async Task<RazorComponentResult<GuestPage>> Show(Frame frame, Caller caller, string id, CaseBook book, Organisations organisations)
    {
        var now = book.Now;
        var guest = await book.Db.Guests.AsNoTracking().SingleOrDefaultAsync(one => one.GuestId == id && one.AccountId == caller.AccountId && one.EndedAt == null && one.Until > now);
        var row = guest is null ? null : await book.Find(guest.RecordId);
        var subject = guest is null ? Subject.Missing(Resource.Case, Zone.Care, id) : CaseBook.SubjectOf(row, id) with { Shared = new Share(caller.AccountId, FieldClass.Technical, guest.Class) };
        // The consent first, under a ticket that opens nothing else; then the one class.
        var record = await book.Record(caller, AccessAction.Open, subject, FieldClass.Technical);
        ImmutableArray<DataItem> Passing(Consents consents) => ConsentGate.Of(caller.Purpose) is { } purpose ? ConsentGate.Passing(consents, guest!.GuestOrganisationId, purpose, ItemsOf(guest.Class), now) : [];
        IReadOnlyList<(CaseField Field, ImmutableArray<FieldValue> Values)> read = [];
        if (!Passing(OpenedCase.ConsentsOf(row!, record)).IsEmpty)
        {
            var opened = await book.Open(caller, subject, row, AccessAction.Open, [FieldClass.Technical, guest!.Class]);
            // Asked again on what was opened: a consent may have been taken back in between.
            read = [.. ConsentGate.SharedFields(opened, Passing(opened.Consents)).Where(one => one.Field.Class == guest.Class)];
        }
        var from = (await organisations.All()).FirstOrDefault(one => one.Id == guest!.OrganisationId)?.Name ?? "";
        return new RazorComponentResult<GuestPage>(new { Frame = frame, View = new GuestView(new GuestCase(id, guest!.Class, guest.Until, from), read) });
    }

    /// <summary>The items that have a field of this class.</summary>
    internal static IEnumerable<DataItem> ItemsOf(FieldClass fieldClass) => CaseFields.All.Where(field => field.Class == fieldClass).Select(field => field.Item).Distinct();
}
