using Entraide.Core.Assistance;
using Entraide.Node.Accounts;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Assistance;

/// <summary>The referrals that came, and those that were sent: between whom, since when, by when to be answered. No outline, before one is opened.</summary>
public static class ListReferrals
{
    /// <summary>Of each kind.</summary>
    public const int Most = 200;

    /// <summary>All that is told of a referral before it is opened.</summary>
    public sealed record ListedReferral(string Id, string Other, SharingPurpose Purpose, DateTimeOffset SentAt, DateTimeOffset AnswerBy, ReferralState Stage, bool IsHers)
    {
        public ReferralState State(DateTimeOffset now) => Stage == ReferralState.Offered && AnswerBy <= now ? ReferralState.Lapsed : Stage;
    }

    public static async Task<RazorComponentResult<ReferralListPage>> Show(Frame frame, Caller caller, CaseBook book, Gate gate, Organisations organisations)
    {
        var names = (await organisations.All()).ToDictionary(one => one.Id, one => one.Name, StringComparer.Ordinal);
        string Name(string id) => names.GetValueOrDefault(id, "");
        var own = caller.OrganisationId ?? "none";
        await gate.Ask(caller, AccessAction.List, new Subject(Resource.Referral, Zone.Care, own) { Shared = new Share(own, FieldClass.Technical) });
        var purpose = ConsentGate.Of(caller.Purpose);
        // A supervisor sees all that came; who receives, what came for the purpose for which she acts.
        var supervises = !Policy.MayEver(caller.Role, caller.Purpose, AccessAction.Change, Resource.Referral);
        var came = await book.Db.Referrals.AsNoTracking().Where(one => one.RecipientId == own && (supervises || one.Purpose == purpose)).OrderBy(one => one.IsSettled).ThenByDescending(one => one.SentAt).Take(Most).ToListAsync();
        var sent = new List<ListedReferral>();
        if (caller.Purpose == Purpose.Care && Policy.MayEver(caller.Role, caller.Purpose, AccessAction.Open, Resource.Case) && caller.Role is not Role.Lawyer)
        {
            var hers = book.Db.Referrals.AsNoTracking().Where(one => one.OrganisationId == own).Join(book.Db.Cases.AsNoTracking(), one => one.RecordId, one => one.RecordId, (referral, kase) => new { Referral = referral, kase.AssignedTo });
            if (!supervises) hers = hers.Where(one => one.AssignedTo == caller.AccountId);
            sent.AddRange((await hers.OrderBy(one => one.Referral.IsSettled).ThenByDescending(one => one.Referral.SentAt).Take(Most).ToListAsync()).Select(one => Listed(one.Referral, Name(one.Referral.RecipientId), one.AssignedTo == caller.AccountId)));
        }
        return new RazorComponentResult<ReferralListPage>(new { Frame = frame, Came = (IReadOnlyList<ListedReferral>)[.. came.Select(one => Listed(one, Name(one.OrganisationId), one.ReceiverId == caller.AccountId))], Sent = (IReadOnlyList<ListedReferral>)sent, Now = book.Now });
    }

    private static ListedReferral Listed(ReferralRow row, string other, bool hers) => new(row.ReferralId, other, row.Purpose, row.SentAt, row.AnswerBy, row.Stage, hers);
}

/// <summary>Says that nobody answered in time: a silence becomes the task of whoever works on the case.</summary>
public static class LapseReferrals
{
    public static async Task Run(IServiceProvider services, CancellationToken stop) => await Tell(services.GetRequiredService<CaseBook>(), services.GetRequiredService<Gate>(), stop);

    /// <summary>Gives the number of referrals of which it was said.</summary>
    internal static async Task<int> Tell(CaseBook book, Gate gate, CancellationToken stop = default)
    {
        var (now, told) = (book.Now, 0);
        var silent = await book.Db.Referrals.AsNoTracking().Where(one => !one.IsLapseTold && one.Stage == ReferralState.Offered && one.AnswerBy <= now).Select(one => new { one.ReferralId, one.RecordId }).ToListAsync(stop);
        foreach (var one in silent)
        {
            if (await book.Find(one.RecordId) is not { } kase) continue;
            await gate.Do(Caller.Node(Purpose.Care), AccessAction.Change, kase.Subject(Resource.Referral) with { State = RecordState.Active }, [], async scope =>
            {
                var row = await scope.Db<AssistanceDb>().Referrals.SingleOrDefaultAsync(row => row.ReferralId == one.ReferralId, stop);
                if (row is null or { IsLapseTold: true } or { Stage: not ReferralState.Offered }) return;
                row.IsLapseTold = true;
                // It stands among what is due, until somebody says what was done instead.
                if (await scope.Db<AssistanceDb>().Cases.SingleOrDefaultAsync(one => one.RecordId == row.RecordId, stop) is { } holder && !(holder.DueAt <= row.AnswerBy)) holder.DueAt = row.AnswerBy;
                scope.Db<PlatformDb>().Notices.Add(StoredNotice.To(kase.AssignedTo, "referral.notice.silent", now));
                told++;
            }, reason: "referral-lapsed");
        }
        return told;
    }
}
