using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Entraide.Core.Text;

namespace Entraide.Core.Sealing;

/// <summary>Where a ledger file is not what the node signed.</summary>
/// <param name="Position">The first entry that cannot be trusted, counted from 1 within its zone; 0 where the file as a whole is at fault.</param>
public sealed record LedgerFault(string Zone, long Position, string What);

/// <summary>What a verified ledger file holds.</summary>
/// <param name="Sizes">Entries by zone.</param>
/// <param name="Fault">The first fault; null where there is none.</param>
public sealed record LedgerVerdict(string Node, IReadOnlyDictionary<string, long> Sizes, int Heads, LedgerFault? Fault);

/// <summary>
/// Reads a ledger file and finds any edit, deletion, insertion, swap and, given a later head, any tail that was cut off.
/// It needs no node: the file, a public key that was got from elsewhere, and heads that somebody kept.
/// </summary>
/// <remarks>
/// A ledger file has one JSON text per line. The first names format, node and keys; each other is an entry (zone, position,
/// leaf hash, the exact text that was hashed) or a signed head. A head stands after the last entry that it covers.
/// </remarks>
public sealed class LedgerVerifier
{
    /// <summary>How long after a change of key the old one may still have signed: a process that had not heard of it.</summary>
    public static readonly TimeSpan KeyGrace = TimeSpan.FromMinutes(10);

    private sealed class Tree
    {
        public MerkleFrontier Frontier = MerkleFrontier.Empty;
        public long Covered, LastAt;
        public bool LastTrusted;
    }

    private readonly byte[] anchor;
    private readonly Dictionary<string, Tree> trees = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (ECDsa Key, bool Trusted, long Until)> keys = new(StringComparer.Ordinal);
    private readonly List<LedgerHead> witnessed;
    private string node = "";
    private int heads;

    private LedgerVerifier(byte[] anchor, IReadOnlyList<LedgerHead> witnessed) => (this.anchor, this.witnessed) = (anchor, [.. witnessed.OrderBy(head => head.Size)]);

    /// <summary>Verifies the lines of a file.</summary>
    /// <param name="publicKey">A signing key of the node (SubjectPublicKeyInfo), got from elsewhere than the file.</param>
    /// <param name="witnessed">Heads that somebody kept.</param>
    public static LedgerVerdict Verify(IEnumerable<string> lines, byte[] publicKey, IReadOnlyList<LedgerHead>? witnessed = null)
    {
        var verifier = new LedgerVerifier(publicKey, witnessed ?? []);
        LedgerFault? fault = null;
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            fault = verifier.Read(line, number);
            if (fault is not null) break;
        }
        fault ??= number == 0 ? new LedgerFault("", 0, "the file is empty") : verifier.End();
        foreach (var (key, _, _) in verifier.keys.Values) key.Dispose();
        return new LedgerVerdict(verifier.node, verifier.trees.ToDictionary(tree => tree.Key, tree => tree.Value.Frontier.Size, StringComparer.Ordinal), verifier.heads, fault);
    }

    private LedgerFault? Read(string line, int number)
    {
        try
        {
            using var document = StrictJson.Parse(Encoding.UTF8.GetBytes(line));
            var root = document.RootElement;
            if (number == 1) return ReadKeys(root);
            var zone = root.GetProperty("zone").GetString()!;
            if (!trees.TryGetValue(zone, out var tree)) trees.Add(zone, tree = new Tree());
            if (!root.TryGetProperty("head", out var head)) return ReadEntry(zone, tree, root);
            return root.GetProperty("node").GetString() == node ? ReadHead(zone, tree, head) : new LedgerFault(zone, tree.Covered + 1, $"line {number} is a head of another node");
        }
        catch (Exception e) when (e is StrictJsonException or KeyNotFoundException or FormatException or InvalidOperationException or CryptographicException)
        {
            var (zone, next) = trees.Count > 0 ? (trees.Last().Key, trees.Last().Value.Frontier.Size + 1) : ("", 0L);
            return new LedgerFault(zone, next, $"line {number} cannot be read ({Quoted.Line(e.Message)})");
        }
    }

    private LedgerFault? ReadKeys(JsonElement root)
    {
        if (root.GetProperty("format").GetString() != "entraide ledger 1") return new LedgerFault("", 0, "the first line does not name the format \"entraide ledger 1\"");
        node = root.GetProperty("node").GetString()!;
        var given = root.GetProperty("keys").EnumerateArray().Select(key => new LedgerKey(
            Bytes(key, "public"), key.GetProperty("from").GetInt64(), Bytes(key, "endorsement"))).ToList();
        var trusted = false;
        for (var i = 0; i < given.Count; i++)
        {
            var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(given[i].Public, out _);
            // Trust goes forward from the key that the reader has: each key must be endorsed by the one before.
            if (trusted && !keys[given[i - 1].Id].Key.VerifyData(LedgerKey.Statement(node, given[i].Public, given[i].From), given[i].Endorsement, HashAlgorithmName.SHA256))
                return new LedgerFault("", 0, $"key {given[i].Id} is not endorsed by the key before it");
            trusted |= given[i].Public.AsSpan().SequenceEqual(anchor);
            if (!keys.TryAdd(given[i].Id, (key, trusted, i + 1 < given.Count ? given[i + 1].From + (long)KeyGrace.TotalMilliseconds : long.MaxValue)))
                return new LedgerFault("", 0, $"key {given[i].Id} is named twice");
        }
        if (!trusted) return new LedgerFault("", 0, $"the file names no key {SigningKey.IdOf(anchor)}: it is not from the node whose key you gave");
        // A witness whose signature does not hold says nothing.
        return witnessed.Find(head => head.Node != node || !keys.TryGetValue(head.Key, out var signer) || !head.IsSignedBy(signer.Key)) is { } wrong
            ? new LedgerFault(wrong.Zone, 0, $"the kept head of {wrong.Size} entries is not signed by this node")
            : null;
    }

    private LedgerFault? ReadEntry(string zone, Tree tree, JsonElement entry)
    {
        var expected = tree.Frontier.Size + 1;
        var position = entry.GetProperty("position").GetInt64();
        if (position != expected) return new LedgerFault(zone, expected, $"entry {expected} is missing: entry {position} stands in its place");
        var leaf = MerkleTree.LeafHash(Encoding.UTF8.GetBytes(entry.GetProperty("entry").GetString()!));
        if (!leaf.AsSpan().SequenceEqual(Convert.FromHexString(entry.GetProperty("leaf").GetString()!))) return new LedgerFault(zone, position, $"entry {position} is not what was recorded");
        tree.Frontier = tree.Frontier.Append(leaf);
        foreach (var kept in witnessed)
            if (kept.Zone == zone && kept.Size == position && !kept.Root.AsSpan().SequenceEqual(tree.Frontier.Root))
                return new LedgerFault(zone, tree.Covered + 1, $"the kept head of {kept.Size} entries does not agree: something between entries {tree.Covered + 1} and {kept.Size} was changed");
        return null;
    }

    private LedgerFault? ReadHead(string zone, Tree tree, JsonElement json)
    {
        var head = ReadHead(json, node, zone);
        heads++;
        var from = tree.Covered + 1;
        if (head.Size != tree.Frontier.Size) return new LedgerFault(zone, Math.Min(tree.Frontier.Size, head.Size) + 1, $"a head speaks of {head.Size} entries where {tree.Frontier.Size} stand before it");
        if (!head.Root.AsSpan().SequenceEqual(tree.Frontier.Root)) return new LedgerFault(zone, from, $"the signed head of {head.Size} entries does not agree: something between entries {from} and {head.Size} was changed");
        if (!keys.TryGetValue(head.Key, out var signer)) return new LedgerFault(zone, from, $"the head of {head.Size} entries is signed by a key that the file does not name");
        if (!head.IsSignedBy(signer.Key)) return new LedgerFault(zone, from, $"the signature of the head of {head.Size} entries does not hold");
        if (head.At > signer.Until) return new LedgerFault(zone, from, $"the head of {head.Size} entries is signed by a key that was no longer in use");
        if (head.At < tree.LastAt) return new LedgerFault(zone, from, $"the head of {head.Size} entries is older than the one before it");
        (tree.Covered, tree.LastAt, tree.LastTrusted) = (head.Size, head.At, signer.Trusted);
        return null;
    }

    private LedgerFault? End()
    {
        foreach (var (zone, tree) in trees)
        {
            if (tree.Covered < tree.Frontier.Size) return new LedgerFault(zone, tree.Covered + 1, $"no signed head covers the entries from {tree.Covered + 1} on");
            // The last head covers everything before it: it is the one whose signer must be known.
            if (!tree.LastTrusted) return new LedgerFault(zone, 1, "the last head is signed by a key older than the one that you gave");
        }
        foreach (var kept in witnessed)
        {
            var size = trees.TryGetValue(kept.Zone, out var tree) ? tree.Frontier.Size : 0;
            if (kept.Size > size) return new LedgerFault(kept.Zone, size + 1, $"the file ends at entry {size}, but a kept head speaks of {kept.Size}: the end was cut off");
        }
        return null;
    }

    /// <summary>Reads a head from its JSON.</summary>
    /// <exception cref="FormatException">A value is not as it should be.</exception>
    public static LedgerHead ReadHead(JsonElement json, string node, string zone) => new(
        node, zone, json.GetProperty("size").GetInt64(), Convert.FromHexString(json.GetProperty("root").GetString()!), json.GetProperty("at").GetInt64(), json.GetProperty("key").GetString()!, Bytes(json, "signature"));

    /// <summary>Writes a line with a head.</summary>
    public static string HeadLine(LedgerHead head) => Text(new CanonicalJson().Open('{').Name("node").Value(head.Node).Name("zone").Value(head.Zone).Name("head").Open('{')
        .Name("size").Value(head.Size).Name("root").Value(Convert.ToHexStringLower(head.Root)).Name("at").Value(head.At).Name("key").Value(head.Key)
        .Name("signature").Value(Base64Url.EncodeToString(head.Signature)).Close('}').Close('}'));

    /// <summary>Writes a line with an entry.</summary>
    public static string EntryLine(string zone, long position, ReadOnlySpan<byte> entry) => Text(new CanonicalJson().Open('{').Name("zone").Value(zone).Name("position").Value(position)
        .Name("leaf").Value(Convert.ToHexStringLower(MerkleTree.LeafHash(entry))).Name("entry").Value(Encoding.UTF8.GetString(entry)).Close('}'));

    /// <summary>Writes the first line.</summary>
    public static string FirstLine(string node, IEnumerable<LedgerKey> signers)
    {
        var json = new CanonicalJson().Open('{').Name("format").Value("entraide ledger 1").Name("node").Value(node).Name("keys").Open('[');
        foreach (var key in signers)
            json.Open('{').Name("public").Value(Base64Url.EncodeToString(key.Public)).Name("from").Value(key.From).Name("endorsement").Value(Base64Url.EncodeToString(key.Endorsement)).Close('}');
        return Text(json.Close(']').Close('}'));
    }

    /// <summary>Reads the heads that somebody kept, one line each.</summary>
    /// <exception cref="FormatException">A line is no head.</exception>
    public static IReadOnlyList<LedgerHead> ReadHeads(IEnumerable<string> lines)
    {
        var found = new List<LedgerHead>();
        foreach (var line in lines.Where(line => line.Length > 0))
        {
            try
            {
                using var document = StrictJson.Parse(Encoding.UTF8.GetBytes(line));
                found.Add(ReadHead(document.RootElement.GetProperty("head"), document.RootElement.GetProperty("node").GetString()!, document.RootElement.GetProperty("zone").GetString()!));
            }
            catch (Exception e) when (e is StrictJsonException or KeyNotFoundException or InvalidOperationException)
            {
                throw new FormatException($"line {found.Count + 1} is no head of a ledger ({Quoted.Line(e.Message)})", e);
            }
        }
        return found;
    }

    private static byte[] Bytes(JsonElement json, string name) => Base64Url.DecodeFromChars(json.GetProperty(name).GetString());

    private static string Text(CanonicalJson json) => Encoding.UTF8.GetString(json.Bytes.Span);
}
