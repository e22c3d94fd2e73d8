using System.Security.Cryptography;
using System.Text.Json;
using Entraide.Core.Sealing;

namespace Entraide.Tests.Core.Sealing;

/// <summary>
/// What we use of the framework's cryptography, against the published hard cases of Project Wycheproof. Each test says how many
/// vectors it met; "acceptable" ones may go either way. A file that is not there fails.
/// </summary>
public sealed class WycheproofTests
{
    [Fact]
    public void AES_GCM_seals_and_opens_as_published()
    {
        Assert.Equal(new Counts(Valid: 116, Invalid: 81), Run("aes_gcm_test.json", 316, Used, vector =>
        {
            byte[] message = Hex(vector, "msg"), ciphertext = Hex(vector, "ct"), tag = Hex(vector, "tag"), opened = new byte[ciphertext.Length];
            using var aes = new AesGcm(Hex(vector, "key"), Hpke.TagLength);
            if (Refused(() => aes.Decrypt(Hex(vector, "iv"), ciphertext, tag, opened, Hex(vector, "aad")))) return false;
            byte[] sealedBytes = new byte[message.Length], sealedTag = new byte[Hpke.TagLength];
            aes.Encrypt(Hex(vector, "iv"), message, sealedBytes, sealedTag, Hex(vector, "aad"));
            return opened.AsSpan().SequenceEqual(message) && sealedBytes.AsSpan().SequenceEqual(ciphertext) && sealedTag.AsSpan().SequenceEqual(tag);
        }));
        static bool Used(JsonElement group, JsonElement vector) => group.GetProperty("ivSize").GetInt32() == 96 && group.GetProperty("tagSize").GetInt32() == 128;
    }

    /// <summary>GCM allows them; the framework has no parameter for them, and nothing here asks for any.</summary>
    [Fact]
    public void Nonces_of_AES_GCM_of_any_other_length_are_refused_by_the_framework() =>
        Assert.Equal(119, Vectors("aes_gcm_test.json").Count(pair =>
        {
            if (pair.Group.GetProperty("ivSize").GetInt32() == 96) return false;
            var ciphertext = Hex(pair.Vector, "ct");
            using var aes = new AesGcm(Hex(pair.Vector, "key"), Hpke.TagLength);
            Assert.Throws<ArgumentException>(() => aes.Decrypt(Hex(pair.Vector, "iv"), ciphertext, Hex(pair.Vector, "tag"), new byte[ciphertext.Length], Hex(pair.Vector, "aad")));
            return true;
        }));

    [Fact]
    public void AES_key_wrap_with_padding_wraps_and_unwraps_as_published() => Assert.Equal(new Counts(Valid: 77, Invalid: 174), Run("aes_kwp_test.json", 254, (_, vector) => Hex(vector, "ct").Length >= 16, vector =>
    {
        using var aes = Aes.Create();
        aes.Key = Hex(vector, "key");
        byte[] message = Hex(vector, "msg"), unwrapped = [];
        return !Refused(() => unwrapped = aes.DecryptKeyWrapPadded(Hex(vector, "ct")))
            && unwrapped.AsSpan().SequenceEqual(message) && aes.EncryptKeyWrapPadded(message).AsSpan().SequenceEqual(Hex(vector, "ct"));
    }));

    /// <summary>
    /// A wrapped key that is too short is refused, but as a wrong argument and not as <see cref="CryptographicException"/>: whoever
    /// unwraps what comes from outside has two exceptions to catch.
    /// </summary>
    [Fact]
    public void A_wrapped_key_of_no_possible_length_is_refused_as_an_argument()
    {
        Assert.Equal(3, Vectors("aes_kwp_test.json").Count(pair => Hex(pair.Vector, "ct").Length < 16 && IsWrongArgument(Hex(pair.Vector, "key"), Hex(pair.Vector, "ct"))));
        foreach (var length in (int[])[0, 1, 15, 17, 23, 33]) Assert.True(IsWrongArgument(new byte[16], new byte[length]));
        static bool IsWrongArgument(byte[] key, byte[] wrapped)
        {
            using var aes = Aes.Create();
            aes.Key = key;
            Assert.Throws<ArgumentException>(() => aes.DecryptKeyWrapPadded(wrapped));
            return true;
        }
    }

    [Fact]
    public void Key_agreement_on_P_256_agrees_as_published() => Assert.Equal(new Counts(Valid: 330, Invalid: 24, Acceptable: 1), Run("ecdh_secp256r1_ecpoint_test.json", 355, All, vector =>
    {
        // Some private keys are written with a leading zero, some without theirs: 32 bytes are what the framework takes.
        byte[] trimmed = [.. Hex(vector, "private").SkipWhile(value => value == 0)], agreement = [];
        using var mine = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = [.. new byte[32 - trimmed.Length], .. trimmed] });
        return !Refused(() =>
        {
            using var other = Hpke.PublicKey(Hex(vector, "public"));
            using var otherPublic = other.PublicKey;
            agreement = mine.DeriveRawSecretAgreement(otherPublic);
        }) && agreement.AsSpan().SequenceEqual(Hex(vector, "shared"));
    }));

    /// <summary>Compressed points are "acceptable" or invalid in the suite; ours are always 65 bytes long, as RFC 9180 has them.</summary>
    [Fact]
    public void Every_compressed_point_is_refused() => Assert.Equal(8, Vectors("ecdh_secp256r1_ecpoint_test.json").Count(pair =>
    {
        if (!pair.Vector.GetProperty("flags").EnumerateArray().Any(flag => flag.GetString() == "CompressedPoint")) return false;
        Assert.Throws<CryptographicException>(() => Hpke.PublicKey(Hex(pair.Vector, "public")));
        return true;
    }));

    /// <summary>
    /// The same agreements once more in other forms of the public key, which no code here reads: SubjectPublicKeyInfo (asn), and
    /// JSON Web Key (webcrypto), which is the browser's. A key from outside comes as the 65 bytes of its point, and as nothing else.
    /// </summary>
    [Theory]
    [InlineData("ecdh_secp256r1_test.json", "asn", 612)]
    [InlineData("ecdh_secp256r1_webcrypto_test.json", "webcrypto", 353)]
    public void Other_forms_of_public_keys_are_not_used_here(string file, string encoding, int vectors)
    {
        var all = Vectors(file).ToList();
        Assert.Equal(vectors, all.Count);
        Assert.All(all, pair => Assert.Equal(encoding, pair.Group.GetProperty("encoding").GetString()));
    }

    [Fact]
    public void Signatures_on_P_256_are_verified_as_published() => Assert.Equal(new Counts(Valid: 173, Invalid: 89), Run("ecdsa_secp256r1_sha256_p1363_test.json", 262, All, (group, vector) =>
    {
        var point = Hex(group.GetProperty("publicKey"), "uncompressed");
        using var key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = { X = point[1..33], Y = point[33..] } });
        return key.VerifyData(Hex(vector, "msg"), Hex(vector, "sig"), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }));

    /// <summary>The invalid ones ask for more than 255 blocks, which the framework refuses as an argument.</summary>
    [Fact]
    public void HKDF_derives_as_published() => Assert.Equal(new Counts(Valid: 83, Invalid: 3), Run("hkdf_sha256_test.json", 86, All, vector =>
    {
        byte[] derived = [];
        try
        {
            derived = HKDF.DeriveKey(HashAlgorithmName.SHA256, Hex(vector, "ikm"), vector.GetProperty("size").GetInt32(), Hex(vector, "salt"), Hex(vector, "info"));
        }
        catch (ArgumentOutOfRangeException)
        {
            return false;
        }
        return derived.AsSpan().SequenceEqual(Hex(vector, "okm"));
    }));

    /// <summary>Half of the tags are cut to 16 bytes: the framework gives all 32, the caller cuts.</summary>
    [Fact]
    public void HMAC_is_as_published() => Assert.Equal(new Counts(Valid: 66, Invalid: 108), Run("hmac_sha256_test.json", 174, All, (group, vector) =>
        CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(Hex(vector, "key"), Hex(vector, "msg")).AsSpan(0, group.GetProperty("tagSize").GetInt32() / 8), Hex(vector, "tag"))));

    [Fact]
    public void PBKDF2_derives_as_published() => Assert.Equal(new Counts(Valid: 58, Invalid: 0), Run("pbkdf2_hmacsha512_test.json", 58, All, vector =>
        Rfc2898DeriveBytes.Pbkdf2(Hex(vector, "password"), Hex(vector, "salt"), vector.GetProperty("iterationCount").GetInt32(), HashAlgorithmName.SHA512, vector.GetProperty("dkLen").GetInt32())
            .AsSpan().SequenceEqual(Hex(vector, "dk"))));

    private static bool All(JsonElement group, JsonElement vector) => true;

    private static Counts Run(string file, int vectors, Func<JsonElement, JsonElement, bool> used, Func<JsonElement, bool> holds) => Run(file, vectors, used, (_, vector) => holds(vector));

    private static Counts Run(string file, int vectors, Func<JsonElement, JsonElement, bool> used, Func<JsonElement, JsonElement, bool> holds)
    {
        var all = Vectors(file).ToList();
        Assert.Equal(vectors, all.Count);
        var counts = new Counts(0, 0);
        foreach (var (group, vector) in all.Where(pair => used(pair.Group, pair.Vector)))
        {
            var result = vector.GetProperty("result").GetString();
            var held = holds(group, vector);
            Assert.True(result == "acceptable" || held == (result == "valid"), $"{file}, {vector.GetProperty("tcId")} ({vector.GetProperty("comment")}): {result}, but {held}");
            counts = result switch
            {
                "valid" => counts with { Valid = counts.Valid + 1 },
                "invalid" => counts with { Invalid = counts.Invalid + 1 },
                _ => counts with { Acceptable = counts.Acceptable + 1 },
            };
        }
        return counts;
    }

    private static IEnumerable<(JsonElement Group, JsonElement Vector)> Vectors(string file) =>
        from @group in JsonDocument.Parse(File.ReadAllBytes(Repository.File("tests", "vectors", "wycheproof", file))).RootElement.GetProperty("testGroups").EnumerateArray()
        from vector in @group.GetProperty("tests").EnumerateArray()
        select (@group, vector);

    private static byte[] Hex(JsonElement vector, string name) => Convert.FromHexString(vector.GetProperty(name).GetString()!);

    // Only the exception that the framework documents for bytes that are wrong; any other one fails the test.
    private static bool Refused(Action action)
    {
        try
        {
            action();
            return false;
        }
        catch (CryptographicException)
        {
            return true;
        }
    }

    private sealed record Counts(int Valid, int Invalid, int Acceptable = 0);
}
