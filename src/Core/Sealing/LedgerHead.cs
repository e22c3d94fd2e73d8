using System.Security.Cryptography;
using System.Text;

namespace Entraide.Core.Sealing;

/// <summary>
/// What a node says its ledger was at a moment: so many entries, with this root (RFC 9162, section 2.1). Signed with ECDSA
/// on P-256 and SHA-256 (FIPS 186-5); whoever keeps a head can later see whether anything before it was changed.
/// </summary>
/// <param name="Node">The node's id.</param>
/// <param name="Zone">The zone, each of which has a tree of its own.</param>
/// <param name="At">Milliseconds since 1970-01-01 UTC.</param>
/// <param name="Key">The id of the signing key, see <see cref="SigningKey.IdOf"/>.</param>
public sealed record LedgerHead(string Node, string Zone, long Size, byte[] Root, long At, string Key, byte[] Signature)
{
    public static LedgerHead Sign(SigningKey key, string node, string zone, long size, byte[] root, long at) =>
        new(node, zone, size, root, at, key.Id, key.Sign(Statement(node, zone, size, root, at)));

    /// <summary>Whether the holder of this public key has said so.</summary>
    public bool IsSignedBy(ECDsa publicKey) => publicKey.VerifyData(Statement(Node, Zone, Size, Root, At), Signature, HashAlgorithmName.SHA256);

    private static byte[] Statement(string node, string zone, long size, byte[] root, long at) =>
        Encoding.UTF8.GetBytes($"entraide ledger head 1\n{node}\n{zone}\n{size}\n{Convert.ToHexStringLower(root)}\n{at}\n");
}

/// <summary>A key that signs heads, and the endorsement by the key before it.</summary>
public sealed class SigningKey : IDisposable
{
    private readonly ECDsa pair;

    public SigningKey(ECDsa pair)
    {
        this.pair = pair;
        Public = pair.ExportSubjectPublicKeyInfo();
        Id = IdOf(Public);
    }

    /// <summary>The public key as SubjectPublicKeyInfo (RFC 5280).</summary>
    public byte[] Public { get; }

    public string Id { get; }

    /// <summary>The first 128 bits of the SHA-256 of the public key, in hexadecimal.</summary>
    public static string IdOf(ReadOnlySpan<byte> publicKey) => Convert.ToHexStringLower(SHA256.HashData(publicKey).AsSpan(0, 16));

    public byte[] Sign(byte[] statement) => pair.SignData(statement, HashAlgorithmName.SHA256);

    /// <summary>Says that <paramref name="next"/> signs from <paramref name="from"/> on (milliseconds since 1970-01-01 UTC).</summary>
    public byte[] Endorse(string node, byte[] next, long from) => Sign(LedgerKey.Statement(node, next, from));

    public void Dispose() => pair.Dispose();
}

/// <summary>The public half of a signing key, as a ledger file names it.</summary>
/// <param name="From">Since when it signs, in milliseconds since 1970-01-01 UTC.</param>
/// <param name="Endorsement">The signature of the key before it; empty for the first.</param>
public sealed record LedgerKey(byte[] Public, long From, byte[] Endorsement)
{
    public string Id => SigningKey.IdOf(Public);

    internal static byte[] Statement(string node, byte[] key, long from) => Encoding.UTF8.GetBytes($"entraide ledger key 1\n{node}\n{Convert.ToHexStringLower(key)}\n{from}\n");
}
