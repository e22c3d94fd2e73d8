using System.Buffers.Text;
using System.Security.Cryptography;
using Entraide.Core.Text;

namespace Entraide.Core.Training;

/// <summary>
/// The public key of an issuer of certificates, on the curve P-256 (FIPS 186-5). Its id is a did:jwk, which is the key itself
/// (JSON Web Key, RFC 7517, in base64url): whoever reads the id can check signatures without a network. One key has one id
/// here: the members of the JWK stand as RFC 7638 orders them, and no others beside them. Two are equal when they are one key.
/// </summary>
public sealed record IssuerKey
{
    private const string Method = "did:jwk:", P256 = "1.2.840.10045.3.1.7";
    private const int CoordinateLength = 32;

    private IssuerKey(string id) => Id = id;

    /// <summary>As <c>did:jwk:eyJ…</c> (the did:jwk method of the Decentralized Identity Foundation).</summary>
    public string Id { get; }

    /// <summary>The one key in the document that the id resolves to: the header <c>kid</c> of what it signs.</summary>
    public string KeyId => Id + "#0";

    /// <summary>The thumbprint of RFC 7638: SHA-256 of the JWK, in base64url (43 letters). People compare it.</summary>
    public string Fingerprint => Base64Url.EncodeToString(SHA256.HashData(Base64Url.DecodeFromChars(Id.AsSpan(Method.Length))));

    /// <param name="publicKey">As SubjectPublicKeyInfo (RFC 5280).</param>
    /// <exception cref="BadgeException">The key is not on the curve P-256.</exception>
    public static IssuerKey Of(ReadOnlySpan<byte> publicKey)
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(publicKey, out _);
        var parameters = key.ExportParameters(includePrivateParameters: false);
        if (parameters.Curve.Oid.Value != P256) throw new BadgeException("key", "it is not on the curve P-256.", "Make one with ECDSA on P-256.");
        return new IssuerKey(Method + Base64Url.EncodeToString(Jwk(Base64Url.EncodeToString(parameters.Q.X), Base64Url.EncodeToString(parameters.Q.Y)).Span));
    }

    /// <exception cref="BadgeException">It is no did:jwk of a public key on P-256 in the one form.</exception>
    public static IssuerKey Parse(string id)
    {
        var key = new IssuerKey(id.StartsWith(Method, StringComparison.Ordinal) ? id : throw new BadgeException("issuer", $"“{Quoted.Line(id)}” does not begin with {Method}.", "Give the issuer's did:jwk."));
        using (key.Open()) return key;
    }

    /// <summary>Whether the holder of this key has signed the text: ES256 (RFC 7518, section 3.4), a signature of 64 bytes.</summary>
    public bool HasSigned(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature)
    {
        using var key = Open();
        return key.VerifyData(text, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    public override string ToString() => Id;

    private ECDsa Open()
    {
        var jwk = BadgeEnvelope.Decode("issuer", Id[Method.Length..]);
        using var document = BadgeForm.Parse(jwk, "issuer");
        var faults = new List<Fault>();
        var place = new JsonPlace(document.RootElement, "issuer", "$", faults);
        var (x, y) = (place.Member("x").Text(), place.Member("y").Text());
        BadgeForm.Demand(faults);
        BadgeForm.Demand(document.RootElement, Jwk(x, y), "issuer");
        var point = new ECPoint { X = BadgeEnvelope.Decode("issuer.x", x), Y = BadgeEnvelope.Decode("issuer.y", y) };
        if (point.X.Length != CoordinateLength || point.Y.Length != CoordinateLength || !jwk.AsSpan().SequenceEqual(Jwk(x, y).Span))
            throw new BadgeException("issuer", "the key is not written in its one form.", "Write crv, kty, x and y in this order without blanks, and 32 bytes for each coordinate.");
        try
        {
            return ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point });
        }
        catch (CryptographicException)
        {
            throw new BadgeException("issuer", "the point is not on the curve P-256.", "Ask the issuer for the key again.");
        }
    }

    private static ReadOnlyMemory<byte> Jwk(string x, string y) =>
        new CanonicalJson().Open('{').Name("crv").Value("P-256").Name("kty").Value("EC").Name("x").Value(x).Name("y").Value(y).Close('}').Bytes;
}
