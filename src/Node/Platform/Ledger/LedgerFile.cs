using Entraide.Core.Sealing;
using Entraide.Node.Platform.Access;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Platform.Ledger;

/// <summary>Writes a node's ledger as a file that can be verified without the node, see <see cref="LedgerVerifier"/>.</summary>
public static class LedgerFile
{
    private const int Page = 2000;

    /// <summary>Writes all zones, each head after the entries that it covers; gives the number of entries.</summary>
    /// <param name="db">On one state of the store, so that no head speaks of an entry that is not there.</param>
    public static async Task<long> Write(PlatformDb db, string node, IReadOnlyList<LedgerKey> signers, TextWriter to)
    {
        await to.WriteLineAsync(LedgerVerifier.FirstLine(node, signers));
        long entries = 0;
        foreach (var zone in Enum.GetValues<Zone>()) entries += await Write(db, node, zone, to);
        return entries;
    }

    private static async Task<long> Write(PlatformDb db, string node, Zone zone, TextWriter to)
    {
        long written = 0;
        while (true)
        {
            var rows = await db.Entries.AsNoTracking().Where(row => row.Zone == zone && row.Position > written).OrderBy(row => row.Position).Take(Page).ToListAsync();
            if (rows.Count == 0) return written;
            var last = rows[^1].Position;
            var heads = await db.Heads.AsNoTracking().Where(head => head.Zone == zone && head.Size > written && head.Size <= last).ToDictionaryAsync(head => head.Size);
            foreach (var row in rows)
            {
                await to.WriteLineAsync(LedgerVerifier.EntryLine(zone.ToString(), row.Position, row.Entry));
                if (heads.TryGetValue(row.Position, out var head)) await to.WriteLineAsync(LedgerVerifier.HeadLine(head.ToHead(node)));
            }
            written = last;
        }
    }
}
