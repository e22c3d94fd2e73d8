using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Entraide.Core.Sealing;

/// <summary>
/// Hybrid public key encryption, base mode (RFC 9180) with DHKEM(P-256, HKDF-SHA256), HKDF-SHA256 and AES-128-GCM: the
/// suite that a browser can do with Web Crypto alone. Whoever has the public key can seal; only the private key opens.
/// It says nothing about who sealed.
/// </summary>
public sealed class Hpke
{
    /// <summary>Length in bytes of an encapsulated key: an uncompressed point of P-256.</summary>
    public const int EncapsulatedKeyLength = 65;

    /// <summary>Length in bytes of the authentication tag that each ciphertext ends with.</summary>
    public const int TagLength = 16;

    private const int HashLength = 32, KeyLength = 16, NonceLength = 12;

    // suite_id of the KEM (section 4.1) and of the whole suite (section 5.1).
    private static readonly byte[] KemSuite = [.. "KEM"u8, 0x00, 0x10];
    private static readonly byte[] Suite = [.. "HPKE"u8, 0x00, 0x10, 0x00, 0x01, 0x00, 0x01];

    private readonly byte[] key;
    private readonly byte[] baseNonce;

    private Hpke(byte[] sharedSecret, ReadOnlySpan<byte> info)
    {
        // Key schedule, section 5.1, with the empty pre-shared key of base mode.
        byte[] context = [0x00, .. LabeledExtract(Suite, [], "psk_id_hash"u8, []), .. LabeledExtract(Suite, [], "info_hash"u8, info)];
        var secret = LabeledExtract(Suite, sharedSecret, "secret"u8, []);
        key = LabeledExpand(Suite, secret, "key"u8, context, KeyLength);
        baseNonce = LabeledExpand(Suite, secret, "base_nonce"u8, context, NonceLength);
    }

    /// <summary>SetupBaseS: a context that seals to <paramref name="recipient"/>, and the encapsulated key to send along.</summary>
    /// <param name="recipient">A public key on P-256.</param>
    /// <param name="info">What the two sides agree that this is about.</param>
    public static (Hpke Context, byte[] EncapsulatedKey) ToSeal(ECDiffieHellmanPublicKey recipient, ReadOnlySpan<byte> info)
    {
        using var ephemeral = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var encapsulated = Point(ephemeral.ExportParameters(includePrivateParameters: false).Q);
        var shared = SharedSecret(ephemeral.DeriveRawSecretAgreement(recipient), encapsulated, Point(recipient.ExportParameters().Q));
        return (new Hpke(shared, info), encapsulated);
    }

    /// <summary>SetupBaseR: a context that opens what was sealed to <paramref name="recipient"/>.</summary>
    /// <exception cref="CryptographicException">The encapsulated key is no point of P-256.</exception>
    public static Hpke ToOpen(ECDiffieHellman recipient, ReadOnlySpan<byte> encapsulatedKey, ReadOnlySpan<byte> info)
    {
        using var sender = PublicKey(encapsulatedKey);
        using var senderPublic = sender.PublicKey;
        var shared = SharedSecret(recipient.DeriveRawSecretAgreement(senderPublic), encapsulatedKey, Point(recipient.ExportParameters(includePrivateParameters: false).Q));
        return new Hpke(shared, info);
    }

    /// <summary>Seals the message with this sequence number; a number is used once only.</summary>
    public byte[] Seal(long sequence, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> plaintext)
    {
        var sealedBytes = new byte[plaintext.Length + TagLength];
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(Nonce(sequence), plaintext, sealedBytes.AsSpan(0, plaintext.Length), sealedBytes.AsSpan(plaintext.Length), associatedData);
        return sealedBytes;
    }

    /// <exception cref="CryptographicException">The bytes were not sealed so: another key, another message, or changed on the way.</exception>
    public byte[] Open(long sequence, ReadOnlySpan<byte> associatedData, ReadOnlySpan<byte> ciphertext)
    {
        if (ciphertext.Length < TagLength) throw new CryptographicException("The sealed text is cut off: it is shorter than its tag.");
        var plaintext = new byte[ciphertext.Length - TagLength];
        using var aes = new AesGcm(key, TagLength);
        aes.Decrypt(Nonce(sequence), ciphertext[..plaintext.Length], ciphertext[plaintext.Length..], plaintext, associatedData);
        return plaintext;
    }

    /// <summary>The uncompressed form of a point: 04, x, y (SEC 1, section 2.3.3).</summary>
    public static byte[] Point(ECPoint point) => [0x04, .. point.X!, .. point.Y!];

    /// <exception cref="CryptographicException">The bytes are no point of P-256.</exception>
    public static ECDiffieHellman PublicKey(ReadOnlySpan<byte> point)
    {
        if (point.Length != EncapsulatedKeyLength || point[0] != 0x04) throw new CryptographicException("A public key is 65 bytes long and begins with 04.");
        return ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = { X = point[1..33].ToArray(), Y = point[33..].ToArray() } });
    }

    // ExtractAndExpand, section 4.1.
    private static byte[] SharedSecret(byte[] agreement, ReadOnlySpan<byte> encapsulatedKey, ReadOnlySpan<byte> recipient) =>
        LabeledExpand(KemSuite, LabeledExtract(KemSuite, [], "eae_prk"u8, agreement), "shared_secret"u8, [.. encapsulatedKey, .. recipient], HashLength);

    private static byte[] LabeledExtract(byte[] suite, byte[] salt, ReadOnlySpan<byte> label, ReadOnlySpan<byte> input) =>
        HKDF.Extract(HashAlgorithmName.SHA256, [.. "HPKE-v1"u8, .. suite, .. label, .. input], salt);

    private static byte[] LabeledExpand(byte[] suite, byte[] pseudorandomKey, ReadOnlySpan<byte> label, ReadOnlySpan<byte> info, int length) =>
        HKDF.Expand(HashAlgorithmName.SHA256, pseudorandomKey, length, [0x00, (byte)length, .. "HPKE-v1"u8, .. suite, .. label, .. info]);

    private byte[] Nonce(long sequence)
    {
        var nonce = new byte[NonceLength];
        BinaryPrimitives.WriteInt64BigEndian(nonce.AsSpan(NonceLength - sizeof(long)), sequence);
        for (var i = 0; i < NonceLength; i++) nonce[i] ^= baseNonce[i];
        return nonce;
    }
}
