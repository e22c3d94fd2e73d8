using System.Security.Cryptography;
using System.Text;
using Entraide.Core.Sealing;
using Entraide.Node.Guide;
using Entraide.Node.Platform;
using Entraide.Node.Platform.Ledger;
using Entraide.Node.Training;
using Entraide.Tests.Databases;
using Microsoft.Extensions.DependencyInjection;

namespace Entraide.Tests.Node.Platform;

/// <summary>Promise P7: the ledger that a node gives out can be verified without it, and no change of it goes unseen.</summary>
public sealed class LedgerFileTests(PostgresServer postgres)
{
    private const int Changes = 10_000;

    private readonly Stores stores = new(postgres);

    [Theory, InlineData(Stores.Sqlite), InlineData(Stores.Postgres)]
    public async Task The_ledger_of_a_node_is_carried_out_and_verified_without_it(string store)
    {
        await using var node = await stores.Start(store);
        await new KeptRecords(node.App.Services).Keep(70);
        await using var opened = await BackupFolder.Open(BackupFolder.OptionsOf(node));
        var file = Path.Combine(node.DataFolder, "ledger.jsonl");
        // Besides the records one entry of the node's own, and one for each text and each training that came with the program.
        var shipped = node.App.Services.GetServices<Lazy<ShippedText>>().Count() + node.App.Services.GetServices<Lazy<IReadOnlyList<ShippedCountry>>>().Sum(one => one.Value.Count) + ShippedTrainings.Ids.Count;
        Assert.Equal(71 + shipped, await LedgerCommand.Write(opened, file));
        Assert.Contains("there already", (await Assert.ThrowsAsync<RefusedException>(() => LedgerCommand.Write(opened, file))).Message);
        var verdict = LedgerVerifier.Verify(File.ReadLines(file), opened.Keys.Signer.Public);
        Assert.Null(verdict.Fault);
        Assert.Equal(70, verdict.Sizes["Care"]);
        using var stranger = new SigningKey(ECDsa.Create(ECCurve.NamedCurves.nistP256));
        Assert.NotNull(LedgerVerifier.Verify(File.ReadLines(file), stranger.Public).Fault);
    }

    [Fact]
    public void Ten_thousand_changes_of_a_ledger_are_all_found()
    {
        using var ledger = new SignedLedger(seed: 20260301);
        Assert.Null(ledger.Verdict(ledger.Sound));
        var (kinds, missed) = (new int[SignedLedger.Kinds], new List<string>());
        var each = Enumerable.Range(0, Changes).Select(i => (Kind: i % SignedLedger.Kinds, Seed: i)).ToList();
        Parallel.ForEach(each, one =>
        {
            var changed = ledger.Change(one.Kind, one.Seed);
            Interlocked.Increment(ref kinds[one.Kind]);
            if (ledger.Verdict(changed) is null)
                lock (missed) missed.Add($"kind {one.Kind}, seed {one.Seed}");
        });
        Assert.Empty(missed);
        Assert.All(kinds, count => Assert.True(count > 1000));
    }

    /// <summary>A ledger of one zone with heads in between, its key, and a later head that somebody kept.</summary>
    private sealed class SignedLedger : IDisposable
    {
        public const int Kinds = 8;

        private const int Entries = 100, HeadEvery = 25;
        private const string Node = "0123456789abcdef0123456789abcdef", Zone = "Care";

        private readonly SigningKey key = new(ECDsa.Create(ECCurve.NamedCurves.nistP256)), thief = new(ECDsa.Create(ECCurve.NamedCurves.nistP256));
        private readonly List<string> entries;
        private readonly LedgerHead later;

        public SignedLedger(int seed)
        {
            var random = Seeded(seed);
            entries = [.. Enumerable.Range(1, Entries).Select(i => $"{{\"at\":{i},\"actor\":\"{random.Next():x8}\",\"record\":\"{random.Next():x8}\"}}")];
            Sound = Lines(entries, key);
            later = LedgerVerifier.ReadHeads(Sound.Where(line => line.Contains("\"head\"")).TakeLast(1))[0];
        }

        public List<string> Sound { get; }

        public LedgerFault? Verdict(IReadOnlyList<string> lines) => LedgerVerifier.Verify(lines, key.Public, [later]).Fault;

        public void Dispose()
        {
            key.Dispose();
            thief.Dispose();
        }

        public List<string> Change(int kind, int seed)
        {
            var random = Seeded(seed);
            var at = random.Next(Entries);
            var other = (at + 1 + random.Next(Entries - 1)) % Entries;
            var changed = entries.ToList();
            // What somebody does who has the file: he numbers and hashes anew, so that only the signatures can give him away.
            switch (kind)
            {
                case 0: // An edit.
                    changed[at] = changed[at][..^2] + (char)('g' + random.Next(10)) + "\"}";
                    return Resigned(changed);
                case 1: // A deletion.
                    changed.RemoveAt(at);
                    return Resigned(changed);
                case 2: // A swap.
                    (changed[at], changed[other]) = (changed[other], changed[at]);
                    return Resigned(changed);
                case 3: // An insertion.
                    changed.Insert(at, changed[other]);
                    return Resigned(changed);
                case 4: // The end cut off, behind a head or elsewhere.
                    return [.. Sound.Take(1 + random.Next(Sound.Count - 1))];
                case 5: // Signed anew by somebody else, who names himself as the next key, endorsed by himself.
                    changed[at] = changed[at].Replace("actor", "other");
                    return Lines(changed, thief);
                case 6: // Signed anew with the node's own key: the kept head knows.
                    changed[at] = changed[at].Replace("record", "nobody");
                    return Lines(changed, key);
                default: // A line of the file altered, as it stands.
                    return Altered(random);
            }
        }

        private List<string> Altered(Random random)
        {
            var lines = Sound.ToList();
            var line = random.Next(1, lines.Count);
            var text = new StringBuilder(lines[line]);
            int at;
            do at = random.Next(text.Length);
            while (!char.IsAsciiLetterOrDigit(text[at]));
            var before = text[at];
            do text[at] = "0123456789abcdefghijklmnopqrstuvwxyz"[random.Next(36)];
            while (text[at] == before);
            lines[line] = text.ToString();
            return lines;
        }

        private List<string> Resigned(List<string> changed)
        {
            // The old signatures, on the places where heads stand.
            var heads = Sound.Where(line => line.Contains("\"head\"")).ToList();
            var lines = new List<string> { Sound[0] };
            for (var i = 0; i < changed.Count; i++)
            {
                lines.Add(LedgerVerifier.EntryLine(Zone, i + 1, Encoding.UTF8.GetBytes(changed[i])));
                if ((i + 1) % HeadEvery == 0 && (i + 1) / HeadEvery <= heads.Count) lines.Add(heads[(i + 1) / HeadEvery - 1]);
            }
            return lines;
        }

        private List<string> Lines(List<string> texts, SigningKey with)
        {
            var keys = new List<LedgerKey> { new(key.Public, 0, []) };
            if (with != key) keys.Add(new LedgerKey(with.Public, 1, with.Endorse(Node, with.Public, 1)));
            var lines = new List<string> { LedgerVerifier.FirstLine(Node, keys) };
            var frontier = MerkleFrontier.Empty;
            for (var i = 0; i < texts.Count; i++)
            {
                var bytes = Encoding.UTF8.GetBytes(texts[i]);
                frontier = frontier.Append(MerkleTree.LeafHash(bytes));
                lines.Add(LedgerVerifier.EntryLine(Zone, i + 1, bytes));
                if ((i + 1) % HeadEvery == 0 || i == texts.Count - 1) lines.Add(LedgerVerifier.HeadLine(LedgerHead.Sign(with, Node, Zone, i + 1, frontier.Root, i)));
            }
            return lines;
        }

#pragma warning disable RS0030 // With a seed.
        private static Random Seeded(int seed) => new(seed);
#pragma warning restore RS0030
    }
}
