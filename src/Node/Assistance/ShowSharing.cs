using System.Collections.Immutable;
using Entraide.Core.Assistance;
using Entraide.Node.Accounts;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Assistance;

/// <summary>Who else knows something of a case: what she agreed to, where she was referred, who was let in, and her own page.</summary>
public static class ShowSharing
{
    /// <summary>A grant as it stands now.</summary>
    /// <param name="Standing">The items that still count.</param>
    public sealed record StandingGrant(ConsentGrant Grant, ImmutableArray<DataItem> Standing, Room? Room, DateTimeOffset? TakenBack);

    /// <param name="MayEnd">Whether she may take back and end: on a closed case too.</param>
    /// <param name="Phrase">The phrase of her page, right after it was made; it is shown this once.</param>
    public sealed record SharingView(CaseRow Row, bool IsMine, bool MayEnd, IReadOnlyList<StandingGrant> Grants, IReadOnlyList<ReferralRow> Referrals, IReadOnlyList<Guest> Guests, OwnReceipt? Receipt, IReadOnlyDictionary<string, string> Names, DateTimeOffset Now, string? Phrase, string? Fault)
    {
        public string Name(Frame frame, string recipient) => recipient is ConsentGate.Herself or ConsentGate.Counting ? frame.Say["recipient." + recipient] : Names.GetValueOrDefault(recipient, frame.Say["recipient.gone"]);
    }

    public static Task<RazorComponentResult<SharingPage>> Show(HttpContext context, Frame frame, Caller caller, string id) => Page(context, frame, caller, id, null, null);

    internal static async Task<RazorComponentResult<SharingPage>> Page(HttpContext context, Frame frame, Caller caller, string id, string? phrase, string? fault)
    {
        var (book, organisations) = (context.RequestServices.GetRequiredService<CaseBook>(), context.RequestServices.GetRequiredService<Organisations>());
        var opened = await book.Open(caller, id);
        var now = book.Now;
        var hers = opened.Row.AssignedTo == caller.AccountId && Policy.MayEver(caller.Role, caller.Purpose, AccessAction.Change, Resource.Case);
        var view = new SharingView(opened.Row, hers && opened.Row.ClosedAt is null, hers,
            [.. opened.Consents.Grants.Reverse().Select(grant => Stand(opened.Consents, grant, opened.Rooms?.ByGrant.GetValueOrDefault(grant.Id), now))],
            await book.Db.Referrals.AsNoTracking().Where(one => one.RecordId == id).OrderByDescending(one => one.SentAt).ToListAsync(),
            await book.Db.Guests.AsNoTracking().Where(one => one.RecordId == id).OrderByDescending(one => one.Since).ToListAsync(),
            await book.Db.Receipts.AsNoTracking().Where(one => one.RecordId == id && one.Until > now).OrderByDescending(one => one.MadeAt).FirstOrDefaultAsync(),
            (await organisations.All()).ToDictionary(one => one.Id, one => one.Name, StringComparer.Ordinal), now, phrase, fault);
        return new RazorComponentResult<SharingPage>(new { Frame = frame, View = view }) { StatusCode = fault is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity };
    }

    internal static StandingGrant Stand(Consents consents, ConsentGrant grant, Room? room, DateTimeOffset now) =>
        new(grant, consents.Standing(grant, now), room, consents.Withdrawals.Where(one => one.GrantId == grant.Id).Select(one => (DateTimeOffset?)one.At).Max());
}
