using System.Collections.Immutable;
using Entraide.Core.Assistance;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Access;
using Entraide.Node.Platform.Sealing;
using Entraide.Node.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Assistance;

/// <summary>What may be counted of one case.</summary>
/// <param name="Quarter">As 2026-Q1: when help began. No day leaves.</param>
/// <param name="Facts">The codes of the fields of class facts, by field; the date of no clock is among them.</param>
/// <param name="HasReflectionPeriod">Whether the clock of a reflection period was set going.</param>
/// <param name="Mark">The same whenever this case is counted again, and telling nothing of it without the node's keys.</param>
/// <param name="DaysToReferral">Whole days from the beginning of help to the first referral that was not refused; null before.</param>
public sealed record CountedCase(string Quarter, IReadOnlyDictionary<string, string> Facts, bool HasReflectionPeriod, int? DaysToReferral, string Mark);

/// <summary>How many referrals an organisation sent in a quarter, and how many of them were taken up.</summary>
/// <param name="Persons">Of how many cases they are: one may have been referred several times.</param>
/// <param name="PersonsTakenUp">Of how many cases those are that were taken up.</param>
/// <param name="PersonsLeft">Of how many cases those are that were not.</param>
public sealed record ReferralsOfQuarter(string Quarter, int Sent, int TakenUp, int Persons, int PersonsTakenUp, int PersonsLeft);

/// <param name="Cases">Those of people who agreed to be counted.</param>
/// <param name="Others">Of each of the others, the quarter in which help began.</param>
public sealed record CountedCases(IReadOnlyList<CountedCase> Cases, IReadOnlyList<string> Others);

/// <summary>What other modules may read of cases: facts, without who, where or what was told. Only keys of the class of facts are used.</summary>
public sealed class CaseFacts(AssistanceDb db, PlatformDb platform, KeyRing keys, Gate gate, TimeProvider time)
{
    // As many as are opened within the minute that a ticket is good for.
    private const int AtOnce = 1000;

    /// <summary>The facts of the caller's organisation's cases, as far as each person agreed to it (<see cref="WayOut.Statistics"/>).</summary>
    public async Task<CountedCases> Read(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var all = CaseList.AllOf(Resource.Case, caller);
        await gate.Ask(caller, AccessAction.List, all);
        var organisation = caller.OrganisationId!;
        var (counted, others, last) = (new List<CountedCase>(), new List<string>(), "");
        while (true)
        {
            var after = last;
            var rows = await db.Cases.AsNoTracking().Where(one => one.OrganisationId == organisation && one.RecordId.CompareTo(after) > 0).OrderBy(one => one.RecordId).Take(AtOnce).ToListAsync();
            if (rows.Count == 0) return new CountedCases(counted, others);
            last = rows[^1].RecordId;
            string[] ids = [.. rows.Select(row => row.RecordId)];
            var referred = (await db.Referrals.AsNoTracking().Where(one => ids.Contains(one.RecordId) && one.Stage != ReferralState.Declined && one.Stage != ReferralState.Withdrawn && one.Stage != ReferralState.Lapsed).Select(one => new { one.RecordId, one.SentAt }).ToListAsync())
                .GroupBy(one => one.RecordId).ToDictionary(same => same.Key, same => same.Min(one => one.SentAt), StringComparer.Ordinal);
            var tickets = await gate.AskForAll(caller, AccessAction.Open, all, [.. rows.Select(row => row.Subject())], FieldClass.Technical, FieldClass.Facts);
            foreach (var (row, record) in rows.Zip(await keys.OpenAll(tickets, platform)))
            {
                // Erased meanwhile: she is no longer there to be counted.
                if (record is null) continue;
                var opened = OpenedCase.Read(row, record);
                if (ConsentGate.Passing(opened.Consents, ConsentGate.Counting, SharingPurpose.Statistics, [DataItem.Facts], time.GetUtcNow()).IsEmpty) others.Add(Quarter.Of(row.OpenedAt));
                else counted.Add(new CountedCase(Quarter.Of(row.OpenedAt), ConsentGate.SharedFields(opened, [DataItem.Facts]).ToImmutableSortedDictionary(one => one.Field.Id, one => one.Values[^1].Value, StringComparer.Ordinal),
                    opened.Clocks.Any(clock => clock.Rule.Kind == ClockKind.ReflectionPeriod), referred.TryGetValue(row.RecordId, out var sent) ? Math.Max(0, (int)(sent - row.OpenedAt).TotalDays) : null, keys.LookUp("counted:" + row.RecordId)[0]));
            }
        }
    }

    /// <summary>The referrals that the caller's organisation sent, by quarter, in order.</summary>
    public async Task<IReadOnlyList<ReferralsOfQuarter>> Referrals(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        await gate.Ask(caller, AccessAction.List, CaseList.AllOf(Resource.Practice, caller), FieldClass.Technical);
        var organisation = caller.OrganisationId!;
        var sent = await db.Referrals.AsNoTracking().Where(one => one.OrganisationId == organisation).Select(one => new { one.RecordId, one.SentAt, IsTakenUp = one.Stage == ReferralState.Accepted || one.Stage == ReferralState.Disclosed || one.Stage == ReferralState.Served }).ToListAsync();
        return [.. sent.GroupBy(one => Quarter.Of(one.SentAt)).OrderBy(same => same.Key, StringComparer.Ordinal).Select(same =>
        {
            int Persons(bool? takenUp) => same.Where(one => takenUp is null || one.IsTakenUp == takenUp).Select(one => one.RecordId).Distinct().Count();
            return new ReferralsOfQuarter(same.Key, same.Count(), same.Count(one => one.IsTakenUp), Persons(null), Persons(true), Persons(false));
        })];
    }
}
