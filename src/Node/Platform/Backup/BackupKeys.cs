using System.Buffers.Text;
using System.Security.Cryptography;
using Entraide.Core.Sealing;
using Entraide.Core.Text;

namespace Entraide.Node.Platform.Backup;

/// <summary>The key pair of a backup: the public half seals and may lie on the node, the private half opens and must not.</summary>
public static class BackupKeys
{
    /// <summary>Reads a public key on P-256: PEM, or its point (65 bytes) in base64url.</summary>
    /// <exception cref="RefusedException">The file holds no such key.</exception>
    public static ECDiffieHellman ReadPublic(string file)
    {
        var text = Text(file);
        if (text.Contains("PRIVATE KEY", StringComparison.Ordinal))
            throw new RefusedException($"{Quoted.Line(file)} holds a private key. Give the public one: who can write a backup must not be able to read it.");
        return Import(file, "public", () =>
        {
            if (!text.Contains("-----BEGIN", StringComparison.Ordinal)) return Hpke.PublicKey(Base64Url.DecodeFromChars(text));
            var pair = ECDiffieHellman.Create();
            pair.ImportFromPem(text);
            return pair;
        });
    }

    /// <summary>Reads a private key on P-256 in PEM.</summary>
    /// <exception cref="RefusedException">The file holds no such key.</exception>
    public static ECDiffieHellman ReadPrivate(string file)
    {
        var text = Text(file);
        if (!text.Contains("PRIVATE KEY", StringComparison.Ordinal)) throw new RefusedException($"{Quoted.Line(file)} holds no private key in PEM. Give the one that entraide keys make wrote.");
        return Import(file, "private", () =>
        {
            var pair = ECDiffieHellman.Create();
            pair.ImportFromPem(text);
            return pair;
        });
    }

    private static ECDiffieHellman Import(string file, string half, Func<ECDiffieHellman> import)
    {
        try
        {
            var pair = import();
            return pair.ExportParameters(includePrivateParameters: false).Curve.Oid is { Value: "1.2.840.10045.3.1.7" } or { FriendlyName: "nistP256" or "ECDSA_P256" or "ECDH_P256" } ? pair
                : throw new CryptographicException("it is on another curve");
        }
        catch (Exception e) when (e is CryptographicException or FormatException or ArgumentException)
        {
            throw new RefusedException($"{Quoted.Line(file)} holds no {half} key on P-256 ({Quoted.Line(e.Message)}). entraide keys make --to FILE makes a pair.", e);
        }
    }

    private static string Text(string file) => System.Text.Encoding.UTF8.GetString(InputFile.Read(file).Span).Trim();
}
