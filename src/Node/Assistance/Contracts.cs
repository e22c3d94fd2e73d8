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
public sealed record CountedCase(string Quarter, IReadOnlyDictionary<string, string> Facts);

/// <param name="Cases">Those of people who agreed to be counted.</param>
/// <param name="Others">How many more there are.</param>
public sealed record CountedCases(IReadOnlyList<CountedCase> Cases, int Others);

/// <summary>What other modules may read of cases: facts, without who, where or what was told. Only keys of the class of facts are used.</summary>
public sealed class CaseFacts(AssistanceDb db, PlatformDb platform, KeyRing keys, Gate gate, TimeProvider time)
{
    /// <summary>The facts of the caller's organisation's cases, as far as each person agreed to it (<see cref="WayOut.Statistics"/>).</summary>
    public async Task<CountedCases> Read(Caller caller)
    {
        await gate.Ask(caller, AccessAction.List, CaseList.AllOf(Resource.Case, caller));
        var organisation = caller.OrganisationId!;
        var (counted, others) = (new List<CountedCase>(), 0);
        await foreach (var row in db.Cases.AsNoTracking().Where(one => one.OrganisationId == organisation).OrderBy(one => one.RecordId).AsAsyncEnumerable())
        {
            var ticket = await gate.Ask(caller, AccessAction.Open, row.Subject(), FieldClass.Technical, FieldClass.Facts);
            var opened = OpenedCase.Read(row, await keys.Open(ticket, platform));
            if (ConsentGate.Passing(opened.Consents, ConsentGate.Counting, SharingPurpose.Statistics, [DataItem.Facts], time.GetUtcNow()).IsEmpty) others++;
            else counted.Add(new CountedCase($"{row.OpenedAt.Year}-Q{(row.OpenedAt.Month + 2) / 3}", ConsentGate.SharedFields(opened, [DataItem.Facts]).ToImmutableSortedDictionary(one => one.Field.Id, one => one.Values[^1].Value, StringComparer.Ordinal)));
        }
        return new CountedCases(counted, others);
    }
}
