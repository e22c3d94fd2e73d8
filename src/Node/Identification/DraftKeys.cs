using System.Buffers.Text;
using System.Security.Cryptography;
using Entraide.Core.Sealing;
using Entraide.Node.Platform.Sealing;

namespace Entraide.Node.Identification;

/// <summary>The key pairs to which phones seal drafts, as phones name them.</summary>
public static class DraftKeys
{
    /// <summary>The uncompressed point (65 bytes) of the pair's public key.</summary>
    public static byte[] Point(ECDiffieHellman pair) => Hpke.Point(pair.ExportParameters(includePrivateParameters: false).Q);

    /// <summary>The first 128 bits of the SHA-256 of the public point, in hexadecimal.</summary>
    public static string IdOf(ECDiffieHellman pair) => Convert.ToHexStringLower(SHA256.HashData(Point(pair)).AsSpan(0, 16));

    /// <summary>The public point in base64url.</summary>
    public static string PublicOf(ECDiffieHellman pair) => Base64Url.EncodeToString(Point(pair));

    /// <summary>The pair of this id; null where the node has none.</summary>
    public static ECDiffieHellman? Find(KeyRing keys, string id) => keys.DraftPairs.FirstOrDefault(pair => IdOf(pair) == id);
}
