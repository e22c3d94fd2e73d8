using System.Security.Cryptography;
using Entraide.Core.Sealing;
using Microsoft.EntityFrameworkCore;

namespace Entraide.Node.Platform.Ledger;

/// <summary>Recomputes every tree of a store's ledger from its entries, and compares it with what was kept and signed.</summary>
/// <param name="Heads">The last signed head of each zone that has entries.</param>
/// <param name="Entries">Entries of all zones together.</param>
/// <param name="Fault">The first fault, in words; null where there is none.</param>
public sealed record LedgerCheck(IReadOnlyList<LedgerHead> Heads, long Entries, string? Fault)
{
    private const int Page = 2000;

    /// <param name="signers">The node's signing keys.</param>
    /// <param name="kept">Heads that somebody kept: the ledger must be at least as long, and have had these roots.</param>
    public static async Task<LedgerCheck> Run(PlatformDb db, string node, IReadOnlyList<LedgerKey> signers, IReadOnlyList<LedgerHead> kept)
    {
        var heads = new List<LedgerHead>();
        long entries = 0;
        foreach (var tree in await db.Trees.AsNoTracking().OrderBy(tree => tree.Zone).ToListAsync())
        {
            var zone = new ZoneCheck(db, tree, kept.Where(head => head.Zone == tree.Zone.ToString()).ToDictionary(head => head.Size, head => head.Root));
            var fault = await zone.Run() ?? await zone.Signed(node, signers);
            entries += zone.Size;
            if (zone.Last is not null) heads.Add(zone.Last);
            if (fault is not null) return new LedgerCheck(heads, entries, $"{tree.Zone}: {fault}");
        }
        return new LedgerCheck(heads, entries, null);
    }

    private sealed class ZoneCheck(PlatformDb db, LedgerTree tree, Dictionary<long, byte[]> kept)
    {
        private MerkleFrontier frontier = MerkleFrontier.Empty;

        public long Size => frontier.Size;

        public LedgerHead? Last { get; private set; }

        public async Task<string?> Run()
        {
            while (true)
            {
                var from = frontier.Size;
                var rows = await db.Entries.AsNoTracking().Where(row => row.Zone == tree.Zone && row.Position > from).OrderBy(row => row.Position).Take(Page).Select(row => new { row.Position, row.Entry }).ToListAsync();
                if (rows.Count == 0) break;
                var to = rows[^1].Position;
                var roots = await db.Heads.AsNoTracking().Where(head => head.Zone == tree.Zone && head.Size > from && head.Size <= to).ToDictionaryAsync(head => head.Size, head => head.Root);
                foreach (var row in rows)
                {
                    if (row.Position != frontier.Size + 1) return $"entry {frontier.Size + 1} is missing";
                    frontier = frontier.Append(MerkleTree.LeafHash(row.Entry));
                    if (roots.TryGetValue(frontier.Size, out var root) && !root.AsSpan().SequenceEqual(frontier.Root)) return $"the signed head of {frontier.Size} entries does not agree: something before it was changed";
                    if (kept.TryGetValue(frontier.Size, out var before) && !before.AsSpan().SequenceEqual(frontier.Root)) return $"the kept head of {frontier.Size} entries does not agree: something before it was changed";
                }
            }
            if (kept.Count > 0 && kept.Keys.Max() is var most && most > frontier.Size) return $"the ledger ends at entry {frontier.Size}, but a kept head speaks of {most}: the end was cut off";
            return tree.Size == frontier.Size && tree.Frontier.AsSpan().SequenceEqual(frontier.ToBytes()) ? null : $"the tree speaks of {tree.Size} entries, and {frontier.Size} are there, or others";
        }

        public async Task<string?> Signed(string node, IReadOnlyList<LedgerKey> signers)
        {
            var last = await db.Heads.AsNoTracking().Where(head => head.Zone == tree.Zone).OrderByDescending(head => head.Size).FirstOrDefaultAsync();
            if (last is null) return frontier.Size == 0 ? null : "no head is signed";
            if (last.Size != frontier.Size) return $"the last signed head speaks of {last.Size} entries, and {frontier.Size} are there";
            Last = last.ToHead(node);
            if (signers.FirstOrDefault(signer => signer.Id == last.KeyId) is not { } key) return "the last head is signed by a key that is not the node's";
            using var verifying = ECDsa.Create();
            verifying.ImportSubjectPublicKeyInfo(key.Public, out _);
            return Last.IsSignedBy(verifying) ? null : "the signature of the last head does not hold";
        }
    }
}
