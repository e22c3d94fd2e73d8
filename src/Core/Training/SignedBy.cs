using System.Security.Cryptography;
using System.Text;
using Entraide.Core.Sealing;

namespace Entraide.Core.Training;

/// <summary>
/// Who signed something that left a node: ECDSA on P-256 with SHA-256 (FIPS 186-5), the signature as r and s (IEEE P1363). What
/// is signed begins with what it is, so that a signature on one thing can never be taken for one on another.
/// </summary>
/// <param name="Key">The public key, as SubjectPublicKeyInfo (RFC 5280).</param>
public sealed record SignedBy(byte[] Key, byte[] Signature)
{
    /// <summary>What people compare, by voice or on paper: see <see cref="SigningKey.IdOf"/>.</summary>
    public string Fingerprint => SigningKey.IdOf(Key);

    /// <param name="what">As <c>kit</c>.</param>
    /// <param name="hash">SHA-256 of what is signed, in hexadecimal.</param>
    public static SignedBy Sign(SigningKey key, string what, string hash) => new(key.Public, key.Sign(Statement(what, hash)));

    /// <summary>Whether the holder of the key signed this.</summary>
    public bool Holds(string what, string hash)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(Key, out _);
            return key.KeySize == 256 && key.VerifyData(Statement(what, hash), Signature, HashAlgorithmName.SHA256);
        }
        catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException or ArgumentException)
        {
            return false;
        }
    }

    private static byte[] Statement(string what, string hash) => Encoding.ASCII.GetBytes($"entraide {what} 1\n{hash}\n");
}
